from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cms.encryption.fields import EncryptedTextField
from cms.i18n import dates
from joining.models.applications import Application


class Vote(models.Model):
    class Choice(models.TextChoices):
        FOR = "for", _("for")
        AGAINST = "against", _("against")
        ABSTAIN = "abstain", _("abstention")

    application = models.ForeignKey(Application, models.CASCADE, related_name="votes")
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("reviewer")
    )
    choice = models.CharField(_("vote"), max_length=10, choices=Choice, blank=True)
    has_conflict = models.BooleanField(_("conflict of interest"), default=False)
    remark = EncryptedTextField(pgettext_lazy("a vote", "remark"), blank=True)
    at = models.DateTimeField(_("time"), auto_now=True)

    class Meta:
        verbose_name = _("vote")
        verbose_name_plural = _("votes")
        ordering = ["at"]
        constraints = [
            models.UniqueConstraint(fields=["application", "reviewer"], name="vote_once"),
            models.CheckConstraint(
                condition=Q(has_conflict=True, choice="")
                | Q(has_conflict=False, choice__in=["for", "against", "abstain"]),
                name="vote_or_conflict",
                violation_error_message=_(
                    "If you declare a conflict of interest, you do not vote. Choose one or the "
                    "other."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.get_choice_display() or str(_("conflict of interest"))


class Note(models.Model):
    """For the staff; the applicant cannot see it."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="notes")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("author")
    )
    text = EncryptedTextField(_("note"))
    at = models.DateTimeField(_("time"), auto_now_add=True)

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        ordering = ["at"]

    def __str__(self) -> str:
        return dates.format_moment(timezone.localtime(self.at), "SHORT_DATE_FORMAT")

"""What an applicant agreed to, and under which words."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from joining.models.applications import Application
from network import languages


class ConsentText(models.Model):
    """The exact words somebody consented to. New words are a new row; none is ever changed."""

    purpose = models.CharField(max_length=30)
    language = models.CharField(max_length=10, choices=languages.choices)
    digest = models.CharField(max_length=64)
    text = models.TextField()
    first_shown_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("wording of a consent")
        verbose_name_plural = _("wordings of consents")
        ordering = ["purpose", "language", "-first_shown_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["purpose", "language", "digest"], name="consent_text_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} · {self.language} · {self.first_shown_at:%Y-%m-%d}"


class Consent(models.Model):
    """One box, ticked or left, or withdrawn later. Rows are added and never changed."""

    class Purpose(models.TextChoices):
        HANDLING = "handling", _("handling the application")
        SENSITIVE = "sensitive", _("beliefs the application reveals")
        DIRECTORY = "directory", _("the public directory")
        ALLIANCE = "alliance", _("passing on to the larger network")
        TRANSFER = "transfer", _("sending abroad")
        OPTIONAL = "optional", _("answers that are not required")
        NEWSLETTER = "newsletter", _("newsletter")

    REQUIRED = (Purpose.HANDLING, Purpose.SENSITIVE)

    application = models.ForeignKey(Application, models.CASCADE, related_name="consents")
    purpose = models.CharField(_("purpose"), max_length=20, choices=Purpose)
    text = models.ForeignKey(ConsentText, models.PROTECT, related_name="+")
    is_given = models.BooleanField(_("given"))
    at = models.DateTimeField(_("time"), default=timezone.now)

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.get_purpose_display()

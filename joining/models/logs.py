from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import ActorLogEntry
from cms.encryption.fields import EncryptedLineField, EncryptedTextField
from joining.models.applications import REFERENCE_LENGTH, Application


class ApplicationLogEntry(models.Model):
    """A change of state, or a note without one."""

    class Actor(models.TextChoices):
        APPLICANT = "applicant", _("applicant")
        STAFF = "staff", _("staff")
        SYSTEM = "system", _("automatically")

    application = models.ForeignKey(Application, models.CASCADE, related_name="log")
    at = models.DateTimeField(_("time"), default=timezone.now)
    actor = models.CharField(_("kind of actor"), max_length=10, choices=Actor)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by"),
    )
    from_state = models.CharField(
        pgettext_lazy("a state of an application", "from"),
        max_length=20,
        choices=Application.State,
        blank=True,
    )
    to_state = models.CharField(
        pgettext_lazy("a state of an application", "to"), max_length=20, choices=Application.State
    )
    note = EncryptedTextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("entry of the application log")
        verbose_name_plural = _("application log")
        ordering = ["pk"]

    def __str__(self) -> str:
        return " → ".join(
            filter(None, [self.get_from_state_display(), self.get_to_state_display()])
        )


class ApplicationAccessLogEntry(ActorLogEntry):
    """A user of the admin read, exported or erased applications. Stays when they are erased.

    Inherits `account` and `name` of the user, and `at`.
    """

    class Action(models.TextChoices):
        READ = "read", _("read")
        EXPORT = "export", _("exported")
        ERASED = "erased", _("erased")

    action = models.CharField(_("action"), max_length=10, choices=Action)
    reference = models.CharField(_("application"), max_length=REFERENCE_LENGTH, blank=True)
    reason = EncryptedLineField(_("reason"), max_length=300, blank=True)
    number = models.PositiveIntegerField(pgettext_lazy("rows in a log", "number"), default=1)

    class Meta(ActorLogEntry.Meta):
        verbose_name = _("access to applications")
        verbose_name_plural = _("access to applications")

    def __str__(self) -> str:
        return f"{self.get_action_display()} {self.at:%Y-%m-%d}"


class RetentionLogEntry(models.Model):
    """How many rows a rule of `joining.privacy.retention` has erased. Names nobody."""

    at = models.DateTimeField(_("time"), auto_now_add=True)
    rule = models.CharField(_("rule"), max_length=40)
    number = models.PositiveIntegerField(pgettext_lazy("rows in a log", "number"))

    class Meta:
        verbose_name = _("entry of the retention log")
        verbose_name_plural = _("retention log")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.rule} {self.at:%Y-%m-%d}"

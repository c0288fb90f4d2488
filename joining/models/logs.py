"""What was done, and by whom: to an application, with it, and after it."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from joining.models.applications import REFERENCE_LENGTH, Application
from network.encryption import EncryptedLineField, EncryptedTextField


class Move(models.Model):
    """The log of an application: who moved it, when, from where to where, and why."""

    class Actor(models.TextChoices):
        APPLICANT = "applicant", _("applicant")
        DESK = "desk", _("desk")
        CLOCK = "clock", _("automatically")

    application = models.ForeignKey(Application, models.CASCADE, related_name="moves")
    at = models.DateTimeField(_("time"), default=timezone.now)
    actor = models.CharField(_("by"), max_length=10, choices=Actor)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by"),
    )
    from_state = models.CharField(_("from"), max_length=20, choices=Application.State, blank=True)
    to_state = models.CharField(_("to"), max_length=20, choices=Application.State)
    note = EncryptedTextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("move of an application")
        verbose_name_plural = _("moves of applications")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.from_state} → {self.to_state}"


class Access(models.Model):
    """Who read or exported what applicants wrote. Outlives the application itself."""

    class Kind(models.TextChoices):
        READ = "read", _("read")
        EXPORT = "export", _("exported")
        ERASED = "erased", _("erased")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    reference = models.CharField(_("application"), max_length=REFERENCE_LENGTH, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("time"), auto_now_add=True)
    reason = EncryptedLineField(_("reason"), max_length=300, blank=True)
    number = models.PositiveIntegerField(_("number"), default=1)

    class Meta:
        verbose_name = _("access to applications")
        verbose_name_plural = _("access to applications")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.at:%Y-%m-%d}"


class Destruction(models.Model):
    """The log of what was erased: what kind, by which rule, how many. It names nobody."""

    at = models.DateTimeField(_("time"), auto_now_add=True)
    rule = models.CharField(_("rule"), max_length=40)
    number = models.PositiveIntegerField(_("number"))

    class Meta:
        verbose_name = _("destruction")
        verbose_name_plural = _("destruction log")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.rule} {self.at:%Y-%m-%d}"

"""Reports about the network or its people, read by one group and nobody else."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import ActorLogEntry
from cms.encryption.fields import EncryptedTextField
from cms.fields import HashField, PlainTextField
from cms.i18n import languages
from concerns.limits_and_periods import (
    ACCESS_RETENTION,
    CONCERN_RETENTION,
    MAX_CONTACT_LENGTH,
    MAX_DESCRIPTION_LENGTH,
)


class Guidance(models.Model):
    """The network's own text beside the form: a singleton."""

    readers = PlainTextField(
        _("who reads concerns"),
        blank=True,
        help_text=_("Who is in the group, how it was chosen, and in how many days it answers."),
    )
    urgent_help = PlainTextField(
        _("immediate help"),
        blank=True,
        help_text=_("Telephone numbers and addresses of help lines, one per line."),
    )

    class Meta:
        verbose_name = _("page about concerns")
        verbose_name_plural = _("page about concerns")
        constraints = [
            models.CheckConstraint(
                condition=Q(pk=1),
                name="guidance_is_singleton",
                violation_error_message=_(
                    "There can be only one such page. Change the one there is."
                ),
            )
        ]

    def __str__(self) -> str:
        return str(_("Page about concerns"))

    def save(self, *args, **kwargs):
        self.pk = 1
        super().save(*args, **kwargs)


class ConcernQuerySet(models.QuerySet):
    def awaiting_notification(self) -> "ConcernQuerySet":
        return self.filter(state=Concern.State.NEW, readers_notified_at=None)

    def open(self) -> "ConcernQuerySet":
        return self.exclude(state=Concern.State.CLOSED)

    def expired(self) -> "ConcernQuerySet":
        return self.filter(closed_at__lt=timezone.now() - CONCERN_RETENTION)


class Concern(models.Model):
    class State(models.TextChoices):
        NEW = "new", _("new concern")
        IN_PROGRESS = "in-progress", _("being handled")
        CLOSED = "closed", _("closed")

    # Only the reporter has the code; its hash is enough to recognise it.
    code_hash = HashField(unique=True)
    received_at = models.DateTimeField(_("received on"), default=timezone.now, editable=False)
    readers_notified_at = models.DateTimeField(null=True, editable=False)
    language = models.CharField(
        _("language"), max_length=10, choices=languages.choices, editable=False
    )

    description = EncryptedTextField(
        _("What happened?"),
        max_length=MAX_DESCRIPTION_LENGTH,
        help_text=_("When, where, and who was there, as far as you know and want to tell."),
    )
    contact = EncryptedTextField(
        _("Who are you, and how can we reach you?"),
        blank=True,
        max_length=MAX_CONTACT_LENGTH,
        help_text=_("You do not have to say. You can still read our answer with a code."),
    )

    # Shown below the others, but never left unread.
    sent_during_flood = models.BooleanField(_("sent during a surge"), default=False, editable=False)

    state = models.CharField(_("state"), max_length=20, choices=State, default=State.NEW)
    closed_at = models.DateTimeField(_("closed on"), null=True, editable=False)
    notes = EncryptedTextField(
        _("notes of the group"), blank=True, help_text=_("Nobody else reads them.")
    )
    answer = EncryptedTextField(
        _("answer"),
        blank=True,
        help_text=_("Anyone with the code of this concern can read it as soon as it is saved."),
    )
    answered_at = models.DateTimeField(_("answered on"), null=True, editable=False)

    objects = ConcernQuerySet.as_manager()

    class Meta:
        verbose_name = _("concern")
        verbose_name_plural = _("concerns")
        ordering = ["sent_during_flood", "-received_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="closed", closed_at__isnull=False)
                | (~Q(state="closed") & Q(closed_at=None)),
                name="concern_closed_at_matches_state",
                violation_error_message=_("A closed concern has the day on which it was closed."),
            )
        ]

    def __str__(self) -> str:
        return _("Concern {number}").format(number=self.pk)


class ConcernAccessLogEntryQuerySet(models.QuerySet):
    def expired(self) -> "ConcernAccessLogEntryQuerySet":
        return self.filter(at__lt=timezone.now() - ACCESS_RETENTION)


class ConcernAccessLogEntry(ActorLogEntry):
    """An entry of the log of who read, changed or deleted a concern. It contains nothing of the
    concern and is kept longer."""

    class Action(models.TextChoices):
        READ = "read", _("has read")
        CHANGED = "changed", _("has changed")
        DELETED = "deleted", _("has deleted")

    concern_pk = models.BigIntegerField(_("concern"))
    action = models.CharField(_("action"), max_length=10, choices=Action)

    objects = ConcernAccessLogEntryQuerySet.as_manager()

    class Meta(ActorLogEntry.Meta):
        verbose_name = _("access to a concern")
        verbose_name_plural = _("access to concerns")

    def __str__(self) -> str:
        return f"{self.name}: {self.concern_pk}"

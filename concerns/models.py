"""What somebody reports about the network or its people: read by one group and nobody else."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from network import languages
from network.encryption import EncryptedTextField
from network.fields import HashField, ProseField

# A report needs room; a book is none.
LONGEST = 10_000

# After a case is closed its texts are of no more use; who read them must stay known for longer.
CONCERN_KEPT = timedelta(days=365)
ACCESS_KEPT = timedelta(days=2 * 365)


class Guidance(models.Model):
    """What the network itself says beside the form: one row."""

    readers = ProseField(
        _("who reads concerns"),
        blank=True,
        help_text=_("Who is in the group, how it was chosen, and in how many days it answers."),
    )
    urgent_help = ProseField(
        _("where there is help at once"),
        blank=True,
        help_text=_("Telephone numbers and addresses of help lines, one a line."),
    )

    class Meta:
        verbose_name = _("page about concerns")
        verbose_name_plural = _("page about concerns")
        constraints = [
            models.CheckConstraint(
                condition=Q(pk=1),
                name="guidance_is_one",
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
    def untold(self) -> "ConcernQuerySet":
        """What came in and nobody has been written to about."""
        return self.filter(state=Concern.State.NEW, told_at=None)

    def open(self) -> "ConcernQuerySet":
        return self.exclude(state=Concern.State.CLOSED)

    def expired(self) -> "ConcernQuerySet":
        return self.filter(closed_at__lt=timezone.now() - CONCERN_KEPT)


class Concern(models.Model):
    class State(models.TextChoices):
        NEW = "new", _("new concern")
        IN_HAND = "in-hand", _("in hand")
        CLOSED = "closed", _("closed")

    # The reporter has the code; here is only what can recognise it.
    code_hash = HashField(unique=True)
    received_at = models.DateTimeField(_("received on"), default=timezone.now, editable=False)
    told_at = models.DateTimeField(null=True, editable=False)
    language = models.CharField(
        _("language"), max_length=10, choices=languages.choices, editable=False
    )

    words = EncryptedTextField(
        _("What happened?"),
        max_length=LONGEST,
        help_text=_("When, where, and who was there, as far as you know and want to tell."),
    )
    contact = EncryptedTextField(
        _("Who are you, and how can we reach you?"),
        blank=True,
        max_length=1_000,
        help_text=_("You need not say. Without it you can still read our answer with a code."),
    )

    # Never a reason to leave one unread: it only stands below the others.
    is_of_a_flood = models.BooleanField(_("one of very many"), default=False, editable=False)

    state = models.CharField(_("state"), max_length=10, choices=State, default=State.NEW)
    closed_at = models.DateTimeField(_("closed on"), null=True, editable=False)
    notes = EncryptedTextField(
        _("notes of the group"), blank=True, help_text=_("Nobody else reads them.")
    )
    answer = EncryptedTextField(
        _("answer"),
        blank=True,
        help_text=_("Whoever has the code of this concern can read it as soon as it is saved."),
    )
    answered_at = models.DateTimeField(_("answered on"), null=True, editable=False)

    objects = ConcernQuerySet.as_manager()

    class Meta:
        verbose_name = _("concern")
        verbose_name_plural = _("concerns")
        ordering = ["is_of_a_flood", "-received_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="closed", closed_at__isnull=False)
                | (~Q(state="closed") & Q(closed_at=None)),
                name="concern_closed_has_a_day",
                violation_error_message=_("A closed concern has the day on which it was closed."),
            )
        ]

    def __str__(self) -> str:
        return _("Concern {number}").format(number=self.pk)


class AccessQuerySet(models.QuerySet):
    def expired(self) -> "AccessQuerySet":
        return self.filter(at__lt=timezone.now() - ACCESS_KEPT)


class Access(models.Model):
    """Who opened or changed a concern, and when. Outlives the concern and holds nothing of it."""

    class What(models.TextChoices):
        READ = "read", _("has read")
        CHANGED = "changed", _("has changed")
        DELETED = "deleted", _("has deleted")

    number = models.BigIntegerField(_("concern"))
    who = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("who"),
    )
    # An account may be gone while its deeds are still to be answered for.
    name = models.CharField(_("name"), max_length=150)
    what = models.CharField(_("what"), max_length=10, choices=What)
    at = models.DateTimeField(_("when"), default=timezone.now)

    objects = AccessQuerySet.as_manager()

    class Meta:
        verbose_name = _("access to a concern")
        verbose_name_plural = _("access to concerns")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.name}: {self.number}"

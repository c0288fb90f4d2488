"""The outbox: every e-mail of this site, until its retention period ends."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import ExpressionWrapper, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.encryption.fields import EncryptedTextField
from cms.fields import HashField
from cms.i18n import languages
from mail.labels import email_labels
from mail.limits_and_periods import (
    EMAIL_RETENTION,
    GIVE_UP_AFTER,
    INTERRUPTED_AFTER,
    RETRY_DELAYS,
    SENT_TEXT_RETENTION,
    TEXT_RETENTION,
)

# Mail readers cut longer subjects.
MAX_SUBJECT_LENGTH = 250


def end_of_attempts() -> datetime:
    return timezone.now() + GIVE_UP_AFTER


class EmailQuerySet(models.QuerySet["Email"]):
    def due(self) -> "EmailQuerySet":
        """The e-mails to send now, the longest waiting first."""
        waiting = self.filter(state=Email.State.WAITING, erased_at=None)
        return waiting.filter(next_attempt_at__lte=timezone.now()).order_by("next_attempt_at", "pk")

    def interrupted(self) -> "EmailQuerySet":
        """The e-mails that a process started to send without recording the result."""
        limit = timezone.now() - INTERRUPTED_AFTER
        return self.filter(state=Email.State.SENDING, attempted_at__lt=limit)

    def needing_attention(self) -> "EmailQuerySet":
        return self.filter(state__in=Email.NEEDS_ATTENTION)

    def unsent(self) -> "EmailQuerySet":
        """The e-mails that wait for the next attempt or for a decision of staff."""
        return self.filter(erased_at=None).exclude(state=Email.State.SENT)

    def expired(self) -> "EmailQuerySet":
        """The old e-mails without text. An e-mail that may still be sent has its text, and is
        kept."""
        limit = timezone.now() - EMAIL_RETENTION
        return self.filter(queued_at__lt=limit).exclude(erased_at=None)

    def with_expired_text(self) -> "EmailQuerySet":
        """The e-mails whose text is to be erased, never those still to be sent. If an e-mail needs
        attention, the period starts at its last attempt, so that staff have time to send it
        again."""
        State, now = Email.State, timezone.now()  # noqa: N806 - the class
        was_sent = Q(state=State.SENT, sent_at__lt=now - SENT_TEXT_RETENTION)
        limit = now - TEXT_RETENTION
        is_old = Q(queued_at__lt=limit) & (Q(attempted_at=None) | Q(attempted_at__lt=limit))
        is_settled = Q(state__in=Email.NEEDS_ATTENTION) & is_old
        return self.filter(was_sent | is_settled, erased_at=None)

    def counted_in_last_day(self, mailbox_hash: str) -> "EmailQuerySet":
        since = timezone.now() - timedelta(days=1)
        return self.filter(
            mailbox_hash=mailbox_hash, counts_towards_daily_limit=True, attempted_at__gt=since
        )

    def with_is_readable(self, permissions: set[str]) -> "EmailQuerySet":
        """Annotates `is_readable`: whether a user with these permissions may read the text and the
        recipient."""
        return self.annotate(
            is_readable=ExpressionWrapper(
                Q(permission="") | Q(permission__in=permissions), models.BooleanField()
            )
        )


class Email(models.Model):
    """An e-mail to one address. An e-mail with the same `key` is never queued twice. Text and
    recipient are encrypted."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        SENDING = "sending", _("being sent")
        SENT = "sent", _("sent")
        UNCONFIRMED = "unconfirmed", _("perhaps sent")
        FAILED = "failed", _("not delivered")
        ON_HOLD = "on-hold", _("held back")

    NEEDS_ATTENTION = (State.UNCONFIRMED, State.FAILED, State.ON_HOLD)

    key = models.CharField(max_length=200, unique=True, editable=False)
    about = models.CharField(max_length=100, blank=True, db_index=True, editable=False)

    # The name of its template, which is shown after the text is erased.
    kind = models.CharField(max_length=50, editable=False)
    # The permission that a group must have to read the text; empty if access to the outbox is
    # enough.
    permission = models.CharField(max_length=100, blank=True, editable=False)

    recipient = EncryptedTextField(_("recipient"))
    # Counts and finds the e-mails to one mailbox without its address.
    mailbox_hash = HashField()
    counts_towards_daily_limit = models.BooleanField(default=True, editable=False)
    language = models.CharField(_("language"), max_length=10, choices=languages.choices)

    subject = EncryptedTextField(_("subject"), blank=True)
    text = EncryptedTextField(_("text"), blank=True)
    html = EncryptedTextField(blank=True, editable=False)
    message_id = models.CharField(max_length=200, editable=False)

    state = models.CharField(_("state"), max_length=11, choices=State, default=State.WAITING)
    queued_at = models.DateTimeField(_("written on"), default=timezone.now)
    next_attempt_at = models.DateTimeField(_("next attempt"), default=timezone.now)
    give_up_at = models.DateTimeField(default=end_of_attempts, editable=False)
    attempted_at = models.DateTimeField(_("last attempt"), null=True)
    sent_at = models.DateTimeField(_("sent on"), null=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    # Mail servers tend to repeat the address.
    error = EncryptedTextField(_("what went wrong"), blank=True)
    erased_at = models.DateTimeField(_("text erased on"), null=True, editable=False)

    # Set by `with_is_readable`.
    is_readable: bool

    objects = EmailQuerySet.as_manager()

    class Meta:
        verbose_name = _("e-mail")
        verbose_name_plural = _("outbox")
        ordering = ["-queued_at", "-pk"]
        indexes = [
            models.Index(fields=["state", "next_attempt_at"], name="email_due"),
            models.Index(fields=["mailbox_hash", "attempted_at"], name="email_mailbox"),
        ]

    def __str__(self) -> str:
        """Nothing of the content: this is shown in the admin's history."""
        return str(email_labels().get(self.kind, self.kind))

    @property
    def masked_recipient(self) -> str:
        """h…@example.org: the mail server, but not the person."""
        name, at, host = self.recipient.rpartition("@")
        return f"{name[:1]}…{at}{host}"

    @property
    def next_delay(self) -> timedelta:
        return RETRY_DELAYS[min(self.attempts, len(RETRY_DELAYS)) - 1]

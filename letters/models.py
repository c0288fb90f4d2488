"""The outbox: every letter this site writes, until it has gone and is forgotten."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import ExpressionWrapper, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from letters.kinds import KINDS
from network import languages
from network.encryption import EncryptedTextField
from network.fields import HashField

# How long to wait after each failure; the last holds until the letter is given up.
DELAYS = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360)]
GIVEN_UP_AFTER = timedelta(days=5)

# A sending that has not ended by then was cut off: its process is gone.
CUT_OFF_AFTER = timedelta(minutes=15)

# Strangers may make the site write to addresses that are not theirs: never more than this.
DAILY_CAP = 10

# What was written to whom is personal data: the words go first, then the fact. What has gone is
# kept until mail servers have given up bringing it on; what has not, until somebody looked at it.
WORDS_KEPT_ONCE_SENT = timedelta(days=7)
WORDS_KEPT = timedelta(days=30)
LETTERS_KEPT = timedelta(days=365)

# Longer ones are cut by every reader.
SUBJECT_LENGTH = 250


def end_of_attempts() -> datetime:
    return timezone.now() + GIVEN_UP_AFTER


class LetterQuerySet(models.QuerySet):
    def due(self) -> "LetterQuerySet":
        """What is to be sent by now, the longest waiting first."""
        waiting = self.filter(state=Letter.State.WAITING, erased_at=None)
        return waiting.filter(due_at__lte=timezone.now()).order_by("due_at", "pk")

    def cut_off(self) -> "LetterQuerySet":
        """What a process began to send and never told the end of."""
        limit = timezone.now() - CUT_OFF_AFTER
        return self.filter(state=Letter.State.SENDING, tried_at__lt=limit)

    def in_trouble(self) -> "LetterQuerySet":
        """What somebody must look at."""
        return self.filter(state__in=Letter.TROUBLE)

    def not_gone(self) -> "LetterQuerySet":
        """What the mail server has not taken for sure, and could still be given: it waits for its
        next attempt or for somebody's decision."""
        return self.filter(erased_at=None).exclude(state=Letter.State.SENT)

    def expired(self) -> "LetterQuerySet":
        """Only those of which nothing but the fact is left: a letter that may still go stays."""
        limit = timezone.now() - LETTERS_KEPT
        return self.filter(posted_at__lt=limit).exclude(erased_at=None)

    def with_expired_words(self) -> "LetterQuerySet":
        """Never those that are still to go: nobody is sent an empty letter. In trouble is a letter
        from its last attempt on: whoever looks after it has that long to send it again."""
        State, now = Letter.State, timezone.now()  # noqa: N806 - the class
        has_gone = Q(state=State.SENT, sent_at__lt=now - WORDS_KEPT_ONCE_SENT)
        limit = now - WORDS_KEPT
        is_old = Q(posted_at__lt=limit) & (Q(tried_at=None) | Q(tried_at__lt=limit))
        is_settled = Q(state__in=Letter.TROUBLE) & is_old
        return self.filter(has_gone | is_settled, erased_at=None)

    def sent_to(self, mailbox_hash: str) -> "LetterQuerySet":
        """The letters of the last day that count against the cap of a mailbox."""
        since = timezone.now() - timedelta(days=1)
        return self.filter(mailbox_hash=mailbox_hash, is_capped=True, tried_at__gt=since)

    def marked_readable(self, permissions: set[str]) -> "LetterQuerySet":
        """Each with `is_readable`: whether somebody whose groups give these permissions may read
        what it says, and to whom."""
        return self.annotate(
            is_readable=ExpressionWrapper(
                Q(permission="") | Q(permission__in=permissions), models.BooleanField()
            )
        )


class Letter(models.Model):
    """One letter to one address. Its key says which: the same key is never posted twice. What it
    says and to whom is encrypted at rest."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        SENDING = "sending", _("being sent")
        SENT = "sent", _("sent")
        UNSURE = "unsure", _("perhaps sent")
        FAILED = "failed", _("not delivered")
        HELD = "held", _("held back")

    TROUBLE = (State.UNSURE, State.FAILED, State.HELD)

    key = models.CharField(max_length=200, unique=True, editable=False)
    about = models.CharField(max_length=100, blank=True, db_index=True, editable=False)

    # The name of its template: what is left to be told when its words are gone.
    kind = models.CharField(max_length=50, editable=False)
    # What somebody's groups must permit to read it; empty when the outbox is enough.
    permission = models.CharField(max_length=100, blank=True, editable=False)

    recipient = EncryptedTextField(_("recipient"))
    # By which letters to one address are counted and found, without the address.
    mailbox_hash = HashField()
    is_capped = models.BooleanField(default=True, editable=False)
    language = models.CharField(_("language"), max_length=10, choices=languages.choices)

    subject = EncryptedTextField(_("subject"), blank=True)
    text = EncryptedTextField(_("text"), blank=True)
    html = EncryptedTextField(blank=True, editable=False)
    message_id = models.CharField(max_length=200, editable=False)

    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    posted_at = models.DateTimeField(_("written"), default=timezone.now)
    due_at = models.DateTimeField(_("next attempt"), default=timezone.now)
    give_up_at = models.DateTimeField(default=end_of_attempts, editable=False)
    tried_at = models.DateTimeField(_("last attempt"), null=True)
    sent_at = models.DateTimeField(_("sent on"), null=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    # Mail servers like to repeat the address.
    error = EncryptedTextField(_("what went wrong"), blank=True)
    erased_at = models.DateTimeField(_("words erased"), null=True, editable=False)

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("outbox")
        ordering = ["-posted_at", "-pk"]
        indexes = [
            models.Index(fields=["state", "due_at"], name="letter_due"),
            models.Index(fields=["mailbox_hash", "tried_at"], name="letter_mailbox"),
        ]

    def __str__(self) -> str:
        """Nothing of what it says: this stands in the history of the desk, too."""
        return str(KINDS.get(self.kind, self.kind))

    @property
    def masked_recipient(self) -> str:
        """h…@example.org: which mail server, and not who."""
        name, at, host = self.recipient.rpartition("@")
        return f"{name[:1]}…{at}{host}"

    @property
    def next_delay(self) -> timedelta:
        """How long to wait after the attempt that has just failed."""
        return DELAYS[min(self.attempts, len(DELAYS)) - 1]

"""The outbox: every letter this site writes, until it has gone and is forgotten."""

from datetime import datetime, timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from network import languages

# How long to wait after each failure; the last holds until the letter is given up.
DELAYS = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360)]
GIVEN_UP_AFTER = timedelta(days=5)

# A sending that has not ended by then was cut off: its process is gone.
CUT_OFF_AFTER = timedelta(minutes=15)

# Strangers may make the site write to addresses that are not theirs: never more than this.
DAILY_CAP = 10

# What was written to whom is personal data: the words go first, then the fact.
WORDS_KEPT = timedelta(days=30)
LETTERS_KEPT = timedelta(days=365)

# Longer ones are cut by every reader.
SUBJECT_LENGTH = 250


def end_of_attempts() -> datetime:
    return timezone.now() + GIVEN_UP_AFTER


class LetterQuerySet(models.QuerySet):
    def due(self) -> "LetterQuerySet":
        """What is to be sent by now, the longest waiting first."""
        return self.filter(state=Letter.State.WAITING, due_at__lte=timezone.now()).order_by(
            "due_at", "pk"
        )

    def cut_off(self) -> "LetterQuerySet":
        """What a process began to send and never told the end of."""
        limit = timezone.now() - CUT_OFF_AFTER
        return self.filter(state=Letter.State.SENDING, tried_at__lt=limit)

    def in_trouble(self) -> "LetterQuerySet":
        """What somebody must look at."""
        return self.filter(state__in=Letter.TROUBLE)

    def expired(self) -> "LetterQuerySet":
        return self.filter(posted_at__lt=timezone.now() - LETTERS_KEPT)

    def with_expired_words(self) -> "LetterQuerySet":
        return self.filter(posted_at__lt=timezone.now() - WORDS_KEPT).exclude(text="")

    def sent_to(self, mailbox: str) -> "LetterQuerySet":
        """The letters of the last day that count against the cap of a mailbox."""
        since = timezone.now() - timedelta(days=1)
        return self.filter(mailbox=mailbox, is_capped=True, tried_at__gt=since)


class Letter(models.Model):
    """One letter to one address. Its key says which: the same key is never posted twice."""

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

    recipient = models.EmailField(_("to"))
    # The recipient as far as the cap is concerned: without tags and capital letters.
    mailbox = models.CharField(max_length=254, editable=False)
    is_capped = models.BooleanField(default=True, editable=False)
    language = models.CharField(_("language"), max_length=10, choices=languages.choices)

    subject = models.CharField(_("subject"), max_length=SUBJECT_LENGTH)
    text = models.TextField(_("text"), blank=True)
    html = models.TextField(blank=True, editable=False)
    message_id = models.CharField(max_length=200, editable=False)

    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    posted_at = models.DateTimeField(_("written"), default=timezone.now)
    due_at = models.DateTimeField(_("next attempt"), default=timezone.now)
    give_up_at = models.DateTimeField(default=end_of_attempts, editable=False)
    tried_at = models.DateTimeField(_("last attempt"), null=True)
    sent_at = models.DateTimeField(_("sent on"), null=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    error = models.TextField(_("what went wrong"), blank=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("outbox")
        ordering = ["-posted_at", "-pk"]
        indexes = [
            models.Index(fields=["state", "due_at"], name="letter_due"),
            models.Index(fields=["mailbox", "tried_at"], name="letter_mailbox"),
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def next_delay(self) -> timedelta:
        """How long to wait after the attempt that has just failed."""
        return DELAYS[min(self.attempts, len(DELAYS)) - 1]

"""The one door by which letters leave: `post` writes them down, `deliver` sends them.

`post` is called inside the move it tells of: when that is rolled back, nothing was posted.
`deliver` is called by the clock and sends what is due, each letter at most once: it is marked
before the mail server gets it. What was cut off before the mail server can have had all of it is
tried again; what it may have taken is left to a person, for whom `send_again` is there.
"""

import logging
from email.utils import formataddr
from pathlib import PurePosixPath
from smtplib import (
    SMTPDataError,
    SMTPRecipientsRefused,
    SMTPResponseException,
    SMTPServerDisconnected,
)
from urllib.parse import urlsplit
from uuid import uuid4

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.validators import validate_email
from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import override

from letters.models import DAILY_CAP, GIVEN_UP_AFTER, Letter
from letters.smtp import HandedOver
from letters.writing import write
from network import languages, mailboxes
from network.models import Network
from network.text import clean

State = Letter.State
log = logging.getLogger(__name__)

# Any number, the same in all processes: who holds it counts letters against the cap.
CLAIMING = 20_250_709

# After so many lost connections in a row the rest waits for the next time. One alone may be the
# letter's fault, and must not keep those behind it.
LOST_CONNECTIONS = 3


def post(
    to: str,
    template: str,
    context: dict,
    *,
    language: str,
    key: str,
    about: str = "",
    permission: str = "",
    capped: bool = True,
) -> Letter:
    """Write a letter down, to be sent once the caller's transaction is committed.

    `template` is `<app>/letters/<name>.txt`, written in the recipient's `language`. The same `key`
    is the same letter: posting it again gives the first one back. `about` names what the letter
    belongs to ("application:12"), so that it can be forgotten with it. A letter with a
    `permission` ("concerns.view_concern") is read on the desk by those alone whose groups give it.
    Only letters to addresses that no stranger can choose may go uncapped.
    """
    if letter := Letter.objects.filter(key=key).first():
        return letter
    to = mailboxes.read(to)
    validate_email(to)
    words = write(template, context, language)
    letter, _created = Letter.objects.get_or_create(
        key=key,
        defaults={
            "about": about,
            "kind": PurePosixPath(template).stem,
            "permission": permission,
            "recipient": to,
            "mailbox_hash": mailbox_hash(to),
            "is_capped": capped,
            "language": language,
            "subject": words.subject,
            "text": words.text,
            "html": words.html,
            "message_id": f"<{uuid4().hex}@{urlsplit(settings.SITE_URL).hostname}>",
        },
    )
    return letter


def deliver(limit: int = 100) -> int:
    """Send what is due, at most `limit` letters; how many went. A mail server that does not
    answer is not asked for each letter: the rest waits for the next time."""
    leave_to_a_person(Letter.objects.cut_off(), "its process ended while it was sent")
    sent, lost, server = 0, 0, get_connection()
    try:
        for _number in range(limit):
            letter = claim()
            if letter is None or not reached(server, letter):
                break
            error = send(server, letter)
            sent += error is None
            lost = lost + 1 if is_lost_connection(error) else 0
            if lost == LOST_CONNECTIONS:
                log.warning("The mail server dropped %s connections: the rest waits.", lost)
                break
    finally:
        server.close()
    return sent


def leave_to_a_person(letters: QuerySet, why: str) -> int:
    """Mark letters as perhaps sent; how many there were. Nobody sends them again but a person, so
    that the log says it, too."""
    number = letters.update(state=State.UNSURE)
    if number:
        log.warning("Letters that were perhaps sent: %s (%s). Look at the outbox.", number, why)
    return number


@transaction.atomic(durable=True)
def claim() -> Letter | None:
    """The next due letter, marked as being sent before anything is sent. Those over the cap of
    their mailbox are held back on the way."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CLAIMING])
    while letter := Letter.objects.due().select_for_update(skip_locked=True).first():
        if not letter.is_capped or Letter.objects.sent_to(letter.mailbox_hash).count() < DAILY_CAP:
            letter.attempts += 1
            settle(
                letter, State.SENDING, attempts=letter.attempts, tried_at=timezone.now(), error=""
            )
            return letter
        settle(letter, State.HELD)
    return None


def reached(server: BaseEmailBackend, letter: Letter) -> bool:
    """Whether the mail server answers; otherwise the letter waits for its next attempt."""
    try:
        server.open()
    except OSError as error:
        log.warning("The mail server cannot be reached: %s", type(error).__name__)
        wait(letter, said(error))
        return False
    return True


def send(server: BaseEmailBackend, letter: Letter) -> Exception | None:
    """Hand a letter to the mail server; the error that kept it from being taken, if any. What
    became of it is written down either way."""
    try:
        server.send_messages([as_message(letter)])
    except Exception as error:
        settle_failure(letter, error)
        server.close()
        return error
    settle(letter, State.SENT, sent_at=timezone.now())
    return None


def settle_failure(letter: Letter, error: Exception) -> None:
    """Only what the mail server may have taken is left to a person."""
    kind = type(error).__name__
    if isinstance(error, HandedOver):
        log.warning("Letter %s was perhaps sent: no answer to its last line.", letter.pk)
        settle(letter, State.UNSURE, error=said(error))
    elif is_final(error):
        log.warning("Letter %s was refused for good: %s", letter.pk, kind)
        settle(letter, State.FAILED, error=said(error))
    else:
        log.warning("Letter %s could not be sent: %s", letter.pk, kind)
        wait(letter, said(error))


def is_lost_connection(error: Exception | None) -> bool:
    return isinstance(error, HandedOver | SMTPServerDisconnected | ConnectionError | TimeoutError)


def settle(letter: Letter, state: str, **more) -> None:
    """Not `save()`: a letter that was forgotten meanwhile must not come back."""
    Letter.objects.filter(pk=letter.pk).update(state=state, **more)


def wait(letter: Letter, error: str) -> None:
    """Try again after a growing delay, until it has been tried for long enough."""
    due_at = timezone.now() + letter.next_delay
    state = State.WAITING if due_at < letter.give_up_at else State.FAILED
    if state == State.FAILED:
        log.warning("Letter %s was tried for too long and is given up.", letter.pk)
    settle(letter, state, due_at=due_at, error=error)


def is_final(error: Exception) -> bool:
    """Whether the mail server will never take this letter (5xx). That it does not let us in, or
    not write in this name, is our setting and can be put right while letters wait."""
    match error:
        case SMTPRecipientsRefused(recipients=answers):
            return all(500 <= code < 600 for code, _words in answers.values())
        case SMTPDataError(smtp_code=code):
            return 500 <= code < 600
    return False


def said(error: Exception) -> str:
    """The words of a mail server, or of the program where there was none to speak."""
    match error:
        case SMTPRecipientsRefused(recipients=answers):
            replies = list(answers.values())
        case SMTPResponseException(smtp_code=code, smtp_error=words):
            replies = [(code, words)]
        case _:
            return f"{type(error).__name__}: {error}"
    lines = (f"{code} {words.decode(errors='replace')}" for code, words in replies)
    return clean("\n".join(lines))


def as_message(letter: Letter) -> EmailMultiAlternatives:
    """What is handed to the mail server. The Message-ID is the letter's own: should it ever go
    twice, mail servers and readers know the second for the first."""
    with override(letter.language):
        name = languages.plain_words(Network.objects.current(), "name")
    message = EmailMultiAlternatives(
        subject=letter.subject,
        body=letter.text,
        from_email=formataddr((name, settings.DEFAULT_FROM_EMAIL)),
        to=[letter.recipient],
        headers={
            "Message-ID": letter.message_id,
            "Content-Language": letter.language,
            # Holiday notices are not to answer a program.
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
        },
    )
    message.attach_alternative(letter.html, "text/html")
    return message


def send_again(letter: Letter) -> bool:
    """Put a letter that is in trouble back among the waiting, for all of its attempts; whether
    that could be done. A person has decided, so the cap has had its say."""
    now = timezone.now()
    in_trouble = Letter.objects.in_trouble().filter(pk=letter.pk, erased_at=None)
    changed = in_trouble.update(
        state=State.WAITING,
        due_at=now,
        give_up_at=now + GIVEN_UP_AFTER,
        attempts=0,
        is_capped=False,
    )
    return bool(changed)


def hold_after_restore() -> int:
    """After a backup came back: what waited then may have gone since. A person decides."""
    on_their_way = Letter.objects.filter(state__in=[State.WAITING, State.SENDING])
    return leave_to_a_person(on_their_way, "they waited in a backup that was restored")


def forget(about: str) -> int:
    """Delete all letters about something that is itself erased; how many there were."""
    return Letter.objects.filter(about=about).delete()[0]


def due() -> int:
    """How many letters `deliver` would send now."""
    return Letter.objects.due().count()


def expired() -> int:
    """How many letters `purge` would touch now."""
    return (Letter.objects.expired() | Letter.objects.with_expired_words()).count()


def purge() -> int:
    """Erase what is kept no longer; how many letters that touched."""
    deleted = Letter.objects.expired().delete()[0]
    return deleted + sum(map(erase_words, Letter.objects.with_expired_words().only("recipient")))


def erase_words(letter: Letter) -> int:
    """Leave of a letter what kind it was, when it went, and which mail server took it."""
    left = {"recipient": letter.masked_recipient, "erased_at": timezone.now()}
    gone = dict.fromkeys(("subject", "text", "html", "error"), "")
    return Letter.objects.filter(pk=letter.pk).update(**left, **gone)


def mailbox_hash(address: str) -> str:
    """Keyed, so that a dump of the database does not tell whether somebody was written to."""
    return salted_hmac("letters.mailbox", mailboxes.key(address), algorithm="sha256").hexdigest()

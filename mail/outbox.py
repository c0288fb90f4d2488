"""The only way to send e-mails: `queue_email` saves one, `send_due_emails` sends them.

`queue_email` is called in the transaction that the e-mail is about: if that is rolled back, nothing
is queued. The scheduler calls `send_due_emails`, which sends each e-mail at most once: it is marked
before the mail server gets it. One that was interrupted before the mail server had all of it is
tried again. One that may have been accepted is left to staff (`retry_email`).
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
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.encoding import force_str
from django.utils.translation import override

from cms.encryption.hashing import hash_guessable
from cms.i18n import languages
from cms.queries.advisory_locks import lock_until_commit
from cms.text.plain_text import clean
from cms.validators import email_addresses
from mail.limits_and_periods import (
    GIVE_UP_AFTER,
    MAX_EMAILS_PER_DAY,
    MAX_EMAILS_PER_RUN,
    MAX_LOST_CONNECTIONS,
)
from mail.models import Email
from mail.rendering import render_email
from mail.smtp import UnconfirmedDeliveryError
from network.models import Network

State = Email.State
log = logging.getLogger(__name__)

# Held while e-mails are counted against the daily limit.
CLAIM_LOCK = "mail.claim"


def queue_email(
    to: str,
    template: str,
    context: dict,
    *,
    language: str,
    key: str,
    about: str = "",
    permission: str = "",
    counts_towards_daily_limit: bool = True,
) -> Email:
    """Saves an e-mail, to be sent after the caller's transaction is committed.

    `template` is `<app>/emails/<name>.txt`, rendered in the recipient's `language`. The same `key`
    returns the e-mail that was queued before. `about` names the object that it belongs to
    ("application:12"), so that it can be deleted with it. With a `permission`
    ("concerns.view_concern"), only staff whose groups have it can read the text in the admin.
    `counts_towards_daily_limit=False` is for recipients that no visitor can choose.
    """
    if email := Email.objects.filter(key=key).first():
        return email
    to = email_addresses.normalise(to)
    validate_email(to)
    rendered = render_email(template, context, language)
    email, _created = Email.objects.get_or_create(
        key=key,
        defaults={
            "about": about,
            "kind": PurePosixPath(template).stem,
            "permission": permission,
            "recipient": to,
            "mailbox_hash": mailbox_hash(to),
            "counts_towards_daily_limit": counts_towards_daily_limit,
            "language": language,
            "subject": rendered.subject,
            "text": rendered.text,
            "html": rendered.html,
            "message_id": f"<{uuid4().hex}@{urlsplit(settings.SITE_URL).hostname}>",
        },
    )
    return email


def send_due_emails(limit: int = MAX_EMAILS_PER_RUN) -> int:
    """Sends at most `limit` e-mails; returns how many were sent. When the mail server does not
    respond, the rest waits for the next time."""
    mark_unconfirmed(Email.objects.interrupted(), "its process ended while it was sent")
    sent_count, lost_count, connection = 0, 0, get_connection()
    try:
        for _number in range(limit):
            email = claim_next()
            if email is None or not open_connection(connection, email):
                break
            error = send_email(connection, email)
            sent_count += error is None
            lost_count = lost_count + 1 if is_lost_connection(error) else 0
            if lost_count == MAX_LOST_CONNECTIONS:
                log.warning("The mail server dropped %s connections: the rest waits.", lost_count)
                break
    finally:
        connection.close()
    return sent_count


def mark_unconfirmed(emails: QuerySet, reason: str) -> int:
    """Marks e-mails as perhaps sent; returns how many. Only staff send them again, so this is
    logged."""
    count = emails.update(state=State.UNCONFIRMED)
    if count:
        log.warning("E-mails that were perhaps sent: %s (%s). Look at the outbox.", count, reason)
    return count


@transaction.atomic(durable=True)
def claim_next() -> Email | None:
    """Returns the next due e-mail, marked as being sent. E-mails over the daily limit of their
    mailbox are put on hold."""
    lock_until_commit(CLAIM_LOCK)
    while email := Email.objects.due().select_for_update(skip_locked=True).first():
        if (
            not email.counts_towards_daily_limit
            or Email.objects.counted_in_last_day(email.mailbox_hash).count() < MAX_EMAILS_PER_DAY
        ):
            email.attempts += 1
            set_state(
                email, State.SENDING, attempts=email.attempts, attempted_at=timezone.now(), error=""
            )
            return email
        set_state(email, State.ON_HOLD)
    return None


def open_connection(connection: BaseEmailBackend, email: Email) -> bool:
    try:
        connection.open()
    except OSError as error:
        log.warning("The mail server cannot be reached: %s", type(error).__name__)
        reschedule(email, server_reply(error))
        return False
    return True


def send_email(connection: BaseEmailBackend, email: Email) -> Exception | None:
    try:
        connection.send_messages([build_message(email)])
    except Exception as error:
        record_failure(email, error)
        connection.close()
        return error
    set_state(email, State.SENT, sent_at=timezone.now())
    return None


def record_failure(email: Email, error: Exception) -> None:
    """Only an e-mail that the mail server may have accepted is left to staff."""
    error_name = type(error).__name__
    if isinstance(error, UnconfirmedDeliveryError):
        log.warning("Email %s was perhaps sent: no answer to its last line.", email.pk)
        set_state(email, State.UNCONFIRMED, error=server_reply(error))
    elif is_permanent_failure(error):
        log.warning("Email %s was refused for good: %s", email.pk, error_name)
        set_state(email, State.FAILED, error=server_reply(error))
    else:
        log.warning("Email %s could not be sent: %s", email.pk, error_name)
        reschedule(email, server_reply(error))


def is_lost_connection(error: Exception | None) -> bool:
    return isinstance(
        error, UnconfirmedDeliveryError | SMTPServerDisconnected | ConnectionError | TimeoutError
    )


def set_state(email: Email, state: str, **fields: Any) -> None:
    """Updates without `save()`, which would recreate an e-mail that was deleted meanwhile."""
    Email.objects.filter(pk=email.pk).update(state=state, **fields)


def reschedule(email: Email, error: str) -> None:
    next_attempt_at = timezone.now() + email.next_delay
    state = State.WAITING if next_attempt_at < email.give_up_at else State.FAILED
    if state == State.FAILED:
        log.warning("Email %s was tried for too long and is given up.", email.pk)
    set_state(email, state, next_attempt_at=next_attempt_at, error=error)


def is_permanent_failure(error: Exception) -> bool:
    """Whether the mail server will never accept this e-mail (5xx). A refused login or sender is a
    mistake in our settings, which can be corrected while e-mails wait."""
    match error:
        case SMTPRecipientsRefused(recipients=replies):
            return all(500 <= code < 600 for code, _text in replies.values())
        case SMTPDataError(smtp_code=code):
            return 500 <= code < 600
    return False


def server_reply(error: Exception) -> str:
    match error:
        case SMTPRecipientsRefused(recipients=replies_by_recipient):
            replies: list[tuple[int, bytes | str]] = list(replies_by_recipient.values())
        case SMTPResponseException(smtp_code=code, smtp_error=text):
            replies = [(code, text)]
        case _:
            return f"{type(error).__name__}: {error}"
    lines = (f"{code} {force_str(text, errors='replace')}" for code, text in replies)
    return clean("\n".join(lines))


def build_message(email: Email) -> EmailMultiAlternatives:
    """Builds the message of an e-mail. The e-mail keeps its Message-ID: if it is sent twice, mail
    servers and readers recognise the duplicate."""
    with override(email.language):
        name = languages.translated_text(Network.objects.current(), "name")
    message = EmailMultiAlternatives(
        subject=email.subject,
        body=email.text,
        from_email=formataddr((name, settings.DEFAULT_FROM_EMAIL)),
        to=[email.recipient],
        headers={
            "Message-ID": email.message_id,
            "Content-Language": email.language,
            # No automatic replies, such as holiday notices.
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
        },
    )
    message.attach_alternative(email.html, "text/html")
    return message


def retry_email(email: Email) -> bool:
    """Resets an e-mail that needs attention to waiting, with all attempts; returns whether that was
    possible. Staff have decided, so the daily limit no longer applies."""
    now = timezone.now()
    emails = Email.objects.needing_attention().filter(pk=email.pk, erased_at=None)
    changed = emails.update(
        state=State.WAITING,
        next_attempt_at=now,
        give_up_at=now + GIVE_UP_AFTER,
        attempts=0,
        counts_towards_daily_limit=False,
    )
    return bool(changed)


def mark_unconfirmed_after_restore() -> int:
    """Marks the e-mails that were waiting in a restored backup: they may have been sent since."""
    unfinished = Email.objects.filter(state__in=[State.WAITING, State.SENDING])
    return mark_unconfirmed(unfinished, "they waited in a backup that was restored")


def delete_emails_about(about: str) -> int:
    return Email.objects.filter(about=about).delete()[0]


def count_due() -> int:
    return Email.objects.due().count()


def count_expired() -> int:
    return (Email.objects.expired() | Email.objects.with_expired_text()).count()


def purge() -> int:
    deleted = Email.objects.expired().delete()[0]
    return deleted + sum(map(erase_text, Email.objects.with_expired_text().only("recipient")))


def erase_text(email: Email) -> int:
    """Erases all but the kind, the times and the recipient's mail server."""
    kept = {"recipient": email.masked_recipient, "erased_at": timezone.now()}
    erased = dict.fromkeys(("subject", "text", "html", "error"), "")
    return Email.objects.filter(pk=email.pk).update(**kept, **erased)


def mailbox_hash(email_address: str) -> str:
    """Returns a keyed hash, so that a copy of the database does not reveal whether somebody was
    written to."""
    return hash_guessable("mail.mailbox", email_addresses.mailbox_of(email_address))

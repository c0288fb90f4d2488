"""What a form page gives its reader along: a signed ticket, and work for when many send at once.

The ticket says when the page was opened and can be used up once. Work is a number that makes the
SHA-256 of ticket and number begin with so many zero bits: a moment for one reader's browser, a
price for who sends a thousand forms. `static/js/gate.js` finds it.
"""

from datetime import timedelta
from hashlib import sha256
from uuid import uuid4

from django.core import signing
from django.utils import timezone

from gate.models import Tally

LIFETIME = timedelta(days=1)
# Longer numbers are no work but an attempt at making us hash.
WORK_LENGTH = 20


def issue(form: str) -> str:
    return signing.TimestampSigner(salt=f"gate.{form}").sign(uuid4().hex)


def age(form: str, ticket: str) -> timedelta | None:
    """How long ago a page was opened; None when the ticket is not ours or too old."""
    signer = signing.TimestampSigner(salt=f"gate.{form}")
    try:
        signer.unsign(ticket, max_age=LIFETIME)
    except signing.BadSignature:
        return None
    opened = signing.b62_decode(ticket.split(signer.sep)[1])
    return timedelta(seconds=timezone.now().timestamp() - opened)


def use_up(form: str, ticket: str) -> bool:
    """Whether this is the first time that a ticket is used. Twice the lifetime is remembered, so
    that no span ends before the ticket does."""
    return Tally.objects.recent(form, ticket, LIFETIME) == 0 and (
        Tally.objects.add_one(form, ticket, LIFETIME) == 1
    )


def is_worked(ticket: str, work: str, bits: int) -> bool:
    if not work.isdecimal() or len(work) > WORK_LENGTH:
        return False
    digest = sha256(f"{ticket}:{work}".encode()).digest()
    return int.from_bytes(digest) >> (len(digest) * 8 - bits) == 0

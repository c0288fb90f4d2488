"""Signed tokens of form pages, and proofs of work for them.

A token says when the page was opened and can be used once. A proof of work is a number that makes
the SHA-256 of token and number begin with a number of zero bits: a moment for one visitor's
browser, a price for a sender of a thousand forms. `static/js/site/proof_of_work.js` finds it.
"""

from datetime import timedelta
from hashlib import sha256
from uuid import uuid4

from django.core import signing
from django.utils import timezone

from spam import limits_and_periods
from spam.models import Counter


def new_form_token(form: str) -> str:
    return signing.TimestampSigner(salt=f"spam.{form}").sign(uuid4().hex)


def form_token_age(form: str, form_token: str) -> timedelta | None:
    """None for a token that is not ours or too old."""
    signer = signing.TimestampSigner(salt=f"spam.{form}")
    try:
        signer.unsign(form_token, max_age=limits_and_periods.TOKEN_LIFETIME)
    except signing.BadSignature:
        return None
    opened = signing.b62_decode(form_token.split(signer.sep)[1])
    return timedelta(seconds=timezone.now().timestamp() - opened)


def use_form_token(form: str, form_token: str) -> bool:
    """Whether this is the first use of a token. Remembered for twice its lifetime, so that no
    counting period ends before the token does."""
    return Counter.objects.recent(form, form_token, limits_and_periods.TOKEN_LIFETIME) == 0 and (
        Counter.objects.increment(form, form_token, limits_and_periods.TOKEN_LIFETIME) == 1
    )


def is_proof_of_work(form_token: str, work: str, bits: int) -> bool:
    if not work.isdecimal() or len(work) > limits_and_periods.MAX_WORK_LENGTH:
        return False
    digest = sha256(f"{form_token}:{work}".encode()).digest()
    return int.from_bytes(digest) >> (len(digest) * 8 - bits) == 0

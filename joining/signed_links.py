"""Links that open one thing to whoever holds them, without a password: made and read here alone.

A link names what it is for; one that opens the status of an application signs nothing. That link
is also numbered, as the one for confirming is, which leads there: a new one, sent from the desk,
ends those before it. So is the link with which a member signs; a coordinator can also end it.
"""

from datetime import timedelta

from django.core import signing
from django.db import models
from django.urls import reverse
from django.utils.translation import override

from joining.models import Application, Reference
from letters.writing import link
from members.models import Organisation, Person

CONFIRM, STATUS, SIGN, REFER = "confirm", "status", "sign", "refer"

# A new link from the desk ends these.
NUMBERED = (CONFIRM, STATUS)

# Confirming is timed by the letter (`joining.retention`), which may wait for its mail server.
LIFETIMES = {
    CONFIRM: timedelta(days=7),
    STATUS: timedelta(days=365),
    SIGN: timedelta(days=90),
    REFER: timedelta(days=60),
}

# Between what a link names and its number.
MARK = "-"

# What a link can be about: the sign in the link, the model, and the field that finds the row.
SUBJECTS = {
    "a": (Application, "reference"),
    "o": (Organisation, "pk"),
    "p": (Person, "pk"),
    "r": (Reference, "pk"),
}


class Replaced(signing.SignatureExpired):
    """It was ended, or a newer link has been sent since."""


def link_for(subject: models.Model, purpose: str, language: str) -> str:
    """The absolute address that opens `subject` for one purpose, in the reader's language."""
    with override(language):
        return link(reverse(f"joining:{purpose}", args=[token_for(subject, purpose)]))


def token_for(subject: models.Model, purpose: str) -> str:
    """What stands in the link; the URL named `joining:<purpose>` takes it."""
    [(sign, field)] = [
        (sign, field) for sign, (model, field) in SUBJECTS.items() if isinstance(subject, model)
    ]
    return _signer(purpose).sign(f"{sign}{getattr(subject, field)}{_number(subject, purpose)}")


def read(token: str, purpose: str) -> models.Model:
    """What a link opens. Raises SignatureExpired where it did once, or what it opened is erased;
    Replaced where a newer one does; else BadSignature (`django.core.signing`)."""
    named = _signer(purpose).unsign(token, max_age=LIFETIMES[purpose])
    model, field = SUBJECTS[named[0]]
    key, mark, number = named[1:].partition(MARK)
    subject = model._default_manager.filter(**{field: key}).first()
    if subject is None or getattr(subject, "erased_at", None):
        raise signing.SignatureExpired(purpose)
    if mark + number != _number(subject, purpose):
        raise Replaced(purpose)
    return subject


def _number(subject: models.Model, purpose: str) -> str:
    """What tells a link from those before it. The first link for signing has no number: those that
    were sent before there were numbers go on working."""
    if purpose == SIGN:
        return f"{MARK}{subject.signing_link_number}" if subject.signing_link_number else ""
    return f"{MARK}{subject.link_number}" if purpose in NUMBERED else ""


def _signer(purpose: str) -> signing.TimestampSigner:
    # Unlike a colon a full stop is left alone by whatever makes links clickable.
    return signing.TimestampSigner(salt=f"joining.{purpose}", sep=".")

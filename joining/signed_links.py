"""Links that open one thing to whoever holds them, without a password: made and read here alone.

A link names what it is for; one that opens the status of an application signs nothing.
"""

from datetime import timedelta

from django.core import signing
from django.db import models
from django.urls import reverse
from django.utils.translation import override

from joining.models import Application
from letters.writing import link
from members.models import Organisation, Person

CONFIRM, STATUS, SIGN = "confirm", "status", "sign"

# Confirming is timed by the letter (`joining.retention`), which may wait for its mail server.
LIFETIMES = {
    CONFIRM: timedelta(days=7),
    STATUS: timedelta(days=730),
    SIGN: timedelta(days=90),
}

# What a link can be about: the sign in the link, the model, and the field that finds the row.
SUBJECTS = {
    "a": (Application, "reference"),
    "o": (Organisation, "pk"),
    "p": (Person, "pk"),
}


def link_for(subject: models.Model, purpose: str, language: str) -> str:
    """The absolute address that opens `subject` for one purpose, in the reader's language."""
    with override(language):
        return link(reverse(f"joining:{purpose}", args=[token_for(subject, purpose)]))


def token_for(subject: models.Model, purpose: str) -> str:
    """What stands in the link; the URL named `joining:<purpose>` takes it."""
    [(sign, field)] = [
        (sign, field) for sign, (model, field) in SUBJECTS.items() if isinstance(subject, model)
    ]
    return _signer(purpose).sign(f"{sign}{getattr(subject, field)}")


def read(token: str, purpose: str) -> models.Model:
    """What a link opens. Raises SignatureExpired where it did once, or what it opened is erased;
    else BadSignature (`django.core.signing`)."""
    named = _signer(purpose).unsign(token, max_age=LIFETIMES[purpose])
    model, field = SUBJECTS[named[0]]
    subject = model._default_manager.filter(**{field: named[1:]}).first()
    if subject is None:
        raise signing.SignatureExpired(purpose)
    return subject


def _signer(purpose: str) -> signing.TimestampSigner:
    # Unlike a colon a full stop is left alone by whatever makes links clickable.
    return signing.TimestampSigner(salt=f"joining.{purpose}", sep=".")

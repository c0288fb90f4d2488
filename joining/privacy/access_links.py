"""Access links open one page to anybody who has them, without a password.

A token is signed for one kind of link: the link to the status page of an application does not open
the page where agreements are signed. Links for confirming, for the status and for signing contain a
version. A new link gets the next version, and links with an earlier one stop working.
"""

from django.core import signing
from django.db import models
from django.urls import reverse
from django.utils.translation import override

from cms.publishing.site_url import absolute_url
from joining.limits_and_periods import (
    CONFIRMATION_LINK_LIFETIME,
    REFEREE_LINK_LIFETIME,
    SIGNING_LINK_LIFETIME,
    STATUS_LINK_LIFETIME,
)
from joining.models import Application, Referee
from members.models import Organisation, Person

CONFIRM, STATUS, SIGN, REFEREE = "confirm", "status", "sign", "referee"

# The kinds of links that stop working when a new link to the status page is sent.
VERSIONED_BY_APPLICATION = (CONFIRM, STATUS)

LIFETIMES = {
    CONFIRM: CONFIRMATION_LINK_LIFETIME,
    STATUS: STATUS_LINK_LIFETIME,
    SIGN: SIGNING_LINK_LIFETIME,
    REFEREE: REFEREE_LINK_LIFETIME,
}

# Stands between the key of the object and the version.
VERSION_SEPARATOR = "-"

# Which objects a link can open: the letter in the token, the model, and the field for the lookup.
TARGET_KINDS = {
    "a": (Application, "reference"),
    "o": (Organisation, "pk"),
    "p": (Person, "pk"),
    "r": (Referee, "pk"),
}


class LinkReplacedError(signing.SignatureExpired):
    """A newer link has been sent, or a coordinator has disabled this one."""


class TargetErasedError(signing.SignatureExpired):
    """What the link opened has been deleted or redacted."""


def link_for(target: models.Model, link_kind: str, language: str) -> str:
    with override(language):
        return absolute_url(reverse(f"joining:{link_kind}", args=[token_for(target, link_kind)]))


def token_for(target: models.Model, link_kind: str) -> str:
    """The argument of the URL `joining:<link_kind>`."""
    [(letter, field)] = [
        (letter, field)
        for letter, (model, field) in TARGET_KINDS.items()
        if isinstance(target, model)
    ]
    return _signer(link_kind).sign(
        f"{letter}{getattr(target, field)}{_version_suffix(target, link_kind)}"
    )


def target_of(token: str, link_kind: str) -> models.Model:
    """Returns the object that a link opens. Raises SignatureExpired (`django.core.signing`) if the
    link is too old, TargetErasedError if the object was deleted or redacted, LinkReplacedError, or
    BadSignature."""
    content = _signer(link_kind).unsign(token, max_age=LIFETIMES[link_kind])
    model, field = TARGET_KINDS[content[0]]
    key, separator, version = content[1:].partition(VERSION_SEPARATOR)
    target = model._default_manager.filter(**{field: key}).first()
    if target is None or getattr(target, "redacted_at", None):
        raise TargetErasedError(link_kind)
    if separator + version != _version_suffix(target, link_kind):
        raise LinkReplacedError(link_kind)
    return target


def _version_suffix(target: models.Model, link_kind: str) -> str:
    """Returns the end of a token that names the version. The first link for signing has none."""
    if link_kind == SIGN and isinstance(target, Organisation | Person):
        return (
            f"{VERSION_SEPARATOR}{target.signing_link_version}"
            if target.signing_link_version
            else ""
        )
    if link_kind in VERSIONED_BY_APPLICATION and isinstance(target, Application):
        return f"{VERSION_SEPARATOR}{target.link_version}"
    return ""


def _signer(link_kind: str) -> signing.TimestampSigner:
    # Programs that make links clickable may end them at a colon, but not at a full stop.
    return signing.TimestampSigner(salt=f"joining.{link_kind}", sep=".")

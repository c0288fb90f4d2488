"""Passkeys (WebAuthn): registering one, and proving with one who somebody is.

A passkey is bound to this site's host name and unlocked by its owner's finger, face or PIN. User
verification is demanded, so one passkey is both factors. Each challenge is kept in the session of
the browser that asked for it, for one purpose and one answer.
"""

import json
import secrets
from ipaddress import ip_address
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.http.request import split_domain_port
from django.utils import timezone
from fido2.server import Fido2Server
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    AuthenticatorData,
    PublicKeyCredentialDescriptor,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from accounts.models import Passkey
from network import languages
from network.models import Network

CHALLENGE = "passkey-challenge"
REGISTER, AUTHENTICATE = "register", "authenticate"
# Browsers give up after five minutes at the latest.
SECONDS_FOR_IT = 5 * 60
MOST_PASSKEYS = 20


class PasskeyError(Exception):
    """The answer proves nothing: altered, of another site, for another challenge, unknown."""


class AlreadyRegisteredError(PasskeyError):
    """This passkey belongs to an account, or the account has as many as it may have."""


class CopiedPasskeyError(PasskeyError):
    """The counter went backwards: two authenticators use the same key."""

    def __init__(self, account):
        super().__init__("sign count")
        self.account = account


def host_name() -> str:
    """The relying party id: the host name of the site. A developer's machine, whose address is a
    number, is called localhost: browsers make no passkeys for numbers."""
    name = urlsplit(settings.SITE_URL).hostname or ""
    try:
        ip_address(name)
    except ValueError:
        return name.encode("idna").decode()
    return "localhost"


def origin() -> str:
    """Where pages must stand that ask for a passkey, as browsers write it."""
    address = urlsplit(settings.SITE_URL)
    has_usual_port = address.port in (None, {"http": 80, "https": 443}[address.scheme])
    port = "" if has_usual_port else f":{address.port}"
    return f"{address.scheme}://{host_name()}{port}"


def can_be_used(request: HttpRequest) -> bool:
    """Whether the page is read under the name that passkeys are bound to."""
    return split_domain_port(request.get_host())[0] == host_name()


def creation_options(request: HttpRequest, user) -> dict:
    """What a browser is told to make a passkey for an account."""
    handle = _user_handle(user)
    called = user.get_full_name() or user.get_username()
    options, state = _server().register_begin(
        PublicKeyCredentialUserEntity(id=handle, name=user.get_username(), display_name=called),
        _descriptors(user),
        resident_key_requirement=ResidentKeyRequirement.REQUIRED,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    _keep(request, REGISTER, user, state | {"handle": handle.hex()})
    return dict(options)["publicKey"]


def request_options(request: HttpRequest, user=None) -> dict:
    """What a browser is told to prove that somebody has a passkey: of this account, or of any."""
    options, state = _server().authenticate_begin(
        _descriptors(user) if user else None,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    _keep(request, AUTHENTICATE, user, state)
    return dict(options)["publicKey"]


def register(request: HttpRequest, user, answer: str, name: str) -> Passkey:
    """Keep a new passkey."""
    state = _take(request, REGISTER, user)
    made = _registered(state, answer)
    try:
        with transaction.atomic():
            # One after the other: no account gets more than it may have.
            get_user_model().objects.select_for_update().get(pk=user.pk)
            if user.passkeys.count() >= MOST_PASSKEYS:
                raise AlreadyRegisteredError
            return Passkey.objects.create(
                account=user,
                name=name,
                user_handle=bytes.fromhex(state["handle"]),
                credential_id=made.credential_data.credential_id,
                credential=bytes(made.credential_data),
                sign_count=made.counter,
            )
    except IntegrityError as error:
        raise AlreadyRegisteredError from error


def authenticate(request: HttpRequest, answer: str, user=None) -> Passkey:
    """The passkey that an answer comes from, of this account or of any; it was used just now.

    Raises PasskeyError for an answer that proves nothing.
    """
    state = _take(request, AUTHENTICATE, user)
    response = _parsed(answer)
    with transaction.atomic():
        passkey = _find(response, user)
        _check(state, passkey, response)
        is_copied = _is_copied(passkey, response.response.authenticator_data)
        if not is_copied:
            passkey.sign_count = response.response.authenticator_data.counter
            passkey.used_at = timezone.now()
            passkey.save(update_fields=["sign_count", "used_at"])
    if is_copied:
        raise CopiedPasskeyError(passkey.account)
    return passkey


def _server() -> Fido2Server:
    name = languages.plain_words(Network.objects.current(), "name") or "MenEngage"
    party = PublicKeyCredentialRpEntity(id=host_name(), name=name)
    return Fido2Server(party, attestation="none", verify_origin=lambda said: said == origin())


def _user_handle(user) -> bytes:
    first = user.passkeys.first()
    return bytes(first.user_handle) if first else secrets.token_bytes(32)


def _descriptors(user) -> list[PublicKeyCredentialDescriptor]:
    return [
        PublicKeyCredentialDescriptor(type="public-key", id=bytes(passkey.credential_id))
        for passkey in user.passkeys.all()
    ]


def _keep(request: HttpRequest, purpose: str, user, state: dict) -> None:
    request.session[CHALLENGE] = state | {
        "purpose": purpose,
        "account": user.pk if user else None,
        "at": timezone.now().timestamp(),
    }


def _take(request: HttpRequest, purpose: str, user) -> dict:
    """The challenge of this browser, which is none any more."""
    state = request.session.take(CHALLENGE)
    if state is None or timezone.now().timestamp() - state["at"] > SECONDS_FOR_IT:
        raise PasskeyError("no challenge")
    if (state["purpose"], state["account"]) != (purpose, user.pk if user else None):
        raise PasskeyError("challenge for something else")
    return state


def _registered(state: dict, answer: str) -> AuthenticatorData:
    try:
        made = _server().register_complete(state, json.loads(answer))
        # Reading the key back is what signing in will do.
        AttestedCredentialData(bytes(made.credential_data))
    except Exception as error:
        # Strangers' bytes go through parsers of JSON and CBOR: whatever these raise is a refusal.
        raise PasskeyError("registration") from error
    return made


def _parsed(answer: str) -> AuthenticationResponse:
    try:
        said = json.loads(answer)
        # The library takes null for an answer that is not there.
        return AuthenticationResponse.from_dict(said if isinstance(said, dict) else {})
    except Exception as error:
        raise PasskeyError("not understood") from error


def _find(response: AuthenticationResponse, user) -> Passkey:
    """The passkey as it is stored, locked; of an account that may sign in."""
    known = Passkey.objects.select_for_update(of=("self",)).select_related("account")
    known = known.filter(account__is_active=True, account__is_staff=True)
    passkey = known.filter(credential_id=response.raw_id).first()
    if passkey is None or user not in (None, passkey.account):
        raise PasskeyError("unknown")
    handle = response.response.user_handle
    # Where no account was named, the authenticator has to name it.
    if handle != bytes(passkey.user_handle) and (handle or user is None):
        raise PasskeyError("of another account")
    return passkey


def _check(state: dict, passkey: Passkey, response: AuthenticationResponse) -> None:
    """Challenge, origin, site, user verification and signature."""
    credential = AttestedCredentialData(bytes(passkey.credential))
    try:
        _server().authenticate_complete(state, [credential], response)
    except Exception as error:
        raise PasskeyError("authentication") from error


def _is_copied(passkey: Passkey, said: AuthenticatorData) -> bool:
    """An authenticator that counts never counts backwards."""
    counts = passkey.sign_count or said.counter
    return bool(counts) and said.counter <= passkey.sign_count

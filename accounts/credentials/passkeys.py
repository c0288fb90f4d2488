"""Passkeys (WebAuthn): registration and authentication.

A passkey is bound to this site's host name and unlocked by its owner's finger, face or PIN. User
verification is required, so one passkey counts as both factors. Each challenge is stored in the
session of the browser, for one ceremony (registering a passkey, or logging in) and one response.
"""

import json
import secrets
from ipaddress import ip_address
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.http.request import split_domain_port
from django.utils import timezone
from fido2.server import Fido2Server
from fido2.webauthn import (
    AttestationConveyancePreference,
    AttestedCredentialData,
    AuthenticationResponse,
    AuthenticatorData,
    PublicKeyCredentialDescriptor,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialType,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from accounts.limits_and_periods import CHALLENGE_SECONDS, MAX_PASSKEYS
from accounts.login.sessions import session_of
from accounts.models import Passkey
from cms.i18n import languages
from cms.i18n.account_names import account_name
from network.models import Network

CHALLENGE_KEY = "passkey-challenge"
REGISTER, AUTHENTICATE = "register", "authenticate"


class PasskeyError(Exception):
    """The response is invalid: altered, for another site, for another challenge, or unknown."""


class AlreadyRegisteredError(PasskeyError):
    """Registered to some account, or the account has the maximum number."""


class CopiedPasskeyError(PasskeyError):
    """The signature counter went backwards: two authenticators use the same key."""

    def __init__(self, account: User) -> None:
        super().__init__("sign count")
        self.account = account


def relying_party_id() -> str:
    """The host name of the site; localhost for a numeric address, as browsers make no passkeys for
    those."""
    name = urlsplit(settings.SITE_URL).hostname or ""
    try:
        ip_address(name)
    except ValueError:
        return name.encode("idna").decode()
    return "localhost"


def origin() -> str:
    address = urlsplit(settings.SITE_URL)
    has_usual_port = address.port in (None, {"http": 80, "https": 443}[address.scheme])
    port = "" if has_usual_port else f":{address.port}"
    return f"{address.scheme}://{relying_party_id()}{port}"


def is_available(request: HttpRequest) -> bool:
    """Passkeys are bound to one host name."""
    return split_domain_port(request.get_host())[0] == relying_party_id()


def creation_options(request: HttpRequest, user: User) -> dict:
    handle = _user_handle(user)
    options, state = _server().register_begin(
        PublicKeyCredentialUserEntity(
            id=handle, name=user.get_username(), display_name=account_name(user)
        ),
        _descriptors(user),
        resident_key_requirement=ResidentKeyRequirement.REQUIRED,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    _store_challenge(request, REGISTER, user, state | {"handle": handle.hex()})
    return dict(options)["publicKey"]


def request_options(request: HttpRequest, user: User | None = None) -> dict:
    """Without `user`, for a passkey of any account."""
    options, state = _server().authenticate_begin(
        _descriptors(user) if user else None,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    _store_challenge(request, AUTHENTICATE, user, state)
    return dict(options)["publicKey"]


def register_passkey(request: HttpRequest, user: User, response: str, name: str) -> Passkey:
    state = _take_challenge(request, REGISTER, user)
    credential, sign_count = _verify_registration(state, response)
    try:
        with transaction.atomic():
            # Locked, so that the maximum is not exceeded.
            get_user_model().objects.select_for_update().get(pk=user.pk)
            if user.passkeys.count() >= MAX_PASSKEYS:
                raise AlreadyRegisteredError
            return Passkey.objects.create(
                account=user,
                name=name,
                user_handle=bytes.fromhex(state["handle"]),
                credential_id=credential.credential_id,
                credential=bytes(credential),
                sign_count=sign_count,
            )
    except IntegrityError as error:
        raise AlreadyRegisteredError from error


def authenticate(request: HttpRequest, response: str, user: User | None = None) -> Passkey:
    """The passkey that signed a response: of this account, or of any. Records its use.

    Raises PasskeyError for an invalid response.
    """
    state = _take_challenge(request, AUTHENTICATE, user)
    parsed = _parse_response(response)
    with transaction.atomic():
        passkey = _find_passkey(parsed, user)
        _verify_response(state, passkey, parsed)
        is_copied = _is_copied(passkey, parsed.response.authenticator_data)
        if not is_copied:
            passkey.sign_count = parsed.response.authenticator_data.counter
            passkey.used_at = timezone.now()
            passkey.save(update_fields=["sign_count", "used_at"])
    if is_copied:
        raise CopiedPasskeyError(passkey.account)
    return passkey


def _server() -> Fido2Server:
    name = languages.translated_text(Network.objects.current(), "name") or "MenEngage"
    party = PublicKeyCredentialRpEntity(id=relying_party_id(), name=name)
    return Fido2Server(
        party,
        attestation=AttestationConveyancePreference.NONE,
        verify_origin=lambda claimed: claimed == origin(),
    )


def _user_handle(user: User) -> bytes:
    first = user.passkeys.first()
    return bytes(first.user_handle) if first else secrets.token_bytes(32)


def _descriptors(user: User) -> list[PublicKeyCredentialDescriptor]:
    return [
        PublicKeyCredentialDescriptor(
            type=PublicKeyCredentialType.PUBLIC_KEY, id=bytes(passkey.credential_id)
        )
        for passkey in user.passkeys.all()
    ]


def _store_challenge(request: HttpRequest, ceremony: str, user: User | None, state: dict) -> None:
    request.session[CHALLENGE_KEY] = state | {
        "ceremony": ceremony,
        "account": user.pk if user else None,
        "at": timezone.now().timestamp(),
    }


def _take_challenge(request: HttpRequest, ceremony: str, user: User | None) -> dict:
    state = session_of(request).pop_once(CHALLENGE_KEY)
    if state is None or timezone.now().timestamp() - state["at"] > CHALLENGE_SECONDS:
        raise PasskeyError("no challenge")
    if (state["ceremony"], state["account"]) != (ceremony, user.pk if user else None):
        raise PasskeyError("challenge for something else")
    return state


def _verify_registration(state: dict, response: str) -> tuple[AttestedCredentialData, int]:
    try:
        registered = _server().register_complete(state, json.loads(response))
        # The bytes that are stored are parsed as they will be at each login.
        credential = AttestedCredentialData(bytes(registered.credential_data or b""))
    except Exception as error:
        # The bytes are parsed as JSON and CBOR: whatever the parsers raise means invalid.
        raise PasskeyError("registration") from error
    return credential, registered.counter


def _parse_response(response: str) -> AuthenticationResponse:
    try:
        parsed = json.loads(response)
        # The library treats null as a missing response.
        return AuthenticationResponse.from_dict(parsed if isinstance(parsed, dict) else {})
    except Exception as error:
        raise PasskeyError("unreadable") from error


def _find_passkey(response: AuthenticationResponse, user: User | None) -> Passkey:
    """Locked; only of an active staff account."""
    of_staff = Passkey.objects.filter(account__is_active=True, account__is_staff=True)
    locked = of_staff.select_for_update(of=("self",)).select_related("account")
    passkey = locked.filter(credential_id=response.raw_id).first()
    if passkey is None or user not in (None, passkey.account):
        raise PasskeyError("unknown")
    handle = response.response.user_handle
    # Without a known account, the authenticator has to name it.
    if handle != bytes(passkey.user_handle) and (handle or user is None):
        raise PasskeyError("of another account")
    return passkey


def _verify_response(state: dict, passkey: Passkey, response: AuthenticationResponse) -> None:
    """Challenge, origin, site, user verification and signature."""
    credential = AttestedCredentialData(bytes(passkey.credential))
    try:
        _server().authenticate_complete(state, [credential], response)
    except Exception as error:
        raise PasskeyError("authentication") from error


def _is_copied(passkey: Passkey, received: AuthenticatorData) -> bool:
    """The counter of an authenticator never goes backwards."""
    has_counter = bool(passkey.sign_count or received.counter)
    return has_counter and received.counter <= passkey.sign_count

"""Devices from which somebody has signed in before, known by a cookie that only the desk gets."""

import secrets
from hashlib import sha256

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from accounts.models import DEVICES_KEPT, Device
from network import languages

SALT = "accounts.device"
# Between the account that signed in last and the token of the device.
MARK = "."


def of(request: HttpRequest, name: str) -> Device | None:
    """The device that sends a request, if somebody has signed in to the account from it."""
    token = token_of(request)
    known = Device.objects.filter(account__username=name, token_hash=hash_of(token))
    return known.first() if token else None


def last_used(request: HttpRequest) -> Device | None:
    """The device that sends a request, as the account knows it that signed in there last."""
    account, token = _kept_in(request)
    if not account.isdecimal() or not token:
        return None
    return Device.objects.filter(account_id=account, token_hash=hash_of(token)).first()


def remember(request: HttpRequest, user) -> tuple[str, bool]:
    """Know the device from now on. Its token, and whether it is new to the account."""
    token = token_of(request) or secrets.token_urlsafe(32)
    now = timezone.now()
    _device, is_new = Device.objects.update_or_create(
        account=user,
        token_hash=hash_of(token),
        defaults={"seen_at": now, "language": languages.active()},
        create_defaults={"seen_at": now, "language": languages.active(), "since": now},
    )
    return token, is_new


def give_cookie(response: HttpResponse, user, token: str) -> None:
    response.set_signed_cookie(
        settings.DEVICE_COOKIE_NAME,
        f"{user.pk}{MARK}{token}",
        salt=SALT,
        max_age=DEVICES_KEPT,
        path=reverse("admin:index"),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def forget_all(user) -> None:
    """After a loss no device is trusted any more."""
    user.devices.all().delete()


def token_of(request: HttpRequest) -> str:
    return _kept_in(request)[1]


def last_account(request: HttpRequest) -> str:
    """The key of the account that was signed in to last in this browser; empty for none."""
    return _kept_in(request)[0]


def _kept_in(request: HttpRequest) -> tuple[str, str]:
    name = settings.DEVICE_COOKIE_NAME
    said = request.get_signed_cookie(name, default="", salt=SALT, max_age=DEVICES_KEPT)
    account, _mark, token = said.partition(MARK)
    return account, token


def hash_of(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def expired() -> int:
    return Device.objects.expired().count()


def purge() -> int:
    return Device.objects.expired().delete()[0]

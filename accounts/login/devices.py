"""Devices that somebody has logged in with before, recognised by a cookie that is sent to the admin
only."""

import secrets

from django.conf import settings
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from accounts.limits_and_periods import DEVICE_RETENTION
from accounts.models import Device
from cms.encryption.hashing import hash_random_secret
from cms.i18n import languages

SALT = "accounts.device"
# Between the account that logged in last and the token of the device.
SEPARATOR = "."


def known_device(request: HttpRequest, name: str) -> Device | None:
    token = device_token(request)
    known = Device.objects.filter(account__username=name, token_hash=hash_random_secret(token))
    return known.first() if token else None


def last_used_device(request: HttpRequest) -> Device | None:
    account, token = _read_cookie(request)
    if not account.isdecimal() or not token:
        return None
    return Device.objects.filter(
        account_id=int(account), token_hash=hash_random_secret(token)
    ).first()


def remember_device(request: HttpRequest, user: User) -> tuple[str, bool]:
    """Returns the token of the device, and whether it is new to the account."""
    token = device_token(request) or secrets.token_urlsafe(32)
    now = timezone.now()
    _device, is_new = Device.objects.update_or_create(
        account=user,
        token_hash=hash_random_secret(token),
        defaults={"seen_at": now, "language": languages.active()},
        create_defaults={"seen_at": now, "language": languages.active(), "since": now},
    )
    return token, is_new


def set_device_cookie(response: HttpResponse, user: User, token: str) -> None:
    response.set_signed_cookie(
        settings.DEVICE_COOKIE_NAME,
        f"{user.pk}{SEPARATOR}{token}",
        salt=SALT,
        max_age=DEVICE_RETENTION,
        path=reverse("admin:index"),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def forget_devices(user: User) -> None:
    user.devices.all().delete()


def device_token(request: HttpRequest) -> str:
    return _read_cookie(request)[1]


def last_account_key(request: HttpRequest) -> str:
    """Empty if nobody has logged in with this browser."""
    return _read_cookie(request)[0]


def _read_cookie(request: HttpRequest) -> tuple[str, str]:
    name = settings.DEVICE_COOKIE_NAME
    value = request.get_signed_cookie(name, default=None, salt=SALT, max_age=DEVICE_RETENTION) or ""
    account, _separator, token = value.partition(SEPARATOR)
    return account, token


def count_expired() -> int:
    return Device.objects.expired().count()


def purge() -> int:
    return Device.objects.expired().delete()[0]

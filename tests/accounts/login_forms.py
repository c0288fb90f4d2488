"""Logging in to the admin as people do, through the form; for tests of accounts."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

import pyotp
from django.contrib.auth import get_user_model
from django.utils import timezone

from accounts.credentials import second_factor

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=ZoneInfo("Asia/Seoul"))
PASSWORD = "a-long-password"
LOGIN, CODE, SET_UP = "/admin/login/", "/admin/login/code/", "/admin/login/set-up/"
KEY = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def make_coordinator(name: str = "mina", **words):
    words = {"email": f"{name}@example.org", "password": PASSWORD, "is_staff": True} | words
    return get_user_model().objects.create_user(name, **words)


def with_second_factor(user) -> list[str]:
    """An app with the key `KEY`, whose next code is the first to be given; its recovery codes."""
    return second_factor.enable(user, KEY, step=0)


def code(key: str = KEY) -> str:
    """What the app shows at this moment of the test."""
    return pyotp.TOTP(key).at(timezone.now())


def give_password(client, name: str = "mina", password: str = PASSWORD, **more):
    return client.post(LOGIN, {"username": name, "password": password, **more})


def enter(client, name: str = "mina", key: str = KEY):
    give_password(client, name)
    return client.post(CODE, {"code": code(key)})


def is_in(client) -> bool:
    return client.get("/admin/").status_code == 200


def shown_key(response) -> str:
    return re.search(r'<code class="key">([A-Z2-7-]+)</code>', response.text)[1].replace("-", "")


def shown_codes(response) -> list[str]:
    return re.findall(r"<code>([0-9A-Z-]{19})</code>", response.text)


def hidden_fields(response) -> dict[str, str]:
    """The fields of a page that carries something on."""
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', response.text))

"""Saves a submitted form across a login, so that nobody loses an hour of writing.

After a session has ended, or when reauthentication is required, the login page is shown instead of
the response. It contains the submitted form, signed; after the login it can be submitted again, by
the same account only: otherwise a link could make a coordinator submit a stranger's form with one
click. It is stored in the page and not on the server: people who are not logged in must not be able
to fill our disk.
"""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser, User
from django.core import signing
from django.http import HttpRequest

from accounts.limits_and_periods import SAVED_POST_RETENTION
from accounts.login import devices

SALT = "accounts.login.resubmission"


@dataclass(frozen=True)
class SavedPost:
    """Where the form was submitted to, its fields, and whether there were files, which cannot be
    saved."""

    address: str
    fields: list[tuple[str, str]]
    had_files: bool


def pack_post(request: HttpRequest) -> str:
    """Empty if nobody has been logged in: the form belongs to nobody."""
    account = owner_key(request)
    if not account:
        return ""
    fields = [
        (name, value) for name, values in request.POST.lists() for value in values if is_saved(name)
    ]
    whole = [account, request.get_full_path(), fields, bool(request.FILES)]
    return signing.dumps(whole, salt=SALT, compress=True)


def owner_key(request: HttpRequest) -> str:
    """The account that is logged in, or was in this browser until its session ended."""
    return str(request.user.pk or "") or devices.last_account_key(request)


def is_saved(name: str) -> bool:
    """Passwords are typed again: they must not be part of a page."""
    return name != "csrfmiddlewaretoken" and "password" not in name


def unpack_post(packed: str, user: User | AnonymousUser) -> SavedPost | None:
    """None for a form that is not signed by us, too old, or somebody else's."""
    try:
        account, address, fields, had_files = signing.loads(
            packed, salt=SALT, max_age=SAVED_POST_RETENTION
        )
    except signing.BadSignature:
        return None
    if account != str(user.pk):
        return None
    return SavedPost(address, [tuple(field) for field in fields], had_files)

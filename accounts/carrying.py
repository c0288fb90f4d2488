"""What somebody typed, carried past a sign-in: nobody loses an hour of writing.

Who was idle for too long, or must confirm who they are, gets a page to do so in place of the
answer. What was sent goes along in it, signed; afterwards it is offered to be sent again, to whom
it belongs and nobody else: otherwise a link with a stranger's words in it would need one press of
a coordinator's. It is kept in the page and not here: who is not signed in must not be able to fill
our disk.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.core import signing
from django.http import HttpRequest

from accounts import devices

SALT = "accounts.carrying"
KEPT = timedelta(days=1)


@dataclass(frozen=True)
class Carried:
    """Where it was sent to, its fields, and whether there were files, which cannot be carried."""

    address: str
    fields: list[tuple[str, str]]
    had_files: bool


def pack(request: HttpRequest) -> str:
    """Empty where nobody has been signed in: there is nobody to give it back to."""
    account = account_of(request)
    if not account:
        return ""
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if is_carried(name)
    ]
    whole = [account, request.get_full_path(), fields, bool(request.FILES)]
    return signing.dumps(whole, salt=SALT, compress=True)


def account_of(request: HttpRequest) -> str:
    """Who is signed in, or was in this browser until they were idle for too long."""
    return str(request.user.pk or "") or devices.last_account(request)


def is_carried(name: str) -> bool:
    """Passwords are typed again: they have no business in a page."""
    return name != "csrfmiddlewaretoken" and "password" not in name


def unpack(packed: str, user) -> Carried | None:
    """None for what is not ours, too old, or somebody else's."""
    try:
        account, address, fields, had_files = signing.loads(packed, salt=SALT, max_age=KEPT)
    except signing.BadSignature:
        return None
    if account != str(user.pk):
        return None
    return Carried(address, [tuple(field) for field in fields], had_files)

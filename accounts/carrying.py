"""What somebody typed, carried past a sign-in: nobody loses an hour of writing.

Who was idle for too long, or must confirm who they are, gets a page to do so in place of the
answer. What was sent goes along in it, signed; afterwards it is offered to be sent again. It was
let through by the CSRF check when it came, so no stranger can have their words sent that way. It
is kept in the page and not here: who is not signed in must not be able to fill our disk.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.core import signing
from django.http import HttpRequest

SALT = "accounts.carrying"
KEPT = timedelta(days=1)


@dataclass(frozen=True)
class Carried:
    """Where it was sent to, its fields, and whether there were files, which cannot be carried."""

    address: str
    fields: list[tuple[str, str]]
    had_files: bool


def pack(request: HttpRequest) -> str:
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if is_carried(name)
    ]
    whole = [request.get_full_path(), fields, bool(request.FILES)]
    return signing.dumps(whole, salt=SALT, compress=True)


def is_carried(name: str) -> bool:
    """Passwords are typed again: they have no business in a page."""
    return name != "csrfmiddlewaretoken" and "password" not in name


def unpack(packed: str) -> Carried | None:
    """None for what is not ours, or too old."""
    try:
        address, fields, had_files = signing.loads(packed, salt=SALT, max_age=KEPT)
    except signing.BadSignature:
        return None
    return Carried(address, [tuple(field) for field in fields], had_files)

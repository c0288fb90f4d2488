"""Who is named in a note: `@` and a user name or a full name of somebody who may see the item."""

import re
from collections.abc import Iterable

from django.contrib.auth.models import User
from django.db import models

BACKEND = "django.contrib.auth.backends.ModelBackend"
# No e-mail address: nothing that belongs to a word stands before the sign.
AT = r"(?<![\w.])[@＠]"


def colleagues(model: type[models.Model]) -> list[User]:
    """The staff who may see the items of a model, by name."""
    label, name = model._meta.app_label, model._meta.model_name
    may_view = User.objects.with_perm(f"{label}.view_{name}", backend=BACKEND)
    may_change = User.objects.with_perm(f"{label}.change_{name}", backend=BACKEND)
    found = (may_view | may_change).filter(is_staff=True)
    return list(found.order_by("first_name", "last_name", "username"))


def names_of(user: User) -> list[str]:
    """As somebody may write them. In Korean the family name stands first, without a blank."""
    first, last = user.first_name.strip(), user.last_name.strip()
    names = [user.get_username(), f"{first} {last}", f"{last} {first}", f"{last}{first}"]
    return list(dict.fromkeys(name.strip() for name in names if name.strip()))


def find_named(text: str, users: Iterable[User]) -> tuple[list[User], list[str]]:
    """Returns who is named, and what follows an `@` and is nobody's name."""
    by_name: dict[str, list[User]] = {}
    for user in users:
        for name in names_of(user):
            by_name.setdefault(name.casefold(), []).append(user)
    # The longest first, so that @mina.kim is not @mina. A particle may follow: @김민아님께.
    known = "|".join(re.escape(name) for name in sorted(by_name, key=len, reverse=True))
    pattern = re.compile(
        rf"{AT}(?:(?P<known>{known or '(?!)'})(?![A-Za-z0-9_])|(?P<other>[\w.+-]+))", re.IGNORECASE
    )
    named: dict[int, User] = {}
    unknown: list[str] = []
    for match in pattern.finditer(text):
        # Patterns take an ı for an i, but nobody's name does.
        owners = by_name.get((match["known"] or "").casefold(), [])
        named |= {user.pk: user for user in owners}
        if not owners:
            unknown.append((match["known"] or match["other"]).rstrip("."))
    return list(named.values()), list(dict.fromkeys(unknown))

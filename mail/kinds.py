"""The names of e-mails in the admin: `KINDS` in each app's `email_kinds.py`, by the name of the
template."""

from functools import cache

from cms import declarations


@cache
def email_kinds() -> dict[str, str]:
    return {
        name: label
        for module in declarations.modules("email_kinds")
        for name, label in module.KINDS.items()
    }

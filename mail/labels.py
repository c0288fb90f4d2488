"""The names of e-mails in the admin: `LABELS` in each app's `email_labels.py`, by the name of the
template. The template has the e-mail itself, in its first line the subject."""

from functools import cache

from cms import declarations


@cache
def email_labels() -> dict[str, str]:
    return {
        name: label
        for module in declarations.modules("email_labels")
        for name, label in module.LABELS.items()
    }

"""Which fields visitors may read, and which are stored unencrypted.

An app says it in its `data_protection.py`: `DATA_PROTECTION = {Model: FieldProtection(...)}`.
A field with text, dates or numbers is private and confidential until it is named there.
`tests/website/test_leaks.py` looks for all others in every public page and in the whole database.
An app that stores nothing confidential says so with `STORES_CONFIDENTIAL_TEXT = False`.
"""

from dataclasses import dataclass, field

from django.db.models import Model

# Why text is stored unencrypted.
PUBLISHED = "published, or written to be"
MADE_BY_PROGRAM = "a code or an address that this program made: no word of anybody"
PROGRAM_NAMES = "names a model, a field or a language of this program"
HASHED = "cannot be turned back"
ACCOUNTS = "the user name of somebody in the admin, by which Django finds the account"
SEARCHED = "searched in the admin and the directory; hidden people are hidden on every page"
INTERNAL = "written by coordinators for themselves"
ANONYMOUS = "typed by visitors; nothing is kept of who they are"


@dataclass(frozen=True)
class FieldProtection:
    """Names of fields, without a language, separated by spaces: only fields with text, dates or
    numbers and without choices need to be named."""

    # Fields that visitors may read when the item is public.
    public: str = ""
    # Reason -> the fields that are stored unencrypted because of it.
    unencrypted_because: dict[str, str] = field(default_factory=dict)


Declarations = dict[type[Model], FieldProtection]

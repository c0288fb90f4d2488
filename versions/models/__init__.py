"""What the admin stores about an item besides the item itself.

- `Version`: the values that its form had, once for each save.
- `TranslationPair`: whether the text in one language is up to date with that in another.
- `UnneededTranslation`: a language in which the item needs no text.
- `WorkingCopy`: what one person has typed in its form and not saved.
- `OpenForm`: that one person has its form open now.
- `PendingChanges`: what is saved and not published, while readers see the old text.
- `BinnedItem`: the item itself, after it was deleted.

The newest version of an item has all its values; each older one has only what was different then,
so a thousand saves take little room.
"""

from versions.models.binned_item import BinnedItem
from versions.models.form_values import FormValues, plain_text, reverse_delta
from versions.models.open_form import OpenForm, count_expired_open_forms, delete_expired_open_forms
from versions.models.pending_changes import PendingChanges
from versions.models.translation_pair import TranslationPair
from versions.models.unneeded_translation import UnneededTranslation
from versions.models.version import Version, VersionQuerySet
from versions.models.working_copy import (
    WorkingCopy,
    WorkingCopyQuerySet,
    count_expired_working_copies,
    delete_expired_working_copies,
)

__all__ = [
    "BinnedItem",
    "FormValues",
    "OpenForm",
    "PendingChanges",
    "TranslationPair",
    "UnneededTranslation",
    "Version",
    "VersionQuerySet",
    "WorkingCopy",
    "WorkingCopyQuerySet",
    "count_expired_open_forms",
    "count_expired_working_copies",
    "delete_expired_open_forms",
    "delete_expired_working_copies",
    "plain_text",
    "reverse_delta",
]

"""What the admin stores about an item besides the item itself.

- `Version`: the values that its form had when it was saved.
- `TranslationPair`: whether the text in one language is up to date with that in another.
- `UnneededTranslation`: a language into which it need not be translated.
- `WorkingCopy`: what a user has typed in its form and not saved.
- `OpenForm`: a user who has its form open now.
- `PendingChanges`: changes that are saved and not published.
- `TrashedItem`: the item itself, after it was deleted.
"""

from versions.models.generic_relation import GenericRelationQuerySet
from versions.models.open_form import OpenForm, count_expired_open_forms, delete_expired_open_forms
from versions.models.pending_changes import PendingChanges
from versions.models.translation_pair import TranslationPair
from versions.models.trashed_item import TrashedItem
from versions.models.unneeded_translation import UnneededTranslation
from versions.models.values_by_path import ValuesByPath, plain_text, reverse_delta
from versions.models.version import Version, VersionQuerySet
from versions.models.working_copy import (
    WorkingCopy,
    WorkingCopyQuerySet,
    count_expired_working_copies,
    delete_expired_working_copies,
)

__all__ = [
    "GenericRelationQuerySet",
    "OpenForm",
    "PendingChanges",
    "TranslationPair",
    "TrashedItem",
    "UnneededTranslation",
    "ValuesByPath",
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

"""Erases notes: those of an item that is gone, and a person's names in all others."""

import re

from notes.models import ItemNote, Review
from versions.deletion.erasing import REDACTED, querysets_of_deleted_items


def notes_containing(pattern: re.Pattern[str]) -> list[ItemNote]:
    """They are encrypted, so that all are read."""
    return [note for note in ItemNote.objects.all() if pattern.search(note.text)]


def redact_notes(pattern: re.Pattern[str]) -> None:
    for note in notes_containing(pattern):
        note.text = pattern.sub(REDACTED, note.text)
        note.save(update_fields=["text"])


def count_notes_of_deleted_items() -> int:
    return sum(found.count() for found in querysets_of_deleted_items([ItemNote, Review]))


def erase_notes_of_deleted_items() -> int:
    """With reviews. Those of an item in the trash stay with it."""
    return sum(found.delete()[0] for found in querysets_of_deleted_items([ItemNote, Review]))

"""Deletes orphaned files of a field: no instance of its model names them, and nothing in the trash.
They were replaced, their instance was deleted, or the transaction that saved them was rolled back.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.utils import timezone

from cms.files.storage import object_folder, uses_object_store
from versions.deletion import trash
from versions.limits_and_periods import MIN_ORPHAN_AGE


@dataclass(frozen=True)
class OrphanedFiles:
    """Of a field whose `upload_to` is a `random_name`. `owner` is the model of the items with which
    instances of `model` are moved to the trash."""

    model: type[models.Model]
    field_name: str
    owner: type[models.Model]

    def count(self) -> int:
        return len(self._find(timezone.now()))

    def delete(self) -> int:
        """Returns the number of deleted files."""
        names = self._find(timezone.now())
        for name in names:
            self._field.storage.delete(name)
        return len(names)

    def _find(self, now: datetime) -> list[str]:
        # Listed first, so that no file that is saved in between counts as orphaned.
        unused = self._without_used(list(self._old_files(now)))
        if not unused:
            # The trash is encrypted: it is read only when there is something to look for.
            return []
        in_trash = self._names_in_trash()
        # Once more: what was brought back in between is no longer in the trash. What is moved there
        # now was found to be in use before.
        return [name for name in self._without_used(unused) if name not in in_trash]

    def _without_used(self, names: list[str]) -> list[str]:
        used = set(self.model._default_manager.values_list(self.field_name, flat=True))
        # An empty table beside a folder of files: more likely the wrong database.
        return [name for name in names if name not in used] if used else []

    def _old_files(self, now: datetime) -> Iterator[str]:
        youngest = now - MIN_ORPHAN_AGE
        if uses_object_store():
            # Listing is paid for. Random names are hexadecimal, so each run lists those that
            # begin with one of 256 pairs of digits.
            prefix = f"{int(now.timestamp() // 60) % 256:02x}"
            for stored in object_folder("default").list_objects(f"{self._folder}/{prefix}"):
                if stored.modified_at < youngest:
                    yield stored.name
            return
        storage = self._field.storage
        if storage.exists(self._folder):
            for file in storage.listdir(self._folder)[1]:
                name = f"{self._folder}/{file}"
                if storage.get_modified_time(name) < youngest:
                    yield name

    def _names_in_trash(self) -> set[str]:
        return trash.find_column_values(self.model, [self.field_name], owner=self.owner)

    @property
    def _field(self) -> Any:
        return self.model._meta.get_field(self.field_name)

    @property
    def _folder(self) -> str:
        return str(self._field.upload_to.folder)

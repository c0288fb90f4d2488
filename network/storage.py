"""A place for files nobody may fetch by an address."""

from pathlib import Path

from django.conf import settings
from django.core.files.storage import FileSystemStorage


class PrivateStorage(FileSystemStorage):
    """Files below `settings.ORIGINALS_ROOT`, looked up each time, as the field keeps the storage."""

    @property
    def base_location(self) -> Path:
        return settings.ORIGINALS_ROOT

    @property
    def location(self) -> str:
        return str(Path(self.base_location).absolute())

    def url(self, name):
        """Raises ValueError: Django would make up an address in the public folder."""
        raise ValueError(f"{name} is private and not accessible via a URL.")

"""A place for files nobody may fetch by an address."""

from django.core.files.storage import FileSystemStorage


class PrivateStorage(FileSystemStorage):
    def url(self, name):
        """Raises ValueError: Django would make up an address in the public folder."""
        raise ValueError(f"{name} is private and not accessible via a URL.")

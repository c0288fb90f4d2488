"""Where files lie: private ones without an address, static ones under names of their content."""

from pathlib import Path

from django.conf import settings
from django.core.files.storage import FileSystemStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage


class PrivateStorage(FileSystemStorage):
    """Files below `settings.ORIGINALS_ROOT`, asked anew each time: fields keep their storage."""

    @property
    def base_location(self) -> Path:
        return settings.ORIGINALS_ROOT

    @property
    def location(self) -> str:
        return str(Path(self.base_location).absolute())

    def url(self, name):
        """Raises ValueError: Django would make up an address in the public folder."""
        raise ValueError(f"{name} is private and not accessible via a URL.")


class ModuleManifestStorage(CompressedManifestStaticFilesStorage):
    """Hashed names also inside `import … from "./…";`: under two names a module would run twice."""

    support_js_module_import_aggregation = True

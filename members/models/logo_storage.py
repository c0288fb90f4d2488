from pathlib import Path

from django.core.files.storage import Storage, default_storage, storages
from django.urls import reverse

from cms.files.storage import PrivateStorage

FOLDER = "members"

# Shown at a few centimetres on the page of a member, and twice as sharp on good screens.
LOGO_SIDE = 400


def logo_storage() -> Storage:
    """For fields: their storage is chosen by the settings."""
    return storages["logos"]


class LogoStorage(PrivateStorage):
    """Logos are uploaded to the private folder. While readers may see one, it is in the public
    folder under the same name; `members.upkeep.logo_files` moves it."""

    def path(self, name: str) -> str:
        public = Path(default_storage.path(name))
        return str(public) if public.exists() else super().path(name)

    def url(self, name: str | None) -> str:
        """While the logo is not public, a URL that only the admin opens."""
        if name and Path(default_storage.path(name)).exists():
            return default_storage.url(name)
        return reverse("admin:members_organisation_logo", args=[Path(name or "").name])

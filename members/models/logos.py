"""Where the logos of organisations lie."""

from pathlib import Path

from django.core.files.storage import default_storage
from django.urls import reverse

from network.storage import PrivateStorage

FOLDER = "members"

# Shown at a few centimetres on the page of a member, and twice as sharp on good screens.
LOGO_SIDE = 400


class LogoStorage(PrivateStorage):
    """A logo is taken in among the private files. While readers may see it, it lies in the public
    folder under the same name; `members.logos` moves it."""

    def path(self, name: str) -> str:
        public = Path(default_storage.path(name))
        return str(public) if public.exists() else super().path(name)

    def url(self, name: str) -> str:
        """For everybody while it is public, else for the desk alone."""
        if Path(default_storage.path(name)).exists():
            return default_storage.url(name)
        return reverse("admin:members_organisation_logo", args=[Path(name).name])

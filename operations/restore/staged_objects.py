"""Replaces the objects of a site in an object store; `staging` does the same with folders.

An object cannot be renamed, but it can be stored under a name that no row knows yet. The files of a
backup are stored before the transaction: those that the site lacks under their own names, those
that it has with other content below `restore/TOKEN/new/`. In the transaction the latter are copied
to their names, and what was there to `restore/TOKEN/old/`. What the backup lacks is deleted after
the commit. Each step can be repeated, and undone until `remove` is called.
"""

import json
from hashlib import md5
from io import BytesIO

from cms.files.storage import objects

PREFIX = "restore/"
PLAN = "plan.json"

# Where files of a backup belong that was made of folders, in which public files are apart.
MOVED_FOLDERS = {
    "media/photos/": "originals/renditions/",
    "media/members/": "originals/members/",
}

# Those of a backup; the erasure log is no part of it.
FOLDERS = ("originals/", "media/")


def object_name(entry_name: str) -> str:
    """Where an entry of a backup is stored."""
    for folder, target in MOVED_FOLDERS.items():
        if entry_name.startswith(folder):
            return target + entry_name.removeprefix(folder)
    return entry_name


class StagedObjects:
    def __init__(self, token: str) -> None:
        self.token = token
        self.home = f"{PREFIX}{token}/"
        self.new, self.old = f"{self.home}new/", f"{self.home}old/"
        # Shape: name -> ETag.
        self._existing: dict[str, str] = {}

    def prepare(self, names: set[str]) -> None:
        """`names`: of all objects that the site has afterwards."""
        for folder in FOLDERS:
            found = objects().list_objects(folder)
            self._existing |= {stored.name: stored.etag.strip('"') for stored in found}
        existing = self._existing.keys()
        plan = {"leaving": sorted(existing - names), "arriving": sorted(names - existing)}
        objects().put(f"{self.home}{PLAN}", json.dumps(plan).encode())

    def receive(self, name: str, content: bytes) -> None:
        etag = self._existing.get(name)
        if etag is None:
            objects().put(name, content)
        # Most stores name an object by the MD5 of its content. Where one does not, it is copied.
        elif etag != md5(content, usedforsecurity=False).hexdigest():
            objects().put(f"{self.new}{name}", content)

    def put_in_place(self) -> None:
        kept = {stored.name for stored in objects().list_objects(self.old)}
        for stored in list(objects().list_objects(self.new)):
            name = stored.name.removeprefix(self.new)
            if f"{self.old}{name}" not in kept:
                objects().copy(name, f"{self.old}{name}")
            objects().copy(stored.name, name)

    def put_back(self) -> None:
        for stored in list(objects().list_objects(self.old)):
            objects().copy(stored.name, stored.name.removeprefix(self.old))
        objects().delete(self._plan()["arriving"])
        self._remove_home()

    def remove(self) -> None:
        """What the backup lacks is deleted first: as long as it exists, `put_back` works."""
        objects().delete(self._plan()["leaving"])
        self._remove_home()

    def _plan(self) -> dict[str, list[str]]:
        content = BytesIO()
        try:
            objects().fetch(f"{self.home}{PLAN}", content)
        except FileNotFoundError:
            # Removed already, or nothing was stored yet.
            return {"leaving": [], "arriving": []}
        return json.loads(content.getvalue())

    def _remove_home(self) -> None:
        names = [stored.name for stored in objects().list_objects(self.home)]
        plan = f"{self.home}{PLAN}"
        objects().delete(name for name in names if name != plan)
        objects().delete([plan])


def staged_objects() -> list[StagedObjects]:
    """Those of all restores that have not come to their end."""
    tokens = {stored.name.split("/")[1]: None for stored in objects().list_objects(PREFIX)}
    return [StagedObjects(token) for token in tokens]

"""Files of photos that no photo knows, left behind when a process was killed in the middle."""

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from photos.models import Photo, originals

# A younger file may belong to an upload that is just being saved.
YOUNG = timedelta(hours=1)
ORIGINALS, PRIVATE_FOLDERS = "photos", ("desk", "press")


def left_behind() -> int:
    """How many files and folders `sweep` would delete."""
    return len(list(_lost()))


def sweep() -> int:
    """Delete what no photo knows any more; how many files and folders there were."""
    lost = list(_lost())
    for path in lost:
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
    return len(lost)


def _lost() -> Iterator[Path]:
    # Files are listed before rows are read: what is saved in between is known then.
    found = list(_old_paths())
    rows = list(Photo.objects.values_list("original", "key", "pk"))
    if not rows:
        # A database without photos beside files of photos is more likely the wrong one.
        return
    known = {Path(originals().path(name)) for name, _key, _pk in rows}
    for _name, key, pk in rows:
        known |= {folder / key for folder in _folders_of_renditions()}
        known |= {Path(originals().path(f"{name}/{pk}.jpg")) for name in PRIVATE_FOLDERS}
    yield from (path for path in found if path not in known)


def _old_paths() -> Iterator[Path]:
    folders = [Path(originals().path(name)) for name in (ORIGINALS, *PRIVATE_FOLDERS)]
    before = (timezone.now() - YOUNG).timestamp()
    for folder in [*folders, *_folders_of_renditions()]:
        for path in folder.iterdir() if folder.exists() else ():
            if path.stat().st_mtime < before:
                yield path


def _folders_of_renditions() -> list[Path]:
    return [Path(originals().path("developed")), settings.MEDIA_ROOT / "photos"]

"""Orphaned files, which belong to no photo: a process was killed while it saved or deleted one."""

import shutil
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from cms.files.storage import uses_object_store
from photos.files import orphaned_objects
from photos.limits_and_periods import MIN_ORPHAN_AGE
from photos.models import Photo, private_storage

ORIGINALS_FOLDER, PRIVATE_FOLDERS = "photos", ("thumbnails", "press")


def count_orphaned() -> int:
    if uses_object_store():
        return orphaned_objects.count_orphaned()
    return len(list(_orphaned()))


def delete_orphaned() -> int:
    """Returns the number of deleted files and folders."""
    if uses_object_store():
        return orphaned_objects.delete_orphaned()
    orphaned = list(_orphaned())
    for path in orphaned:
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
    return len(orphaned)


def _orphaned() -> Iterator[Path]:
    # In this order, so that no file of a photo that is saved in between is listed.
    paths = list(_old_paths())
    photos = list(Photo.objects.values_list("original", "folder_token", "pk"))
    if not photos:
        # A database without photos beside files of photos is more likely the wrong one.
        return
    used = {Path(private_storage().path(name)) for name, _token, _pk in photos}
    for _name, token, pk in photos:
        used |= {folder / token for folder in _rendition_folders()}
        used |= {Path(private_storage().path(f"{name}/{pk}.jpg")) for name in PRIVATE_FOLDERS}
    yield from (path for path in paths if path not in used)


def _old_paths() -> Iterator[Path]:
    folders = [Path(private_storage().path(name)) for name in (ORIGINALS_FOLDER, *PRIVATE_FOLDERS)]
    oldest_safe = (timezone.now() - MIN_ORPHAN_AGE).timestamp()
    for folder in [*folders, *_rendition_folders()]:
        for path in folder.iterdir() if folder.exists() else ():
            if path.stat().st_mtime < oldest_safe:
                yield path


def _rendition_folders() -> list[Path]:
    return [Path(private_storage().path("renditions")), settings.MEDIA_ROOT / "photos"]

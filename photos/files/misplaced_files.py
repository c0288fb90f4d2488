"""Misplaced files: public files of photos that must not be public, and the reverse.

Files are moved when their photo changes. If that failed, because a disk was full or could not be
written, the scheduler repeats it. In an object store nothing is moved, and only missing files are
rendered.
"""

import logging
from pathlib import Path

from django.core.exceptions import ValidationError

from cms.files.storage import uses_object_store
from photos.files import file_updates, rendition_storage
from photos.models import Photo, private_storage

log = logging.getLogger(__name__)


def count_misplaced() -> int:
    return len(_misplaced())


def fix_misplaced() -> int:
    """Move files to the right folder, and render the missing ones. Returns the number of photos.
    Continues with the other photos when one fails."""
    fixed = 0
    for photo in _misplaced():
        try:
            file_updates.render_missing_files(photo)
            rendition_storage.publish_or_hide(photo)
            fixed += 1
        except (OSError, ValidationError):
            log.exception("The files of photo %s cannot be moved.", photo.pk)
    return fixed


def _misplaced() -> list[Photo]:
    if uses_object_store():
        public = private = set(private_storage().listdir("renditions")[0])
    else:
        public = _names_in(rendition_storage.public_folder(""))
        private = _names_in(rendition_storage.private_folder(""))
    photos = Photo.objects.exclude(rendition_widths={})
    should_be_public = set(photos.with_publishable_files().values_list("folder_token", flat=True))
    tokens = set(photos.values_list("folder_token", flat=True))
    wrong = should_be_public - public
    if not uses_object_store():
        wrong |= tokens & public - should_be_public
    misplaced = photos.filter(folder_token__in=wrong).select_related("photographer").order_by("pk")
    existing = public | private
    # Missing files can be rendered only while there is an original.
    return [photo for photo in misplaced if photo.folder_token in existing or photo.has_original()]


def _names_in(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()} if folder.exists() else set()

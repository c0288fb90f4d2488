"""Orphaned files in an object store, which belong to no photo.

Listing is paid for, and a large site has hundreds of thousands of files: each run of the scheduler
looks at a part of them, and in about four hours at all.
"""

from collections.abc import Iterator
from datetime import datetime

from django.utils import timezone

from cms.files.storage import object_folder
from photos.files.rendition_storage import press_file_name, rendition_name, thumbnail_name
from photos.limits_and_periods import MIN_ORPHAN_AGE
from photos.models import Photo

# The names of originals and of folders of renditions begin with random hexadecimal digits, the
# names of the other files with the number of their photo.
HEX_PREFIXES = [f"{number:02x}" for number in range(256)]
DIGIT_PREFIXES = [f"{number}" for number in range(1, 10)]


def count_orphaned() -> int:
    return len(find_orphaned(timezone.now()))


def delete_orphaned() -> int:
    names = find_orphaned(timezone.now())
    object_folder("private").delete_objects(names)
    return len(names)


def find_orphaned(now: datetime) -> list[str]:
    """Returns the orphaned ones among the names with the prefixes of this minute."""
    # In this order, so that no file of a photo that is saved in between is listed.
    found = [name for prefix in prefixes(now) for name in _old_objects(prefix, now)]
    if not found or not Photo.objects.exists():
        # A database without photos beside files of photos is more likely the wrong one.
        return []
    used = set(_used_names())
    return [name for name in found if _folder_or_name(name) not in used]


def prefixes(now: datetime) -> Iterator[str]:
    minute = int(now.timestamp() // 60)
    random = HEX_PREFIXES[minute % len(HEX_PREFIXES)]
    number = DIGIT_PREFIXES[minute % len(DIGIT_PREFIXES)]
    yield from (f"photos/{random}", f"renditions/{random}")
    yield from (f"thumbnails/{number}", f"press/{number}")


def _old_objects(prefix: str, now: datetime) -> Iterator[str]:
    for stored in object_folder("private").list_objects(prefix):
        if stored.modified_at < now - MIN_ORPHAN_AGE:
            yield stored.name


def _used_names() -> Iterator[str]:
    for name, token, pk in Photo.objects.values_list("original", "folder_token", "pk"):
        photo = Photo(pk=pk)
        yield from (name, rendition_name(token, ""), thumbnail_name(photo), press_file_name(photo))


def _folder_or_name(name: str) -> str:
    """The folder of a rendition, or the name itself."""
    folder, slash, _name = name.rpartition("/")
    return folder + slash if name.startswith(rendition_name("", "")[:-1]) else name

"""The erasure log where the files of the site are in an object store: machines share nothing else
that is not the database, and the log must not be in it.

Entries that are written together are an object of lines, named by the number of the first. An
object is written completely or not at all. Writing one again replaces it: the entries that it
holds are unwritten until then, so it loses none.
"""

from collections.abc import Iterator

from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages

ENDING = ".jsonl"


def write(first_number: int, lines: bytes) -> None:
    """Raises OSError."""
    storage().save(f"{first_number:012}{ENDING}", ContentFile(lines))


def read() -> bytes:
    """All lines, oldest first."""
    parts = []
    for name in names():
        with storage().open(name) as file:
            parts.append(file.read())
    return b"".join(parts)


def names() -> Iterator[str]:
    yield from (name for name in sorted(storage().listdir("")[1]) if name.endswith(ENDING))


def storage() -> Storage:
    return storages["erasures"]

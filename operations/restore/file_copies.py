"""Copies the files of a site from its folders into the object store, and back: `manage.py
copy_files`. What is there already with the same content is left alone, so a run can be repeated
while the site goes on in the place that it leaves, and once more when it has stopped.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import md5
from io import BytesIO
from pathlib import Path

from django.conf import settings

from cms.files.permissions import make_private_folder, private_file_opener
from cms.files.storage import objects
from erasure_log import erasures, log_objects
from operations.backups import backed_up_folders
from operations.restore import staging
from operations.restore.staged_objects import FOLDERS, object_name

# Before the objects of any entry: the log of a site that was in folders.
OLD_LOG_NAME = "erasures/000000000000.jsonl"


@dataclass
class Copied:
    copied: int = 0
    left_alone: int = 0


def copy_to_store() -> Copied:
    done = Copied()
    existing = {
        stored.name: stored.etag.strip('"')
        for folder in FOLDERS
        for stored in objects().list_objects(folder)
    }
    for entry_name, path in files_in_folders():
        name, content = object_name(entry_name), path.read_bytes()
        if existing.get(name) == checksum(content):
            done.left_alone += 1
        else:
            objects().put(name, content)
            done.copied += 1
    if erasures.log_path().exists():
        objects().put(OLD_LOG_NAME, erasures.log_path().read_bytes())
    return done


def copy_to_folders() -> Copied:
    """Everything is private at first: the scheduler moves what may be public."""
    done, folders = Copied(), backed_up_folders()
    for folder in FOLDERS:
        for stored in objects().list_objects(folder):
            kind, _slash, name = stored.name.partition("/")
            path, content = folders[kind] / name, BytesIO()
            objects().fetch(stored.name, content)
            if path.exists() and path.read_bytes() == content.getvalue():
                done.left_alone += 1
            else:
                write(path, content.getvalue(), is_private=kind == "originals")
                done.copied += 1
    write(erasures.log_path(), log_objects.read(), is_private=True)
    return done


def files_in_folders() -> Iterator[tuple[str, Path]]:
    for name, folder in backed_up_folders().items():
        for path in sorted(folder.rglob("*")):
            relative = path.relative_to(folder)
            if path.is_file() and not relative.parts[0].startswith(staging.PREFIX):
                yield f"{name}/{relative}", path


def write(path: Path, content: bytes, *, is_private: bool) -> None:
    """Atomically."""
    if is_private:
        make_private_folder(path.parent)
    else:
        path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f"{path.name}.new")
    with open(new, "wb", opener=private_file_opener if is_private else None) as file:
        file.write(content)
    new.replace(path)


def checksum(content: bytes) -> str:
    """As most stores name the content of an object. Where one does not, everything is copied."""
    return md5(content, usedforsecurity=False).hexdigest()


def is_possible() -> bool:
    return settings.OBJECT_STORE is not None

"""Permissions of files and folders.

Private ones are for this program alone. Public ones are read by the proxy, which runs as another
user.
"""

import errno
import os
import secrets
import shutil
import stat
from contextlib import suppress
from pathlib import Path

from django.conf import settings

PRIVATE_FOLDER, PRIVATE_FILE = 0o700, 0o600
PUBLIC_FOLDER, PUBLIC_FILE = 0o755, 0o644
GROUP_AND_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def private_roots() -> list[Path]:
    return [Path(settings.ORIGINALS_ROOT), Path(settings.ERASURES_ROOT)]


def make_private_folder(folder: Path) -> None:
    """Make a folder and its missing parents."""
    missing = [one for one in (folder, *folder.parents) if not one.exists()]
    for one in reversed(missing):
        one.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)


def private_file_opener(path: str, flags: int) -> int:
    return os.open(path, flags, PRIVATE_FILE)


def set_permissions(path: Path, *, public: bool) -> None:
    """For a file, or for a folder with everything in it."""
    folder_mode = PUBLIC_FOLDER if public else PRIVATE_FOLDER
    file_mode = PUBLIC_FILE if public else PRIVATE_FILE
    inside = path.rglob("*") if path.is_dir() else ()
    # The folder last: once it is restricted, so is everything in it.
    for one in (*inside, path):
        # Another process may be deleting.
        with suppress(FileNotFoundError):
            one.chmod(folder_mode if one.is_dir() else file_mode)


def move_path(source: Path, target: Path, *, public: bool) -> None:
    """Move a file or folder and set its permissions. If it cannot be moved completely, OSError is
    raised and it stays where it was."""
    if public:
        target.parent.mkdir(parents=True, exist_ok=True)
    else:
        make_private_folder(target.parent)
    set_permissions(source, public=public)
    try:
        source.rename(target)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        _move_to_other_disk(source, target)


def is_readable_by_others(folder: Path) -> bool:
    return bool(folder.stat().st_mode & GROUP_AND_OTHERS)


def exposed_folder_count() -> int:
    """The number of private folders that other users of the machine can read."""
    return sum(is_readable_by_others(root) for root in private_roots() if root.exists())


def restrict_private_folders() -> int:
    """Restrict exposed private folders; returns their number. A folder of another user is left to
    the system check."""
    restricted = 0
    for root in private_roots():
        with suppress(PermissionError):
            if root.exists() and is_readable_by_others(root):
                set_permissions(root, public=False)
                restricted += 1
    return restricted


def _move_to_other_disk(source: Path, target: Path) -> None:
    copy = target.with_name(f"{target.name}.{secrets.token_hex(8)}")
    try:
        if source.is_dir():
            shutil.copytree(source, copy)
        else:
            shutil.copy2(source, copy)
        copy.rename(target)
    except OSError:
        _delete(copy)
        raise
    _delete(source)


def _delete(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)

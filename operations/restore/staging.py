"""Replaces the content of a folder by renames.

The folder may be a volume, which cannot be renamed itself. So the new files are staged in a
subfolder (`.restore-…`) on the same file system. Each step can be repeated after a process was
killed in it, and undone until `remove` is called:

- `new` contains the staged files;
- `leaving` contains the old files while they are being moved there;
- `left` is its name when all of them are there.
"""

import os
import shutil
from collections.abc import Iterable
from pathlib import Path

PREFIX = ".restore-"

# Belongs to the file system.
KEPT = "lost+found"


class StagedFolder:
    def __init__(self, folder: Path, token: str) -> None:
        self.folder, self.token = folder, token
        self.home = folder / f"{PREFIX}{token}"
        self.new, self.leaving, self.left = (
            self.home / name for name in ("new", "leaving", "left")
        )

    def prepare(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        # Private: the files are not public yet, or no longer.
        self.home.mkdir(mode=0o700)
        self.new.mkdir()

    def put_in_place(self) -> None:
        if not self.left.exists():
            self.leaving.mkdir(exist_ok=True)
            move_all(self.folder, self.leaving)
            self.leaving.rename(self.left)
        if self.new.exists():
            move_all(self.new, self.folder)

    def put_back(self) -> None:
        if self.left.exists():
            self.new.mkdir(exist_ok=True)
            move_all(self.folder, self.new)
            self.left.rename(self.leaving)
        if self.leaving.exists():
            move_all(self.leaving, self.folder)
        self.remove()

    def remove(self) -> None:
        """The old files are deleted last: as long as they exist, `put_back` works."""
        for path in (self.new, self.home):
            if path.exists():
                shutil.rmtree(path)


def staged_in(folders: Iterable[Path]) -> list[StagedFolder]:
    return [
        StagedFolder(folder, home.name.removeprefix(PREFIX))
        for folder in folders
        for home in sorted(folder.glob(f"{PREFIX}*"))
    ]


def move_all(source: Path, target: Path) -> None:
    """Into a folder of the same file system. Folders that exist in both are merged: a process was
    killed, or the site went on."""
    for item in list(source.iterdir()):
        if item.name.startswith(PREFIX) or item.name == KEPT:
            continue
        goal = target / item.name
        if is_folder(item) and is_folder(goal):
            move_all(item, goal)
            item.rmdir()
        else:
            item.replace(goal)


def is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()


def missing_space(needed: dict[Path, int]) -> list[str]:
    """A sentence for each file system with too little space. `needed`: bytes for each folder."""
    by_device: dict[int, tuple[Path, int]] = {}
    for folder, size in needed.items():
        there = nearest_existing(folder)
        device = there.stat().st_dev
        _first, before = by_device.get(device, (there, 0))
        by_device[device] = (there, before + size)
    sentences = []
    for folder, size in by_device.values():
        found = os.statvfs(folder)
        free = found.f_bavail * found.f_frsize
        if size > free:
            sentences.append(
                f"{folder} has {in_megabytes(free)} free, and {in_megabytes(size)} are needed: "
                "what is there stays until the new is in its place."
            )
    return sentences


def nearest_existing(folder: Path) -> Path:
    return next(path for path in (folder, *folder.absolute().parents) if path.exists())


def in_megabytes(size: int) -> str:
    return f"{size / 1_000_000:,.1f} MB"

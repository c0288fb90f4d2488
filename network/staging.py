"""Files that wait inside a folder to take the place of all that is in it, by renames.

The folder may be a volume, which cannot be renamed itself, so that what is staged lies in a
subfolder of it (`.restore-…`), on the same file system. Each step can be done again after a process
was killed in it, and undone as long as `remove` has not been called:

- `new` holds what is staged;
- `leaving` holds what was there, while it is being moved out;
- `left` is its name when all of it is out.
"""

import os
import shutil
from collections.abc import Iterable
from pathlib import Path

PREFIX = ".restore-"

# What the file system itself put there.
KEPT = "lost+found"


class StagedFolder:
    def __init__(self, folder: Path, token: str):
        self.folder, self.token = folder, token
        self.home = folder / f"{PREFIX}{token}"
        self.new, self.leaving, self.left = (
            self.home / name for name in ("new", "leaving", "left")
        )

    def prepare(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        # Nobody else needs to read what is not public yet, or no more.
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
        """Have everything as it was before `prepare`."""
        if self.left.exists():
            self.new.mkdir(exist_ok=True)
            move_all(self.folder, self.new)
            self.left.rename(self.leaving)
        if self.leaving.exists():
            move_all(self.leaving, self.folder)
        self.remove()

    def remove(self) -> None:
        """Delete what has no place any more. What was there before goes last: as long as it is
        there, it can be put back."""
        for path in (self.new, self.home):
            if path.exists():
                shutil.rmtree(path)


def staged_in(folders: Iterable[Path]) -> list[StagedFolder]:
    """What a process left behind that was killed."""
    return [
        StagedFolder(folder, home.name.removeprefix(PREFIX))
        for folder in folders
        for home in sorted(folder.glob(f"{PREFIX}*"))
    ]


def move_all(source: Path, target: Path) -> None:
    """Move everything from one folder into another of the same file system. Where both have a
    folder of one name, because a process was killed or the site went on, they become one."""
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
    """For each file system that has too little room for what folders of it are to take (in bytes):
    a sentence."""
    by_device: dict[int, tuple[Path, int]] = {}
    for folder, size in needed.items():
        there = existing(folder)
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


def existing(folder: Path) -> Path:
    """The folder, or the one above it that exists already."""
    return next(path for path in (folder, *folder.absolute().parents) if path.exists())


def in_megabytes(size: int) -> str:
    return f"{size / 1_000_000:,.1f} MB"

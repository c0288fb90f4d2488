"""The folder of a copy: only files that changed are written, and what is no longer public goes.

New files are complete under `.snapshot-new/` before the first of them gets its name, and nothing is
deleted before the last has: whenever the process dies, the folder holds a copy that can be read.
"""

import json
import shutil
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

# Marks the folder as ours and lists the files that are.
MARKER = ".snapshot.json"
STAGING = ".snapshot-new"

CHUNK_SIZE = 1024 * 1024


class FolderError(Exception):
    """The folder cannot be used. The message is shown to the operator."""


@dataclass
class SnapshotFolder:
    """`state` is what the last complete run recorded, besides the files."""

    root: Path
    old_files: dict[str, str] = field(default_factory=dict)
    state: dict[str, Any] = field(default_factory=dict)
    # Name -> when its content was made, for pages that say so.
    _files: dict[str, str] = field(default_factory=dict)
    _staged: dict[str, Path] = field(default_factory=dict)

    @classmethod
    def open(cls, root: Path) -> "SnapshotFolder":
        """Reads what is there and changes nothing: another process may be writing."""
        root = root.resolve()
        marker = root / MARKER
        if not marker.exists():
            if root.exists() and any(root.iterdir()):
                raise FolderError(f"{root} holds files that are no copy of a site. Choose another.")
            return cls(root)
        try:
            recorded = json.loads(marker.read_text())
            return cls(root, dict(recorded["files"]), dict(recorded["state"]))
        except (ValueError, KeyError, TypeError) as error:
            raise FolderError(f"{marker} cannot be read: delete the folder.") from error

    def begin(self) -> None:
        self.root.mkdir(parents=True, exist_ok=True)
        if not (self.root / MARKER).exists():
            self._write_marker({}, {})
        self._empty_staging()

    def made_at(self, name: str) -> str:
        """When the page in the file was made; empty for a new one."""
        return self.old_files.get(name, "")

    def has_content(self, name: str, content: bytes) -> bool:
        """Compares with the file itself, so that one that somebody changed is written again."""
        path = self.root / name
        return (
            name in self.old_files
            and path.is_file()
            and path.stat().st_size == len(content)
            and path.read_bytes() == content
        )

    def has_size(self, name: str, size: int) -> bool:
        path = self.root / name
        return name in self.old_files and path.is_file() and path.stat().st_size == size

    def is_taken(self, name: str) -> bool:
        return name in self._files

    def keep(self, name: str, made_at: str = "") -> None:
        self._files[name] = made_at

    def write(self, name: str, chunks: Iterable[bytes], made_at: str = "") -> None:
        """The file gets its name in `finish`, if its content is new."""
        self._check(name)
        staged = self.root / STAGING / str(len(self._staged))
        with staged.open("wb") as file:
            for chunk in chunks:
                file.write(chunk)
        staged.chmod(0o644)
        self._files[name] = made_at
        if self.has_size(name, staged.stat().st_size) and _is_same(staged, self.root / name):
            staged.unlink()
        else:
            self._staged[name] = staged

    def finish(self, state: dict[str, Any]) -> tuple[int, int]:
        """Returns how many files were written and how many deleted."""
        gone = [name for name in self.old_files if name not in self._files]
        # If the process dies from here on, the next run knows the files of both copies.
        self._write_marker({}, self.old_files | self._files)
        for name, staged in self._staged.items():
            self._place(name, staged)
        for name in gone:
            self._delete(name)
        self._write_marker(state, self._files)
        self._empty_staging()
        (self.root / STAGING).rmdir()
        return len(self._staged), len(gone)

    def _place(self, name: str, staged: Path) -> None:
        """What was a file may have become a folder, or the reverse."""
        self._check(name)
        path = self.root / name
        for parent in reversed(path.relative_to(self.root).parents[:-1]):
            if (self.root / parent).is_file():
                self._delete(str(parent))
            (self.root / parent).mkdir(mode=0o755, exist_ok=True)
        if path.is_dir():
            for old in [old for old in self.old_files if old.startswith(f"{name}/")]:
                self._delete(old)
        staged.replace(path)

    def _delete(self, name: str) -> None:
        """With the folders that it leaves empty."""
        self._check(name)
        path = self.root / name
        if path.is_file() or path.is_symlink():
            path.unlink()
        for parent in path.relative_to(self.root).parents[:-1]:
            folder = self.root / parent
            if not folder.is_dir() or any(folder.iterdir()):
                return
            folder.rmdir()

    def _check(self, name: str) -> None:
        """Neither `..` nor a symbolic link may lead out of the folder."""
        relative = Path(name)
        if relative.is_absolute() or ".." in relative.parts:
            raise FolderError(f"{name} is outside the copy.")
        for parent in relative.parents[:-1]:
            if (self.root / parent).is_symlink():
                raise FolderError(f"{self.root / parent} is a symbolic link. Remove it.")

    def _write_marker(self, state: dict[str, Any], files: dict[str, str]) -> None:
        new = self.root / f"{MARKER}.new"
        recorded = {"state": state, "files": files}
        new.write_text(json.dumps(recorded, ensure_ascii=False, indent=0, sort_keys=True))
        new.chmod(0o644)
        new.replace(self.root / MARKER)

    def _empty_staging(self) -> None:
        staging = self.root / STAGING
        if staging.is_symlink():
            raise FolderError(f"{staging} is a symbolic link. Remove it.")
        shutil.rmtree(staging, ignore_errors=True)
        staging.mkdir()


def _is_same(one: Path, other: Path) -> bool:
    with one.open("rb") as first, other.open("rb") as second:
        while chunk := first.read(CHUNK_SIZE):
            if chunk != second.read(CHUNK_SIZE):
                return False
        return True

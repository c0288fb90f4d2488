"""Where files lie: private ones without an address, static ones under names of their content."""

import os
import secrets
import shutil
import stat
from collections.abc import Iterable, Iterator
from contextlib import suppress
from io import BytesIO
from pathlib import Path, PurePath
from typing import BinaryIO

from django.apps import apps
from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import FileSystemStorage
from django.db import models
from whitenoise.storage import CompressedManifestStaticFilesStorage

from network import sealing

# Rights: what only this program reads, and what the proxy reads, too, which is another user.
PRIVATE_FOLDER, PRIVATE_FILE = 0o700, 0o600
PUBLIC_FOLDER, PUBLIC_FILE = 0o755, 0o644
OTHERS = stat.S_IRWXG | stat.S_IRWXO


class NotKept(OSError):  # noqa: N818 - what became of a file
    """A file could not be written: the disk is full, or the folder cannot be written to."""

    def __init__(self, name: str):
        super().__init__(f"{name} could not be kept")
        self.name = name


class CheckedStorage(FileSystemStorage):
    """Files are written whole or not at all; `NotKept` says which one was not."""

    def _save(self, name, content):
        path = Path(self.path(name))
        is_new = not path.exists()
        try:
            self._make_folder(path.parent)
            return super()._save(name, content)
        except OSError as error:
            if is_new:
                with suppress(OSError):
                    path.unlink()
            raise NotKept(PurePath(content.name or name).name) from error

    def _make_folder(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)


class PrivateStorage(CheckedStorage):
    """Files below `settings.ORIGINALS_ROOT`, asked anew each time: fields keep their storage."""

    file_permissions_mode = PRIVATE_FILE
    # Django would change the umask of the whole process for a moment, that of other threads, too.
    directory_permissions_mode = None

    @property
    def base_location(self) -> Path:
        return settings.ORIGINALS_ROOT

    @property
    def location(self) -> str:
        return str(Path(self.base_location).absolute())

    def url(self, name):
        """Raises ValueError: Django would make up an address in the public folder."""
        raise ValueError(f"{name} is private and not accessible via a URL.")

    def _make_folder(self, folder: Path) -> None:
        make_private_folder(folder)


class EncryptedStorage(PrivateStorage):
    """Private files that are encrypted with ENCRYPTION_KEYS, piece by piece, as backups are.

    Who opens one reads what was stored. No path leads to that: a program of its own cannot read it.
    """

    def _save(self, name, content):
        return super()._save(name, _Pieces(content))

    def _open(self, name, mode="rb"):
        """Raises ValueError for any other mode: what is encrypted is written once."""
        if mode != "rb":
            raise ValueError(f"{name} is encrypted and can only be read.")
        return File(Unsealed(Path(self.path(name)).open("rb")), name)

    def size(self, name) -> int:
        """Of what was stored, not of the file on the disk."""
        with self.open(name) as file:
            return file.seek(0, os.SEEK_END)

    def seal_anew(self, name: str, *, from_clear: bool = False) -> None:
        """Encrypt a file with the first key, in its place: it is the old one or the new one,
        whatever happens meanwhile. `from_clear` is for files from before they were encrypted."""
        path = Path(self.path(name))
        new = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
        try:
            with path.open("rb") as old, open(new, "xb", opener=_open_private) as file:
                for piece in sealed(File(old).chunks() if from_clear else sealing.pieces(old)):
                    file.write(piece)
                file.flush()
                os.fsync(file.fileno())
            new.replace(path)
        finally:
            new.unlink(missing_ok=True)


class _Pieces(File):
    """An upload on its way to the disk: what `FileSystemStorage` writes of it is encrypted."""

    def __init__(self, content: File):
        super().__init__(content, content.name)
        self.content = content

    def chunks(self, chunk_size=None) -> Iterator[bytes]:
        yield from sealed(self.content.chunks())


def sealed(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Bytes as a sealed file has them, a piece at a time."""
    written = BytesIO()
    seal = sealing.Sealed(written)
    for chunk in chunks:
        seal.write(chunk)
        yield written.getvalue()
        written.seek(0)
        written.truncate()
    seal.finish()
    yield written.getvalue()


class Unsealed(sealing.Unsealed):
    """What was stored in a sealed file, read at any place, one piece in memory at a time.

    Raises `sealing.Broken` at the place where the file is not as it was sealed.
    """

    def __init__(self, file: BinaryIO):
        super().__init__(file)
        self._file, self._at = file, 0

    def _begin_anew(self) -> None:
        self._file.seek(0)
        self._pieces, self._waiting, self._at = sealing.pieces(self._file), memoryview(b""), 0

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def readinto(self, buffer) -> int:
        number = super().readinto(buffer)
        self._at += number
        return number

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Going back means beginning anew, as each piece is only known behind those before it."""
        if whence == os.SEEK_END:
            while self.read(sealing.A_PIECE):
                pass
        wanted = max(0, offset + (0 if whence == os.SEEK_SET else self._at))
        if wanted < self._at:
            self._begin_anew()
        while self._at < wanted and self.read(min(wanted - self._at, sealing.A_PIECE)):
            pass
        return self._at

    def close(self) -> None:
        self._file.close()
        super().close()


def encrypted_files() -> Iterator[tuple[EncryptedStorage, str]]:
    """Every encrypted file that a row names. Shape: its storage, its name there."""
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, models.FileField) and isinstance(field.storage, EncryptedStorage):
                names = model._base_manager.exclude(**{field.name: ""})
                for name in names.values_list(field.name, flat=True):
                    yield field.storage, name


def reencrypt() -> int:
    """Write every encrypted file with the first key; how many. One may be deleted meanwhile."""
    written = 0
    for storage, name in encrypted_files():
        try:
            storage.seal_anew(name)
        except FileNotFoundError:
            continue
        written += 1
    return written


def private_roots() -> list[Path]:
    """The folders that nobody but this program may look into."""
    return [Path(settings.ORIGINALS_ROOT), Path(settings.ERASURES_ROOT)]


def make_private_folder(folder: Path) -> None:
    """A folder for this program alone, with all that are missing above it."""
    missing = [one for one in (folder, *folder.parents) if not one.exists()]
    for one in reversed(missing):
        one.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)


def _open_private(path: str, flags: int) -> int:
    return os.open(path, flags, PRIVATE_FILE)


def set_rights(path: Path, *, public: bool) -> None:
    """Give a file, or a folder and all in it, the rights of the place where it lies."""
    for_folders = PUBLIC_FOLDER if public else PRIVATE_FOLDER
    for_files = PUBLIC_FILE if public else PRIVATE_FILE
    inside = path.rglob("*") if path.is_dir() else ()
    # The folder itself last: who finds it closed finds all in it closed.
    for one in (*inside, path):
        # Another process may be deleting.
        with suppress(FileNotFoundError):
            one.chmod(for_folders if one.is_dir() else for_files)


def move(source: Path, target: Path, *, public: bool) -> None:
    """Move a file or a folder to a public or a private place: the proxy, which is another user,
    reads what is public, and nobody else what is private."""
    if public:
        target.parent.mkdir(parents=True, exist_ok=True)
    else:
        make_private_folder(target.parent)
    set_rights(source, public=public)
    shutil.move(source, target)


def is_open(folder: Path) -> bool:
    """Whether other users of the machine may look into a folder."""
    return bool(folder.stat().st_mode & OTHERS)


def open_folders() -> int:
    """How many of the private folders are open to other users."""
    return sum(is_open(root) for root in private_roots() if root.exists())


def close_private_folders() -> int:
    """Close those that are open, with all in them; how many. One that belongs to another user stays
    as it is: the system check says so."""
    closed = 0
    for root in private_roots():
        with suppress(PermissionError):
            if root.exists() and is_open(root):
                set_rights(root, public=False)
                closed += 1
    return closed


class ModuleManifestStorage(CompressedManifestStaticFilesStorage):
    """Hashed names also inside `import … from "./…";`: under two names a module would run twice."""

    support_js_module_import_aggregation = True

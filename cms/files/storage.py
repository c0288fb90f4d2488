"""Storages of files in folders: public ones, and private ones, which have no URL and of which some
are encrypted. `cms.files.object_store.storages` has the same for an object store."""

import os
import secrets
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path, PurePath
from typing import IO, Any, Protocol, cast

from django.apps import apps
from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import FileSystemStorage, Storage, storages
from django.db import models

from cms.encryption import age_files
from cms.files.permissions import PRIVATE_FILE, make_private_folder, private_file_opener


def uses_object_store() -> bool:
    """Whether all files are in an object store. No file is moved there when it becomes public or
    private: the program asks the database each time it serves one (`website.views.media`)."""
    return settings.OBJECT_STORE is not None


@dataclass(frozen=True)
class StoredObject:
    name: str
    size: int
    modified_at: datetime
    etag: str


class ObjectFolder(Protocol):
    """What storages of the object store can do beside what Django asks of a storage. Names are
    relative to the storage; all may raise OSError."""

    def list_objects(self, prefix: str = "") -> Iterator[StoredObject]: ...

    def delete_objects(self, names: Iterable[str]) -> None: ...

    def check(self) -> None:
        """Raises OSError, within two seconds, unless objects can be written and deleted."""

    def exposed_object(self) -> str:
        """The name of an object that anybody can fetch from the store; empty if none was found."""


class Objects(Protocol):
    """The whole store. Names begin with the folder of a storage; all may raise OSError."""

    def put(self, name: str, content: IO[bytes] | bytes, content_type: str = "") -> None: ...

    def fetch(self, name: str, target: IO[bytes]) -> None: ...

    def list_objects(self, prefix: str) -> Iterator[StoredObject]: ...

    def copy(self, source: str, target: str) -> None: ...

    def delete(self, names: Iterable[str]) -> None: ...


def objects() -> Objects:
    store: Objects = cast("Any", storages["private"]).store
    return store


def object_folder(alias: str) -> ObjectFolder:
    """One of `settings.STORAGES`, where files are objects."""
    return cast("ObjectFolder", storages[alias])


def encrypted_storage() -> Storage:
    """For fields: their storage is chosen by the settings."""
    return storages["encrypted"]


class FileNotSavedError(OSError):
    """The disk is full, the folder cannot be written to, or the object store does not answer.
    `name`: the file that somebody uploaded."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} could not be saved")
        self.name = name


class AtomicStorage(FileSystemStorage):
    """Writes a file completely or not at all; raises `FileNotSavedError` otherwise."""

    def _save(self, name: str, content: Any) -> str:
        path = Path(self.path(name))
        is_new = not path.exists()
        try:
            self._make_folder(path.parent)
            # Django documents `_save` for storages; the stubs do not know it.
            return super()._save(name, content)  # type: ignore[misc]
        except OSError as error:
            if is_new:
                with suppress(OSError):
                    path.unlink()
            raise FileNotSavedError(PurePath(content.name or name).name) from error

    def _make_folder(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)


class PrivateStorage(AtomicStorage):
    """Files below `settings.ORIGINALS_ROOT`. The setting is read at each use, as fields keep their
    storage."""

    file_permissions_mode = PRIVATE_FILE
    # Django would change the umask of the whole process for a moment, and so of other threads.
    directory_permissions_mode = None

    @property
    def base_location(self) -> Path:
        return settings.ORIGINALS_ROOT

    @property
    def location(self) -> str:
        return str(Path(self.base_location).absolute())

    def url(self, name: str | None) -> str:
        """Raises ValueError; Django would make up a URL in the public folder."""
        raise ValueError(f"{name} is private and not accessible via a URL.")

    def _make_folder(self, folder: Path) -> None:
        make_private_folder(folder)


class Encrypting:
    """For storages: files are encrypted with ENCRYPTION_KEYS (`cms.encryption.age_files`), as
    backups are. Opening one reads the plain content."""

    def _save(self, name: str, content: Any) -> str:
        # Of the storage that this is mixed into; Django documents `_save` and `_open` for storages.
        return super()._save(name, EncryptedContent(content))  # type: ignore[misc]

    def _open(self, name: str, mode: str = "rb") -> File:
        """Raises ValueError for any other mode: an encrypted file is written once."""
        if mode != "rb":
            raise ValueError(f"{name} is encrypted and can only be read.")
        with ExitStack() as opened:
            # As above.
            encrypted = opened.enter_context(super()._open(name))  # type: ignore[misc]
            reader = age_files.DecryptingReader(encrypted)
            opened.pop_all()
        # Django reads from whatever has `read`; the stub wants all of IO.
        return File(reader, name)  # type: ignore[arg-type]

    def size(self, name: str) -> int:
        """Returns the size of the plain content, not that of what is stored."""
        with self._open(name) as file:
            return file.seek(0, os.SEEK_END)

    def reencrypt_file(self, name: str) -> None:
        """Replace a file by one encrypted with the first key, atomically."""
        raise NotImplementedError


class EncryptedStorage(Encrypting, PrivateStorage):
    """`path` is of no use to other programs."""

    def reencrypt_file(self, name: str, *, from_plain: bool = False) -> None:
        """Replace a file by one encrypted with the first key, atomically. `from_plain` is for files
        from before they were encrypted."""
        path = Path(self.path(name))
        new = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
        try:
            with path.open("rb") as old, open(new, "xb", opener=private_file_opener) as file:
                # As above.
                source = old if from_plain else age_files.DecryptingReader(old)
                plain = File(source)  # type: ignore[arg-type]
                for chunk in encrypted_chunks(plain.chunks()):
                    file.write(chunk)
                file.flush()
                os.fsync(file.fileno())
            new.replace(path)
        finally:
            new.unlink(missing_ok=True)


class EncryptedContent(File):
    """An upload whose content is encrypted while a storage writes it."""

    def __init__(self, content: File) -> None:
        super().__init__(content, content.name)
        self.content = content

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        yield from encrypted_chunks(self.content.chunks())


def encrypted_chunks(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Encrypt bytes one chunk at a time."""
    written = BytesIO()
    writer = age_files.EncryptingWriter(written)
    for chunk in chunks:
        writer.write(chunk)
        yield written.getvalue()
        written.seek(0)
        written.truncate()
    writer.finish()
    yield written.getvalue()


def encrypted_files() -> Iterator[tuple[Encrypting, str]]:
    """Every encrypted file that a row names. Shape: its storage, its name there."""
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, models.FileField) and isinstance(field.storage, Encrypting):
                names = model._base_manager.exclude(**{field.name: ""})
                for name in names.values_list(field.name, flat=True):
                    yield field.storage, name


def reencrypt_files() -> int:
    """Returns the number of files. Files may be deleted meanwhile."""
    written = 0
    for storage, name in encrypted_files():
        try:
            storage.reencrypt_file(name)
        except FileNotFoundError:
            continue
        written += 1
    return written

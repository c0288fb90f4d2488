"""Storages of files in an object store: public ones, private ones and encrypted ones.

All of them are private there: nobody without the site's key can fetch any object. What is public is
served by the program, which asks the database first (`website.views.media`). So a photo that was
withdrawn is gone with the commit, and no file has to be moved.
"""

import os
import posixpath
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from mimetypes import guess_type
from pathlib import PurePath
from tempfile import SpooledTemporaryFile
from typing import IO, Any, cast

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.base import File
from django.core.files.storage import Storage
from django.utils.encoding import filepath_to_uri

from cms.files.object_store.client import ObjectStore, store_at
from cms.files.storage import Encrypting, FileNotSavedError, StoredObject

# Larger files are in a temporary file while they are read or written.
MAX_IN_MEMORY = 5 * 1024 * 1024

# Stores allow 1024 bytes for a name and its prefix.
MAX_NAME_BYTES = 800


class ObjectStorage(Storage):
    """Public files. They keep their addresses below MEDIA_URL.

    A file is written completely or not at all, else `FileNotSavedError` is raised. One of the same
    name is replaced: the names of uploads are random.
    """

    folder = "media"

    @property
    def store(self) -> ObjectStore:
        # Read at each use, as fields keep their storage.
        return store_at(settings.OBJECT_STORE)

    def url(self, name: str | None) -> str:
        return f"{settings.MEDIA_URL}{filepath_to_uri(name or '')}"

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        return name

    def exists(self, name: str) -> bool:
        try:
            self._find(name)
        except FileNotFoundError:
            return False
        return True

    def size(self, name: str) -> int:
        return self._find(name).size

    def get_modified_time(self, name: str) -> datetime:
        return self._find(name).modified_at

    def delete(self, name: str) -> None:
        self.store.delete([self.object_name(name)])

    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        return self.store.list_folder(self.object_name(path) if path else self.folder)

    def list_objects(self, prefix: str = "") -> Iterator[StoredObject]:
        own = f"{self.folder}/"
        for found in self.store.list_objects(f"{own}{prefix}"):
            yield replace(found, name=found.name.removeprefix(own))

    def delete_objects(self, names: Iterable[str]) -> None:
        self.store.delete(self.object_name(name) for name in names)

    def check(self) -> None:
        self.store.check(f"{self.folder}/checked-by-{os.getpid()}-{secrets.token_hex(4)}")

    def exposed_object(self) -> str:
        """Stores one for the question, so that a new store can be asked."""
        name = f"{self.folder}/can-anybody-read-this"
        self.store.put(name, b"Nobody should.")
        try:
            return name if self.store.can_anybody_read(name) else ""
        finally:
            self.store.delete([name])

    def object_name(self, name: str) -> str:
        """Raises SuspiciousFileOperation for a name that leads out of the folder."""
        clean = posixpath.normpath(name.replace("\\", "/"))
        is_outside = clean.startswith(("../", "/")) or clean in (".", "..")
        if is_outside or "\0" in clean or len(clean.encode(errors="replace")) > MAX_NAME_BYTES:
            raise SuspiciousFileOperation(f"{name!r} is no name of a stored file.")
        return f"{self.folder}/{clean}"

    def _find(self, name: str) -> StoredObject:
        return self.store.find(self.object_name(name))

    def _open(self, name: str, mode: str = "rb") -> File:
        """Raises FileNotFoundError. An object is written as a whole, so it can only be read."""
        if mode != "rb":
            raise ValueError(f"{name} is in an object store and can only be read.")
        file = cast("IO[bytes]", SpooledTemporaryFile(MAX_IN_MEMORY))  # noqa: SIM115 - handed on open
        try:
            self.store.fetch(self.object_name(name), file)
        except BaseException:
            file.close()
            raise
        file.seek(0)
        return File(file, name)

    def _save(self, name: str, content: Any) -> str:
        target = self.object_name(name)
        kind = guess_type(name)[0] or "application/octet-stream"
        try:
            # A copy: the client needs the length beforehand, and may read it twice.
            with SpooledTemporaryFile(MAX_IN_MEMORY) as copy:
                for chunk in content.chunks():
                    copy.write(chunk)
                copy.seek(0)
                self.store.put(target, cast("IO[bytes]", copy), kind)
        except OSError as error:
            raise FileNotSavedError(PurePath(str(content.name or name)).name) from error
        return name


class PrivateObjectStorage(ObjectStorage):
    """Originals, renditions, logos: what the program serves after a question, or to staff."""

    folder = "originals"

    def url(self, name: str | None) -> str:
        """Raises ValueError."""
        raise ValueError(f"{name} is private and not accessible via a URL.")


class EncryptedObjectStorage(Encrypting, PrivateObjectStorage):
    def reencrypt_file(self, name: str) -> None:
        with self._open(name) as file:
            self._save(name, file)


class ErasureStorage(PrivateObjectStorage):
    """The erasure log, which is never part of a backup: see `erasure_log.erasures`."""

    folder = "erasures"

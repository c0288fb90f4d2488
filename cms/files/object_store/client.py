"""A client of an S3-compatible object store.

Nothing imports this module where OBJECT_STORE_URL is not set: obstore is an optional dependency.
Every error is an OSError, as it is with folders.
"""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import cache
from typing import IO, Any
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import urlopen

import obstore
from obstore.exceptions import BaseError
from obstore.store import S3Store

from cms.files.object_store.address import StoreAddress
from cms.files.storage import StoredObject

# A visitor waits for the store: one that does not answer must not take all threads for long.
CONNECT_SECONDS, ANSWER_SECONDS, RETRY_SECONDS = 2, 20, 5

# A check answers within two seconds, whatever is wrong.
CHECK_SECONDS = 1


class ObjectStoreError(OSError):
    """The store does not answer, or refuses."""


@contextmanager
def errors_of_files(name: str) -> Iterator[None]:
    try:
        yield
    except BaseError as error:
        [first, *_debugging] = str(error).splitlines()
        raise ObjectStoreError(f"The object store failed with {name}: {first}") from error
    except ValueError as error:
        # A name that no object can have.
        raise FileNotFoundError(f"{name} is not in the object store.") from error


class ObjectStore:
    """The objects of one site. Names are relative to the prefix of its address."""

    def __init__(self, address: StoreAddress) -> None:
        self.address = address
        self._process_id = 0
        self._clients: dict[bool, S3Store] = {}

    def put(self, name: str, content: IO[bytes] | bytes, content_type: str = "") -> None:
        """Stores an object completely or not at all; replaces one of that name."""
        kind = {"Content-Type": content_type} if content_type else None
        with errors_of_files(name):
            # In one part: those of an upload that was interrupted would stay, and be paid for.
            obstore.put(self._client(), name, content, attributes=kind, use_multipart=False)

    def fetch(self, name: str, target: IO[bytes]) -> None:
        """Raises FileNotFoundError."""
        with errors_of_files(name):
            for chunk in obstore.get(self._client(), name).stream():
                target.write(chunk)

    def find(self, name: str) -> StoredObject:
        """Raises FileNotFoundError."""
        with errors_of_files(name):
            found = obstore.head(self._client(), name)
        return StoredObject(name, found["size"], found["last_modified"], found["e_tag"] or "")

    def list_objects(self, prefix: str) -> Iterator[StoredObject]:
        """In the order of their names. The prefix may end within a name."""
        folder, _slash, start = prefix.rpartition("/")
        with errors_of_files(prefix):
            pages = obstore.list(
                self._client(), folder or None, offset=prefix if start else None, chunk_size=1000
            )
            for page in pages:
                for found in page:
                    if not found["path"].startswith(prefix):
                        return
                    yield StoredObject(
                        found["path"], found["size"], found["last_modified"], found["e_tag"] or ""
                    )

    def list_folder(self, folder: str) -> tuple[list[str], list[str]]:
        """The names of folders and of objects directly below a folder."""
        with errors_of_files(folder):
            found = obstore.list_with_delimiter(self._client(), folder)
        return (
            [path.rpartition("/")[2] for path in found["common_prefixes"]],
            [one["path"].rpartition("/")[2] for one in found["objects"]],
        )

    def copy(self, source: str, target: str) -> None:
        """Within the store; nothing passes through this machine."""
        with errors_of_files(source):
            obstore.copy(self._client(), source, target)

    def delete(self, names: Iterable[str]) -> None:
        """What does not exist counts as deleted."""
        listed = list(names)
        if listed:
            with errors_of_files(listed[0]):
                obstore.delete(self._client(), listed)

    def check(self, name: str) -> None:
        """Raises OSError, within two seconds, unless an object can be written and deleted."""
        client = self._client(is_check=True)
        with errors_of_files(name):
            obstore.put(client, name, b"", use_multipart=False)
            obstore.delete(client, name)

    def can_anybody_read(self, name: str) -> bool:
        """Whether the store sends an object to somebody without a key. Raises OSError if it cannot
        be asked."""
        place = f"{self.address.bucket}/{self.address.prefix}{name}"
        address = f"{self.address.endpoint}/{quote(place)}"
        try:
            with urlopen(address, timeout=5) as response:  # noqa: S310 - http or https, as configured
                return response.status < 300
        except HTTPError:
            return False

    def _client(self, *, is_check: bool = False) -> S3Store:
        """Raises RuntimeError in a process that was forked after its parent had used the store: the
        threads of the client do not survive a fork, and a request would wait for ever."""
        if self._process_id not in (0, os.getpid()):
            raise RuntimeError("The object store was used before this process was forked.")
        self._process_id = os.getpid()
        if is_check not in self._clients:
            self._clients[is_check] = self._connect(is_check)
        return self._clients[is_check]

    def _connect(self, is_check: bool) -> S3Store:
        address = self.address
        config: Any = {
            "endpoint": address.endpoint,
            "region": address.region,
            # Host names of buckets would need a certificate for each of them.
            "virtual_hosted_style_request": False,
        }
        if address.key:
            config |= {"access_key_id": address.key, "secret_access_key": address.secret}
        connect, answer = CONNECT_SECONDS, ANSWER_SECONDS
        if is_check:
            connect = answer = CHECK_SECONDS
        return S3Store(
            address.bucket,
            prefix=address.prefix or None,
            config=config,
            client_options={
                "allow_http": address.endpoint.startswith("http:"),
                "connect_timeout": timedelta(seconds=connect),
                "timeout": timedelta(seconds=answer),
            },
            retry_config={
                "max_retries": 0 if is_check else 2,
                "retry_timeout": timedelta(seconds=RETRY_SECONDS),
                "backoff": {
                    "init_backoff": timedelta(milliseconds=100),
                    "max_backoff": timedelta(seconds=1),
                    "base": 2,
                },
            },
        )


@cache
def store_at(address: StoreAddress) -> ObjectStore:
    return ObjectStore(address)

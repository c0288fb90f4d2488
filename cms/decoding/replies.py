"""What a child process answers: values and files, read from its pipe."""

import json
import os
import select
import tempfile
import time
from dataclasses import dataclass, field
from typing import IO

from cms.decoding.errors import ChildDiedError, ChildTimeoutError
from cms.decoding.tasks import server

CHUNK_SIZE = 64 * 1024
MEGABYTE = 1024 * 1024
# Values (not files) of no task are larger.
MAX_VALUES_BYTES = MEGABYTE


@dataclass
class TaskResult:
    values: dict
    # Closed, and thereby deleted, with the last reference to them.
    files: list[IO[bytes]] = field(default_factory=list)


class ReplyReader:
    """Reads what a child writes to its pipe: kind (1 byte), length (8 bytes) and data, repeatedly.

    The bytes come from a process that hostile data may have taken over: lengths are limited, and
    only JSON is parsed.
    """

    def __init__(self, descriptor: int, seconds: float, megabytes: int) -> None:
        self.descriptor = descriptor
        self.poll = select.poll()
        self.poll.register(descriptor, select.POLLIN)
        self.deadline = time.monotonic() + seconds
        self.bytes_left = megabytes * MEGABYTE

    def read(self) -> TaskResult:
        files = []
        while True:
            kind, length = self._read_exactly(1), int.from_bytes(self._read_exactly(8), "big")
            if kind == server.FILE:
                files.append(self._read_file(length))
            elif length > MAX_VALUES_BYTES:
                raise ChildDiedError("it answered nonsense")
            elif kind == server.VALUES:
                return TaskResult(self._parse_values(self._read_exactly(length)), files)
            else:
                raise ChildDiedError(self._read_exactly(length).decode(errors="replace")[:200])

    def _parse_values(self, data: bytes) -> dict:
        try:
            values = json.loads(data)
        except (ValueError, RecursionError) as error:
            raise ChildDiedError("it answered nonsense") from error
        if not isinstance(values, dict):
            raise ChildDiedError("it answered nonsense")
        return values

    def _read_file(self, length: int) -> IO[bytes]:
        file = tempfile.SpooledTemporaryFile(max_size=CHUNK_SIZE)  # noqa: SIM115 - handed on open
        while length:
            chunk = self._read_some(min(length, CHUNK_SIZE))
            file.write(chunk)
            length -= len(chunk)
        file.seek(0)
        return file

    def _read_exactly(self, length: int) -> bytes:
        data = b""
        while len(data) < length:
            data += self._read_some(length - len(data))
        return data

    def _read_some(self, max_bytes: int) -> bytes:
        milliseconds = 1000 * (self.deadline - time.monotonic())
        if milliseconds <= 0 or not self.poll.poll(milliseconds):
            raise ChildTimeoutError("it took too long")
        data = os.read(self.descriptor, max_bytes)
        self.bytes_left -= len(data)
        if not data:
            raise ChildDiedError("it ended before it had answered")
        if self.bytes_left < 0:
            raise ChildDiedError("it answered too much")
        return data

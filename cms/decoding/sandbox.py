"""Runs code that decodes uploaded files in child processes, which may crash or never end.

    task = "cms.decoding.tasks.documents.examine_document"
    result = sandbox.run_task(task, upload, {"clean": True})
    result.values   # what the task returned
    result.files    # what it sent: open binary files, in the order of sending

A task is a function in a module of `cms.decoding.tasks`:

    def examine_document(source: BinaryIO, send: Callable[[bytes], None], clean: bool) -> dict:
        send(b"...")            # any number of times; goes to a file, not into our memory
        return {"kind": "pdf"}  # JSON

Each file gets a child of its own, forked from a small process (`cms/decoding/tasks/server.py`) that
starts with the first file. The child has no environment, settings or keys and imports no Django. It
cannot open any file or socket, so a task's module imports at its top everything it needs, and it
reads `source`, which is a copy. Its CPU time and memory are limited, and it is killed when its time
is over. At most as many children run at once as this machine has cores, in all processes together.

An error that a person should read about is part of a task's result: catch it in the task and return
it. An uncaught exception raises `ChildDiedError` here.
"""

import fcntl
import logging
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import BinaryIO

from cms.decoding.errors import SandboxError
from cms.decoding.replies import ReplyReader, TaskResult
from cms.decoding.server_process import server_process
from cms.decoding.slots import slots

CHUNK_SIZE = 64 * 1024

logger = logging.getLogger(__name__)


def run_task(
    task: str,
    source: bytes | BinaryIO,
    arguments: dict | None = None,
    *,
    seconds: int = 20,
    megabytes: int = 360,
    answer_megabytes: int = 100,
) -> TaskResult:
    """Have a child run `task` (a dotted name) on a copy of `source`, an open file or bytes.

    `seconds` of CPU and `megabytes` beyond what the modules themselves take are the child's limits;
    it is killed after `deadline_for(seconds)`. Raises SandboxError.
    """
    request = {
        "task": task,
        "arguments": arguments or {},
        "seconds": seconds,
        "megabytes": megabytes,
    }
    with slots.acquire(), _readable_copy(source) as copy:
        reader, writer = os.pipe()
        with os.fdopen(reader, "rb", buffering=0):
            try:
                child = server_process.start(request, copy.fileno(), writer)
            finally:
                os.close(writer)
            try:
                answer = ReplyReader(reader, deadline_for(seconds), answer_megabytes)
                return answer.read()
            except SandboxError as error:
                logger.warning("A child at work on a file failed (%s): %s", task, error)
                raise
            finally:
                server_process.end(child)


def deadline_for(seconds: int) -> float:
    """Wall-clock seconds for a child with so many seconds of CPU: it may wait for the processor."""
    return 15 + 4 * seconds


@contextmanager
def _readable_copy(source: bytes | BinaryIO) -> Iterator[BinaryIO]:
    """A copy that a child can read and, where the system supports it, cannot change.

    On Linux in memory outside this process, so that encrypted files are never written to a disk in
    plain.
    """
    with _open_unnamed_file() as copy:
        stream = BytesIO(source) if isinstance(source, bytes) else source
        stream.seek(0)
        while chunk := stream.read(CHUNK_SIZE):
            copy.write(chunk)
        copy.flush()
        stream.seek(0)
        copy.seek(0)
        if hasattr(os, "memfd_create"):
            fcntl.fcntl(copy, fcntl.F_ADD_SEALS, fcntl.F_SEAL_WRITE | fcntl.F_SEAL_GROW)
        yield copy


def _open_unnamed_file() -> BinaryIO:
    if hasattr(os, "memfd_create"):
        descriptor = os.memfd_create("upload", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
        return os.fdopen(descriptor, "w+b")
    return tempfile.TemporaryFile()

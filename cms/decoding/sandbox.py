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

import atexit
import fcntl
import json
import logging
import os
import select
import socket
import stat
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import IO, BinaryIO

from cms.decoding.tasks import server as child_side

SERVER = Path(child_side.__file__)
# glibc would reserve address space for each thread of an encoder, which counts against the limit.
ENVIRONMENT = {"MALLOC_ARENA_MAX": "2"}
CHUNK_SIZE = 64 * 1024
MEGABYTE = 1024 * 1024
# Nobody waits longer for a page.
MAX_WAIT_FOR_SLOT = 60
# Forking takes milliseconds; importing a task's modules at its first file, a second.
MAX_WAIT_FOR_SERVER = 30
# Values (not files) of no task are larger.
MAX_VALUES_BYTES = MEGABYTE

logger = logging.getLogger(__name__)


class SandboxError(Exception):
    """A file could not be processed. The message is for the log."""


class ChildDiedError(SandboxError):
    """The child crashed, reached a limit of memory or CPU time, or raised an exception that it did
    not catch."""


class ChildTimeoutError(SandboxError):
    """The child did not end in time and was killed."""


class BusyError(SandboxError):
    """No child could be started for a minute, as too many others were running."""


@dataclass
class TaskResult:
    values: dict
    # Closed, and thereby deleted, with the last reference to them.
    files: list[IO[bytes]] = field(default_factory=list)


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
    with _slots.acquire(), _readable_copy(source) as copy:
        reader, writer = os.pipe()
        with os.fdopen(reader, "rb", buffering=0):
            try:
                child = _server.start(request, copy.fileno(), writer)
            finally:
                os.close(writer)
            try:
                answer = _ReplyReader(reader, deadline_for(seconds), answer_megabytes)
                return answer.read()
            except SandboxError as error:
                logger.warning("A child at work on a file failed (%s): %s", task, error)
                raise
            finally:
                _server.end(child)


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


class _ReplyReader:
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
            if kind == child_side.FILE:
                files.append(self._read_file(length))
            elif length > MAX_VALUES_BYTES:
                raise ChildDiedError("it answered nonsense")
            elif kind == child_side.VALUES:
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


class _Server:
    """The process that forks the children of this one; started with the first file."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.process: subprocess.Popen[bytes] | None = None
        self.channel: socket.socket | None = None
        self.owner = 0

    def start(self, request: dict, source: int, answer: int) -> int:
        """Start a task; returns the number of the child that runs it."""
        with self.lock:
            try:
                reply = self._ask(request, [source, answer])
            except (OSError, ValueError):
                # It may have been killed since the last file: try a new one once.
                self._stop()
                reply = self._ask(request, [source, answer])
        if "child" not in reply:
            raise ChildDiedError(f"no child was started: {reply}")
        return reply["child"]

    def end(self, child: int) -> None:
        """Kill the child if it still runs, and release its number."""
        with self.lock:
            try:
                self._ask({"reap": child}, [])
            except (OSError, ValueError):
                self._stop()

    def _ask(self, request: dict, descriptors: list[int]) -> dict:
        channel = self._connection()
        socket.send_fds(channel, [json.dumps(request).encode() + b"\n"], descriptors)
        line = b""
        while not line.endswith(b"\n"):
            data = channel.recv(CHUNK_SIZE)
            if not data:
                raise OSError("the server of children is gone")
            line += data
        return json.loads(line)

    def _connection(self) -> socket.socket:
        """To the process, which is started if it does not run."""
        if self.owner != os.getpid():
            # A fork of this process must not use the connection of the other.
            self.process = self.channel = None
        if self.channel and self.process and self.process.poll() is None:
            return self.channel
        self._stop()
        self.owner = os.getpid()
        ours, theirs = socket.socketpair()
        ours.settimeout(MAX_WAIT_FOR_SERVER)
        self.channel = ours
        with theirs:
            self.process = subprocess.Popen(  # noqa: S603 - our own script
                [sys.executable, "-I", "-B", str(SERVER)],
                env=ENVIRONMENT,
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        return ours

    def stop_own(self) -> None:
        """When this process ends. A fork leaves the server to the process that started it."""
        if self.owner == os.getpid():
            self._stop()

    def _stop(self) -> None:
        """End the server, if there is one, and thereby its children."""
        if self.channel:
            self.channel.close()
        if self.process:
            try:
                self.process.wait(timeout=1)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.process = self.channel = None


class _Slots:
    """As many slots for children as there are cores, shared by all processes of this machine.

    A slot is a lock on a file, which the system releases when a process is killed.
    """

    def __init__(self) -> None:
        cores = _core_count()
        self.threads = threading.BoundedSemaphore(cores)
        self.files = [f"slot-{number}" for number in range(cores)]

    @contextmanager
    def acquire(self) -> Iterator[None]:
        """Hold a slot, waiting for it. Raises BusyError."""
        until = time.monotonic() + MAX_WAIT_FOR_SLOT
        if not self.threads.acquire(timeout=MAX_WAIT_FOR_SLOT):
            raise BusyError("all slots were taken for a minute")
        try:
            held = self._lock(until)
            try:
                yield
            finally:
                os.close(held)
        finally:
            self.threads.release()

    def _lock(self, until: float) -> int:
        folder = _private_folder()
        while time.monotonic() < until:
            for name in self.files:
                descriptor = os.open(folder / name, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
                try:
                    fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    os.close(descriptor)
                else:
                    return descriptor
            time.sleep(0.02)
        raise BusyError("all slots were taken for a minute")


def _private_folder() -> Path:
    """A folder for temporary files that belongs to this user."""
    folder = Path(tempfile.gettempdir(), f"menengage-children-{os.getuid()}")
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid():
        raise BusyError(f"{folder} belongs to somebody else")
    return folder


def _core_count() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


_slots = _Slots()
_server = _Server()
atexit.register(_server.stop_own)

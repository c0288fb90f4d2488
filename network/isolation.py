"""Runs code that decodes uploaded files in child processes, which may crash, hang or run wild.

    result = isolation.run("network.isolated.pictures.read", upload, {"side": 480})
    result.values   # what the task returned
    result.parts    # what it sent meanwhile: open binary files, in the order of sending

A task is a function in a module of `network.isolated`:

    def read(source: BinaryIO, send: Callable[[bytes], None], side: int) -> dict:
        send(b"...")            # any number of times; goes to a file, not into our memory
        return {"width": 800}   # JSON

Each file gets a child of its own, forked off a small process (`network/isolated/server.py`) that
starts with the first file. The child has no environment, settings or keys and imports no Django. It
cannot open any file or socket, so a task's module imports at its top all that it needs, and it
reads `source`, which is a copy. Its CPU time and memory are limited, and it is killed when its time
is over. At most as many children run at once as this machine has cores, in all processes together.

An error of a decoder is part of a task's answer when a person should hear about it: catch it in the
task and return it. What a task does not catch raises `DiedError` here.
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
from typing import BinaryIO

from network.isolated import server as child_side

SERVER = Path(child_side.__file__)
# glibc would reserve address space for each thread of an encoder, which counts against the limit.
ENVIRONMENT = {"MALLOC_ARENA_MAX": "2"}
CHUNK = 64 * 1024
MEGABYTE = 1024 * 1024
# Longer than that nobody waits for a page.
LONGEST_WAIT_FOR_SLOT = 60
# Forking takes milliseconds; importing a task's modules at its first file, a second.
LONGEST_WAIT_FOR_SERVER = 30
# No task answers with values (not parts) longer than that.
MOST_BYTES_OF_VALUES = MEGABYTE

logger = logging.getLogger(__name__)


class IsolationError(Exception):
    """A file could not be worked on. The message is for the log."""


class DiedError(IsolationError):
    """The child crashed, reached a limit of memory or CPU time, or raised what it did not catch."""


class TimedOutError(IsolationError):
    """The child did not end in time and was killed."""


class BusyError(IsolationError):
    """No child could be started for a minute, as too many others were at work."""


@dataclass
class Result:
    values: dict
    # Closed, and thereby deleted, with the last reference to them.
    parts: list[BinaryIO] = field(default_factory=list)


def run(
    task: str,
    source: bytes | BinaryIO,
    arguments: dict | None = None,
    *,
    seconds: int = 20,
    megabytes: int = 360,
    answer_megabytes: int = 100,
) -> Result:
    """Have a child run `task` (a dotted name) on a copy of `source`, an open file or bytes.

    `seconds` of CPU and `megabytes` beyond what the modules themselves take are the child's limits;
    it is killed when `deadline_for(seconds)` is over. Raises IsolationError.
    """
    request = {
        "task": task,
        "arguments": arguments or {},
        "seconds": seconds,
        "megabytes": megabytes,
    }
    with _slots.one(), _readable_copy(source) as copy:
        reader, writer = os.pipe()
        with os.fdopen(reader, "rb", buffering=0):
            try:
                child = _server.start(request, copy.fileno(), writer)
            finally:
                os.close(writer)
            try:
                answer = _Answer(reader, deadline_for(seconds), answer_megabytes)
                return answer.read()
            except IsolationError as error:
                logger.warning("A child at work on a file failed (%s): %s", task, error)
                raise
            finally:
                _server.end(child)


def deadline_for(seconds: int) -> float:
    """Seconds by the clock for a child with so many of CPU time: it may wait for the processor."""
    return 15 + 4 * seconds


@contextmanager
def _readable_copy(source: bytes | BinaryIO) -> Iterator[BinaryIO]:
    """A copy that a child can read and, where the system knows how, cannot change.

    In memory outside this process on Linux, so that what is kept encrypted touches no disk.
    """
    with _unnamed_file() as copy:
        stream = BytesIO(source) if isinstance(source, bytes) else source
        stream.seek(0)
        while chunk := stream.read(CHUNK):
            copy.write(chunk)
        copy.flush()
        stream.seek(0)
        copy.seek(0)
        if hasattr(os, "memfd_create"):
            fcntl.fcntl(copy, fcntl.F_ADD_SEALS, fcntl.F_SEAL_WRITE | fcntl.F_SEAL_GROW)
        yield copy


def _unnamed_file() -> BinaryIO:
    if hasattr(os, "memfd_create"):
        descriptor = os.memfd_create("upload", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
        return os.fdopen(descriptor, "w+b")
    return tempfile.TemporaryFile()


class _Answer:
    """What a child writes to its pipe: kind (1 byte), length (8 bytes) and data, again and again.

    The bytes come from a process that hostile data may have taken over: lengths are bounded, and
    all that is parsed of them is JSON.
    """

    def __init__(self, descriptor: int, seconds: float, megabytes: int):
        self.descriptor = descriptor
        self.poll = select.poll()
        self.poll.register(descriptor, select.POLLIN)
        self.deadline = time.monotonic() + seconds
        self.bytes_left = megabytes * MEGABYTE

    def read(self) -> Result:
        parts = []
        while True:
            kind, length = self._exactly(1), int.from_bytes(self._exactly(8), "big")
            if kind == child_side.PART:
                parts.append(self._to_file(length))
            elif length > MOST_BYTES_OF_VALUES:
                raise DiedError("it answered nonsense")
            elif kind == child_side.VALUES:
                return Result(self._values(self._exactly(length)), parts)
            else:
                raise DiedError(self._exactly(length).decode(errors="replace")[:200])

    def _values(self, data: bytes) -> dict:
        try:
            values = json.loads(data)
        except (ValueError, RecursionError) as error:
            raise DiedError("it answered nonsense") from error
        if not isinstance(values, dict):
            raise DiedError("it answered nonsense")
        return values

    def _to_file(self, length: int) -> BinaryIO:
        file = tempfile.SpooledTemporaryFile(max_size=CHUNK)  # noqa: SIM115 - handed on open
        while length:
            chunk = self._some(min(length, CHUNK))
            file.write(chunk)
            length -= len(chunk)
        file.seek(0)
        return file

    def _exactly(self, length: int) -> bytes:
        data = b""
        while len(data) < length:
            data += self._some(length - len(data))
        return data

    def _some(self, most: int) -> bytes:
        milliseconds = 1000 * (self.deadline - time.monotonic())
        if milliseconds <= 0 or not self.poll.poll(milliseconds):
            raise TimedOutError("it took too long")
        data = os.read(self.descriptor, most)
        self.bytes_left -= len(data)
        if not data:
            raise DiedError("it ended before it had answered")
        if self.bytes_left < 0:
            raise DiedError("it answered too much")
        return data


class _Server:
    """The process that forks the children of this one; started with the first file."""

    def __init__(self):
        self.lock = threading.Lock()
        self.process = self.channel = None
        self.owner = 0

    def start(self, request: dict, source: int, answer: int) -> int:
        """Begin a task; the number of the child that runs it."""
        with self.lock:
            try:
                said = self._ask(request, [source, answer])
            except (OSError, ValueError):
                # It may have been killed since the last file: a new one is asked once.
                self._stop()
                said = self._ask(request, [source, answer])
        if "child" not in said:
            raise DiedError(f"no child was started: {said}")
        return said["child"]

    def end(self, child: int) -> None:
        """Kill what may be left of a child and let its number go."""
        with self.lock:
            try:
                self._ask({"reap": child}, [])
            except (OSError, ValueError):
                self._stop()

    def _ask(self, request: dict, descriptors: list[int]) -> dict:
        self._be_running()
        socket.send_fds(self.channel, [json.dumps(request).encode() + b"\n"], descriptors)
        line = b""
        while not line.endswith(b"\n"):
            data = self.channel.recv(CHUNK)
            if not data:
                raise OSError("the server of children is gone")
            line += data
        return json.loads(line)

    def _be_running(self) -> None:
        if self.owner != os.getpid():
            # A fork of this process must not talk into the conversation of the other.
            self.process = self.channel = None
        if self.process and self.process.poll() is None:
            return
        self._stop()
        self.owner = os.getpid()
        self.channel, theirs = socket.socketpair()
        self.channel.settimeout(LONGEST_WAIT_FOR_SERVER)
        with theirs:
            self.process = subprocess.Popen(  # noqa: S603 - our own script
                [sys.executable, "-I", "-B", SERVER],
                env=ENVIRONMENT,
                stdin=theirs,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )

    def stop_own(self) -> None:
        """At the end of this process. A fork of it leaves the server to the one that started it."""
        if self.owner == os.getpid():
            self._stop()

    def _stop(self) -> None:
        """End the server, which ends its children. Nothing happens when there is none."""
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
    """As many places for children as there are cores, shared by all processes of this machine.

    A place is a lock on a file, which the system takes back from a process that is killed.
    """

    def __init__(self):
        cores = _cores()
        self.threads = threading.BoundedSemaphore(cores)
        self.files = [f"slot-{number}" for number in range(cores)]

    @contextmanager
    def one(self) -> Iterator[None]:
        """Hold a place, waiting for it. Raises BusyError."""
        until = time.monotonic() + LONGEST_WAIT_FOR_SLOT
        if not self.threads.acquire(timeout=LONGEST_WAIT_FOR_SLOT):
            raise BusyError("all places were taken for a minute")
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
        raise BusyError("all places were taken for a minute")


def _private_folder() -> Path:
    """A folder in the place for temporary files that is ours and nobody else's."""
    folder = Path(tempfile.gettempdir(), f"menengage-children-{os.getuid()}")
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid():
        raise BusyError(f"{folder} belongs to somebody else")
    return folder


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


_slots = _Slots()
_server = _Server()
atexit.register(_server.stop_own)

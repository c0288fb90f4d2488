"""How many child processes decode files at the same time."""

import fcntl
import os
import stat
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cms.decoding.errors import BusyError

# Seconds: nobody waits longer for a page.
MAX_WAIT_FOR_SLOT = 60


class Slots:
    """As many slots for children as there are cores, shared by all processes of this machine.

    A slot is a lock on a file, which the system releases when a process is killed.
    """

    def __init__(self) -> None:
        cores = core_count()
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


def core_count() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


slots = Slots()

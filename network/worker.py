"""A process of gunicorn that waits for nobody without end."""

import errno
import time

from gunicorn.workers.gthread import TConn, ThreadWorker

# Seconds that a visitor may be silent, or take nothing.
SILENCE = 10
# Seconds for the first line and the headers, and for a small form. More is a matter of size: so
# many bytes a second at least, and never longer than the last.
AT_FIRST = 20
PACE = 20_000
AT_LAST = 300


class Patient:
    """The socket of a visitor, with an end to its patience: in silence, and in trickling."""

    def __init__(self, sock):
        self._sock = sock
        self.begin()

    def __getattr__(self, name: str):
        return getattr(self._sock, name)

    def begin(self) -> None:
        """A new request has its own time."""
        now = time.monotonic()
        self._end, self._last_end = now + AT_FIRST, now + AT_LAST

    def setblocking(self, flag: bool) -> None:
        self._sock.settimeout(SILENCE if flag else 0)

    def recv(self, size: int) -> bytes:
        left = min(self._end, self._last_end) - time.monotonic()
        if left <= 0:
            raise gone("It came too slowly.")
        usual = self._sock.gettimeout()
        self._sock.settimeout(left if usual is None else min(left, usual))
        try:
            data = self._sock.recv(size)
        except TimeoutError as error:
            raise gone("Nothing came.") from error
        finally:
            self._sock.settimeout(usual)
        self._end += len(data) / PACE
        return data

    def sendall(self, data: bytes) -> None:
        try:
            self._sock.sendall(data)
        except TimeoutError as error:
            raise gone("It was not taken.") from error


def gone(why: str) -> OSError:
    """As if the visitor had hung up: for gunicorn that is no error of ours."""
    return ConnectionResetError(errno.ECONNRESET, why)


class Worker(ThreadWorker):
    def enqueue_req(self, conn: TConn) -> None:
        if not isinstance(conn.sock, Patient):
            conn.sock = Patient(conn.sock)
        conn.sock.begin()
        super().enqueue_req(conn)

"""Requests that arrive slowly wait outside the program.

A body that trickles in would hold a thread of the program and its connection to the database for as
long as its sender likes. So the program is called as soon as there is room, may refuse what is too
large by its announced size, and steps aside when it asks for a body that has not arrived yet: the
place and the connection go to somebody else until the whole body lies in a temporary file.
"""

import codecs
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from tempfile import SpooledTemporaryFile

from django.core.exceptions import BadRequest
from django.db import connection
from django.http import HttpRequest
from django.utils.http import parse_header_parameters

from gate.addresses import client_of

# What is larger waits on disk.
IN_MEMORY = 256 * 1024
A_PIECE = 64 * 1024

# So much may be on its way into one process at a time, and in so many pieces from one address.
# Two processes, each with as much, need twice that on disk at worst.
MOST_BYTES = 512 * 1024 * 1024
MOST_FROM_ONE = 8


class Doors:
    """Who is arriving just now, in one process."""

    def __init__(self, places: int):
        self.places = threading.BoundedSemaphore(places)
        self._lock = threading.Lock()
        self._bytes, self._clients = 0, Counter()

    @contextmanager
    def arriving(self, client: str, size: int) -> Iterator[None]:
        with self._lock:
            if self._bytes + size > MOST_BYTES or self._clients[client] >= MOST_FROM_ONE:
                raise BadRequest("Too much is arriving at the same time.")
            self._bytes += size
            self._clients[client] += 1
        try:
            yield
        finally:
            with self._lock:
                self._bytes -= size
                self._clients[client] -= 1
                if not self._clients[client]:
                    del self._clients[client]


class Body:
    """The body of a request, which is whole before the first byte of it is read."""

    def __init__(self, stream, size: int, client: str, doors: Doors):
        self._stream, self._size, self._client, self._doors = stream, size, client, doors
        self._file = None

    def read(self, *size: int) -> bytes:
        return self._arrived().read(*size)

    def readline(self, *size: int) -> bytes:
        return self._arrived().readline(*size)

    def close(self) -> None:
        if self._file:
            self._file.close()

    def _arrived(self):
        if self._file is None:
            self._file = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - closed by `close`
            with self._doors.arriving(self._client, self._size), self._stepped_aside():
                self._receive()
            self._file.seek(0)
        return self._file

    def _receive(self) -> None:
        left = self._size
        while left:
            try:
                piece = self._stream.read(min(left, A_PIECE))
            except OSError as error:
                raise BadRequest("The request stopped, or came too slowly.") from error
            if not piece:
                raise BadRequest("The request broke off.")
            self._file.write(piece)
            left -= len(piece)

    @contextmanager
    def _stepped_aside(self) -> Iterator[None]:
        """Whoever is in the middle of a transaction keeps the connection."""
        if not connection.in_atomic_block:
            connection.close()
        self._doors.places.release()
        try:
            yield
        finally:
            self._doors.places.acquire()


def is_unicode(content_type: str) -> bool:
    """Django decodes a request with any codec of Python that its sender names, and fails where that
    is a cipher or a compression. Names that Python does not know it ignores."""
    charset = parse_header_parameters(content_type)[1].get("charset", "utf-8")
    try:
        return codecs.lookup(charset).name == "utf-8"
    except (LookupError, ValueError):
        return True


def one_by_one(program: Callable, places: int) -> Callable:
    """A WSGI program of which at most `places` requests a process are worked on at a time."""
    doors = Doors(places)

    def application(environ: dict, start_response: Callable):
        if "HTTP_TRANSFER_ENCODING" in environ:
            # Django takes a body without a length for none at all, and would lose what was typed.
            start_response("411 Length Required", [("Connection", "close")])
            return [b"Send the length of the body (Content-Length)."]
        if not is_unicode(environ.get("CONTENT_TYPE", "")):
            start_response("415 Unsupported Media Type", [("Connection", "close")])
            return [b"Send it in UTF-8."]
        request = HttpRequest()
        request.META = environ
        announced = environ.get("CONTENT_LENGTH", "")
        size = int(announced) if announced.isdecimal() else 0
        body = Body(environ["wsgi.input"], size, client_of(request), doors)
        environ["wsgi.input"] = body
        with doors.places:
            try:
                return program(environ, start_response)
            finally:
                body.close()
                # What is sent now needs no database, however slowly it is taken.
                connection.close()

    return application

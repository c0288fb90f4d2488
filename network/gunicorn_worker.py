"""The worker of gunicorn: it reads addresses as people type them, and names no server.

gunicorn has no settings for either. Everything else is its own threaded worker.
"""

import re

from gunicorn.http import wsgi
from gunicorn.http.message import Request
from gunicorn.http.parser import RequestParser
from gunicorn.workers.gthread import ThreadWorker

BEYOND_ASCII = re.compile(rb"[\x80-\xff]")


def percent_encoded(request_line: bytes) -> bytes:
    """The request line with each byte beyond ASCII as browsers send it (`평등` is `%ED%8F%89…`).

    Feed readers, old programs and people with a command line send such bytes raw; gunicorn refuses
    them with 400.
    """
    return BEYOND_ASCII.sub(lambda byte: b"%%%02X" % ord(byte[0]), request_line)


class LenientRequest(Request):
    def parse_request_line(self, line_bytes: bytes) -> None:
        super().parse_request_line(percent_encoded(line_bytes))


class LenientParser(RequestParser):
    mesg_class = LenientRequest


class NamelessResponse(wsgi.Response):
    """An answer without the header `Server`."""

    def default_headers(self) -> list[str]:
        return [line for line in super().default_headers() if not line.startswith("Server:")]


class Worker(ThreadWorker):
    def init_process(self) -> None:
        # `wsgi.create` makes an answer of the class that stands here.
        wsgi.Response = NamelessResponse
        super().init_process()

    def enqueue_req(self, conn) -> None:
        """A connection that brings a parser along keeps it; gunicorn would give it its own."""
        if conn.parser is None:
            conn.parser = LenientParser(self.cfg, conn.sock, conn.client)
        super().enqueue_req(conn)

"""gunicorn's threaded worker, with two changes for which gunicorn has no settings: it accepts URLs
that are not percent-encoded, and sends no header `Server`."""

import re
from typing import Any

from gunicorn.http import wsgi
from gunicorn.http.message import Request
from gunicorn.http.parser import RequestParser
from gunicorn.workers.gthread import ThreadWorker

BEYOND_ASCII = re.compile(rb"[\x80-\xff]")


def percent_encoded(request_line: bytes) -> bytes:
    """Browsers send `평등` as `%ED%8F%89…`. Feed readers, old programs and command-line tools send
    the bytes as they are, which gunicorn refuses with 400."""
    return BEYOND_ASCII.sub(lambda byte: b"%%%02X" % ord(byte[0]), request_line)


class LenientRequest(Request):
    def parse_request_line(self, line_bytes: bytes) -> None:
        super().parse_request_line(percent_encoded(line_bytes))


class LenientParser(RequestParser):
    mesg_class = LenientRequest


class ResponseWithoutServerHeader(wsgi.Response):
    def default_headers(self) -> list[str]:
        return [line for line in super().default_headers() if not line.startswith("Server:")]


class Worker(ThreadWorker):
    def init_process(self) -> None:
        # `wsgi.create` instantiates this class.
        wsgi.Response = ResponseWithoutServerHeader
        super().init_process()

    def enqueue_req(self, conn: Any) -> None:
        # gunicorn gives its own parser to connections that have none.
        if conn.parser is None:
            conn.parser = LenientParser(self.cfg, conn.sock, conn.client)
        super().enqueue_req(conn)

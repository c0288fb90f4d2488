"""Requests to the site within this process, as a visitor without a session sends them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import get_language, override

from operations.snapshot.addresses import Address


def environ(address: Address) -> dict[str, Any]:
    """Of WSGI, without cookies and without a language that a browser prefers."""
    site = urlsplit(settings.SITE_URL)
    return {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": address.path.encode().decode("latin-1"),
        "QUERY_STRING": address.query,
        "SERVER_NAME": site.hostname,
        "SERVER_PORT": str(site.port or (443 if site.scheme == "https" else 80)),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": site.netloc,
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.url_scheme": "https" if settings.SECURE_SSL_REDIRECT else site.scheme,
        "wsgi.input": BytesIO(),
    }


def request_for(address: Address) -> HttpRequest:
    """For pages that the copy has in place of the site's."""
    return WSGIRequest(environ(address))


def start_response(status: str, headers: list[tuple[str, str]], *_error: Any) -> Callable:
    """The handler returns the response itself, with all that it tells a server here."""
    return BytesIO().write


@dataclass
class Visitor:
    handler: WSGIHandler = field(default_factory=WSGIHandler)

    @contextmanager
    def response(self, address: Address) -> Iterator[HttpResponseBase]:
        # Each request leaves its language behind.
        with override(get_language()):
            response = self.handler(environ(address), start_response)
            try:
                yield response
            finally:
                response.close()

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

from operations.snapshot.internal_urls import InternalURL


def environ(url: InternalURL) -> dict[str, Any]:
    """Of WSGI, without cookies and without a language that a browser prefers."""
    site = urlsplit(settings.SITE_URL)
    return {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": url.path.encode().decode("latin-1"),
        "QUERY_STRING": url.query,
        "SERVER_NAME": site.hostname,
        "SERVER_PORT": str(site.port or (443 if site.scheme == "https" else 80)),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": site.netloc,
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.url_scheme": "https" if settings.SECURE_SSL_REDIRECT else site.scheme,
        "wsgi.input": BytesIO(),
    }


def request_for(url: InternalURL) -> HttpRequest:
    """For pages that the copy has in place of the site's."""
    return WSGIRequest(environ(url))


def start_response(status: str, headers: list[tuple[str, str]], *_error: Any) -> Callable:
    """The handler returns the response itself, with all that it tells a server here."""
    return BytesIO().write


@dataclass
class SiteClient:
    handler: WSGIHandler = field(default_factory=WSGIHandler)

    @contextmanager
    def get(self, url: InternalURL) -> Iterator[HttpResponseBase]:
        # Each request leaves its language behind.
        with override(get_language()):
            response = self.handler(environ(url), start_response)
            try:
                yield response
            finally:
                response.close()

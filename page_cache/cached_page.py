"""A page in the cache, and the responses that are made of it."""

import gzip
from dataclasses import dataclass
from hashlib import sha256
from http import HTTPStatus
from typing import Self

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags

from page_cache.limits_and_periods import PROXY_SECONDS

# Browsers ask each time and get 304.
CACHE_CONTROL = f"max-age=0, s-maxage={PROXY_SECONDS}, must-revalidate"

# What an entry takes in memory besides its text: key, headers, objects.
ENTRY_OVERHEAD = 2000

# The headers of a response that depend on how the page is sent.
EXCLUDED_HEADERS = {"content-encoding", "content-length", "etag"}

Headers = list[tuple[str, str]]


@dataclass(frozen=True)
class PageResponse:
    status: HTTPStatus
    headers: Headers
    content: bytes

    def as_http_response(self) -> HttpResponse:
        response = HttpResponse(self.content, status=self.status)
        # A 304 has none; a page brings its own.
        del response.headers["Content-Type"]
        for name, value in self.headers:
            response.headers[name] = value
        return response


@dataclass(frozen=True)
class CachedPage:
    compressed: bytes
    headers: tuple[tuple[str, str], ...]
    etag: str
    expires_at: float
    """Unix timestamp."""

    @classmethod
    def from_response(cls, response: HttpResponse, expires_at: float) -> Self:
        is_compressed = response.get("Content-Encoding") == "gzip"
        content = gzip.decompress(response.content) if is_compressed else response.content
        patch_vary_headers(response, ["Accept-Encoding"])
        return cls(
            response.content if is_compressed else gzip.compress(content, mtime=0),
            tuple(
                (name, value)
                for name, value in response.items()
                if name.lower() not in EXCLUDED_HEADERS
            ),
            # Weak: the same page is sent compressed and not compressed.
            f'W/"{sha256(content).hexdigest()[:24]}"',
            expires_at,
        )

    @property
    def size(self) -> int:
        return len(self.compressed) + ENTRY_OVERHEAD

    def response(
        self, request: HttpRequest, cache_status: str, cache_control: str = CACHE_CONTROL
    ) -> PageResponse:
        """200 with the page, or 304 if the browser has it."""
        # RFC 9211: how the response came to be, for whoever runs the site.
        headers = [("ETag", self.etag), ("Cache-Control", cache_control)]
        known_etags = parse_etags(request.META.get("HTTP_IF_NONE_MATCH", ""))
        if self.etag in known_etags or "*" in known_etags:
            headers.append(("Vary", "Accept-Encoding"))
            return PageResponse(HTTPStatus.NOT_MODIFIED, headers, b"")
        content = self.compressed
        if "gzip" in request.META.get("HTTP_ACCEPT_ENCODING", ""):
            headers.append(("Content-Encoding", "gzip"))
        else:
            content = gzip.decompress(content)
        headers += [
            *self.headers,
            ("Content-Length", str(len(content))),
            ("Cache-Status", f"site; {cache_status}"),
        ]
        return PageResponse(HTTPStatus.OK, headers, b"" if request.method == "HEAD" else content)

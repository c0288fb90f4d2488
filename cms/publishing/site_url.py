"""The one URL of this site, whatever host name a request came by."""

import re
from functools import cache
from urllib.parse import urljoin, urlsplit

from django.conf import settings

# What `urljoin` reads as more than a path from the root: another host, or a way up.
NOT_PLAIN = re.compile(r"//|/\.|[?#]$")
# Links copied from the source of a page have `&amp;` between their parameters.
AMPERSAND = re.compile(r"&(?:amp;)*", re.IGNORECASE)


def absolute_url(path: str) -> str:
    """`https://www.example.org/ko/news/`, made from SITE_URL and never from the request: the Host
    header is written by the visitor."""
    if path.startswith("/") and not NOT_PLAIN.search(path):
        return _origin(settings.SITE_URL) + path
    return urljoin(settings.SITE_URL, path)


@cache
def _origin(url: str) -> str:
    return urljoin(url, "/").removesuffix("/")


def host_name() -> str:
    """Without a port."""
    return urlsplit(settings.SITE_URL).hostname or ""

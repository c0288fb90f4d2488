"""Addresses of the site, and the files of the copy that stand for them.

Coordinators write links in texts, so the parts of a file name are checked one by one.
"""

import mimetypes
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from urllib.parse import parse_qsl, quote, unquote_to_bytes, urlencode, urljoin, urlsplit

from django.conf import settings

from page_cache.cacheable_page import filtered_query

# The folder of a list for its variants by query: `ko/news/_/year-2025/index.html`.
VARIANTS = "_"

# Query parameters that turn the pages of a list; the others filter it.
PAGING = {"before", "after", "page"}
# All combinations of filters would be many times as many pages as the site has articles.
MAX_FILTERS = 1

# The copy's own files, and a folder that only programs name.
RESERVED = {"_redirects", "404.html"}
WELL_KNOWN = ".well-known"

# File systems take 255 bytes in a name.
LONGEST_NAME = 240
# What Windows and memory sticks refuse in names.
REFUSED = set('<>:"|?*\\')
PLAIN_VALUE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,99}")


class UnsafeAddressError(ValueError):
    """No file may have the name that an address asks for."""


@dataclass(frozen=True)
class Address:
    """A path without percent-encoding, and a query with it."""

    path: str
    query: str = ""

    def __str__(self) -> str:
        return quote(self.path) + (f"?{self.query}" if self.query else "")

    def with_query(self, query: str) -> "Address":
        return Address(self.path, query)


def parse_link(link: str, page: Address) -> tuple[Address, str] | None:
    """The address and fragment to which a link on a page leads; None if it leads elsewhere."""
    try:
        parts = urlsplit(urljoin(f"{settings.SITE_URL}{page}", link.strip()))
        path = unquote_to_bytes(parts.path).decode()
    except ValueError:
        return None
    own = urlsplit(settings.SITE_URL)
    if parts.scheme not in ("http", "https") or parts.netloc != own.netloc:
        return None
    return Address(path or "/", parts.query), parts.fragment


def chosen_variant(address: Address, page: Address, parameters: tuple[str, ...]) -> Address:
    """The address without parameters that choose nothing.

    A page of a list has no counterpart in another list, so the language switch leads to the first.
    Of more filters than a copy has only those are left that the link on the page adds.
    """
    query = filtered_query(quote(address.query, safe="=&%+-_.~:;,/@!$'()*"), parameters)
    pairs, present = parse_qsl(query), parse_qsl(page.query)
    if address.path != page.path:
        pairs = [pair for pair in pairs if pair[0] not in PAGING]
        query = urlencode(pairs)
    if len({name for name, _value in pairs} - PAGING) > MAX_FILTERS:
        pairs = [pair for pair in pairs if pair not in present and pair[0] not in PAGING]
        query = urlencode(pairs[:MAX_FILTERS])
    return address.with_query(query)


def page_file(address: Address) -> str:
    """The file of an HTML page, relative to the folder of the copy."""
    parts = _checked(part for part in address.path.split("/")[1:] if part)
    variant = [_segment(name, value) for name, value in parse_qsl(address.query)]
    if variant:
        parts += [VARIANTS, *variant]
    elif parts and parts[-1].endswith((".html", ".htm")) and not address.path.endswith("/"):
        return "/".join(parts)
    return "/".join([*parts, "index.html"])


def download_file(address: Address, name: str, content_type: str) -> str:
    """The file of anything else. If its address ends like that of a page, it gets a name of its
    own: a static host finds the type of a file by its ending."""
    if not address.path.endswith("/"):
        return "/".join(_checked(address.path.split("/")[1:]))
    ending = mimetypes.guess_extension(content_type) or ""
    parts = [part for part in address.path.split("/") if part]
    try:
        return "/".join(_checked([*parts, name]))
    except UnsafeAddressError:
        return "/".join(_checked([*parts, f"file{ending}"]))


def link_to_file(file: str) -> str:
    """`ko/news/index.html` -> `/ko/news/`."""
    is_index = file == "index.html" or file.endswith("/index.html")
    return "/" + quote(file.removesuffix("index.html") if is_index else file)


def _checked(parts: Iterable[str]) -> list[str]:
    found = list(parts)
    if not all(_is_safe(part) for part in found) or (found and found[0] in RESERVED):
        raise UnsafeAddressError("/".join(found))
    return found


def _is_safe(part: str) -> bool:
    return (
        bool(part)
        and (not part.startswith(".") or part == WELL_KNOWN)
        and not part.endswith((".", " "))
        and len(part.encode()) <= LONGEST_NAME
        and not REFUSED & set(part)
        and not any(unicodedata.category(character) == "Cc" for character in part)
    )


def _segment(name: str, value: str) -> str:
    if PLAIN_VALUE.fullmatch(name) and PLAIN_VALUE.fullmatch(value):
        return f"{name}-{value}"
    return sha256(urlencode({name: value}).encode()).hexdigest()[:24]

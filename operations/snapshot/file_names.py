"""The names of the files in a copy that stand for URLs of the site.

Coordinators write links in texts, so the segments of a path are checked one by one.
"""

import mimetypes
import re
import unicodedata
from collections.abc import Iterable
from hashlib import sha256
from urllib.parse import parse_qsl, quote, urlencode

from operations.snapshot.internal_urls import InternalURL

# The folder of a list for its variants by query: `ko/news/_/year-2025/index.html`.
VARIANTS = "_"

# The copy's own files, and a folder that only programs name.
RESERVED = {"_redirects", "404.html"}
WELL_KNOWN = ".well-known"

# File systems take 255 bytes in a name.
LONGEST_NAME = 240
# What Windows and memory sticks refuse in names.
REFUSED = set('<>:"|?*\\')
PLAIN_VALUE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,99}")


class UnsafeFileNameError(ValueError):
    """No file may have the name that a URL asks for."""


def page_file(url: InternalURL) -> str:
    """The file of an HTML page, relative to the folder of the copy."""
    segments = _checked(segment for segment in url.path.split("/")[1:] if segment)
    variant = [_segment(name, value) for name, value in parse_qsl(url.query)]
    if variant:
        segments += [VARIANTS, *variant]
    elif segments and segments[-1].endswith((".html", ".htm")) and not url.path.endswith("/"):
        return "/".join(segments)
    return "/".join([*segments, "index.html"])


def download_file(url: InternalURL, name: str, content_type: str) -> str:
    """The file of anything else. If its URL ends like that of a page, it gets a name of its
    own: a static host finds the type of a file by its ending."""
    if not url.path.endswith("/"):
        return "/".join(_checked(url.path.split("/")[1:]))
    ending = mimetypes.guess_extension(content_type) or ""
    segments = [segment for segment in url.path.split("/") if segment]
    try:
        return "/".join(_checked([*segments, name]))
    except UnsafeFileNameError:
        return "/".join(_checked([*segments, f"file{ending}"]))


def link_to_file(file: str) -> str:
    """`ko/news/index.html` -> `/ko/news/`."""
    is_index = file == "index.html" or file.endswith("/index.html")
    return "/" + quote(file.removesuffix("index.html") if is_index else file)


def _checked(segments: Iterable[str]) -> list[str]:
    found = list(segments)
    if not all(_is_safe(segment) for segment in found) or (found and found[0] in RESERVED):
        raise UnsafeFileNameError("/".join(found))
    return found


def _is_safe(segment: str) -> bool:
    return (
        bool(segment)
        and (not segment.startswith(".") or segment == WELL_KNOWN)
        and not segment.endswith((".", " "))
        and len(segment.encode()) <= LONGEST_NAME
        and not REFUSED & set(segment)
        and not any(unicodedata.category(character) == "Cc" for character in segment)
    )


def _segment(name: str, value: str) -> str:
    if PLAIN_VALUE.fullmatch(name) and PLAIN_VALUE.fullmatch(value):
        return f"{name}-{value}"
    return sha256(urlencode({name: value}).encode()).hexdigest()[:24]

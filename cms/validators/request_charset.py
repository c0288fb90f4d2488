"""Refuses requests in other character sets than UTF-8, which no browser sends.

A request may name a character set in its own header and in those of its parts. Django asks Python
for every name, and Python's `encodings` remembers unknown names for ever: 3,000 requests with names
of 7.8 kB cost 21 MB that never came back.
"""

import codecs
import encodings
import pkgutil
from collections.abc import Callable
from encodings import aliases

from django.http import HttpRequest, HttpResponse
from django.utils.http import parse_header_parameters

UTF_8 = ("utf-8", "utf8", "us-ascii", "ascii")
MAX_CONTENT_TYPE_LENGTH = 500


class RequestCharsetMiddleware:
    """The first of all middleware."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not is_utf_8(request.META.get("CONTENT_TYPE", "")):
            return HttpResponse("Send it in UTF-8.\n", content_type="text/plain", status=415)
        return self.get_response(request)


def is_utf_8(content_type: str) -> bool:
    """Whether a content type names UTF-8 or nothing. Compares names without asking Python for
    any."""
    if len(content_type) > MAX_CONTENT_TYPE_LENGTH:
        return False
    if "*" in content_type:
        # RFC 2231 lets the value itself be in any encoding. No browser does that.
        return False
    charset = parse_header_parameters(content_type)[1].get("charset", "utf-8")
    return charset.strip().strip("'\"").casefold() in UTF_8


def limit_codec_lookups() -> None:
    """Make Python look up existing encodings only, and remember no other name.

    Every way to name an encoding leads through this function: headers of requests and of their
    parts, e-mails, XML. Called once when the program starts.
    """
    codecs.unregister(encodings.search_function)
    codecs.register(find_known_codec)


def find_known_codec(name: str) -> codecs.CodecInfo | None:
    """Stricter than Python's own search, for which `utf--8` and `utf.-.8` are names of UTF-8, each
    to be remembered."""
    if len(name) > MAX_CODEC_NAME_LENGTH:
        return None
    known = name.lower().translate(SEPARATORS)
    return encodings.search_function(known) if known in KNOWN_CODECS else None


def known_codecs() -> frozenset[str]:
    """The names of Python's encodings, words separated by `_`."""
    modules = {module.name for module in pkgutil.iter_modules(encodings.__path__)}
    return frozenset((modules | set(aliases.aliases)) - {"aliases"})


SEPARATORS = str.maketrans("-. ", "___")
KNOWN_CODECS = known_codecs()
MAX_CODEC_NAME_LENGTH = 60

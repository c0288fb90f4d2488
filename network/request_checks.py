"""Requests that no browser sends and that Python or Django would stumble over.

A request may name the character set it is written in, in its own header and in those of its parts.
Django asks Python for whatever is named there, and Python's `encodings` remembers every name that
it does not know for ever: 3,000 requests with names of 7.8 kB cost 21 MB that never came back.
"""

import codecs
import encodings
import pkgutil
from collections.abc import Callable
from encodings import aliases

from django.http import HttpRequest, HttpResponse
from django.utils.http import parse_header_parameters

UTF_8 = ("utf-8", "utf8", "us-ascii", "ascii")
LONGEST_CONTENT_TYPE = 500


class RequestChecks:
    """Refuses request bodies that are not UTF-8; the first of all middleware."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not is_utf_8(request.META.get("CONTENT_TYPE", "")):
            return HttpResponse("Send it in UTF-8.\n", content_type="text/plain", status=415)
        return self.get_response(request)


def is_utf_8(content_type: str) -> bool:
    """Whether a request says of itself that it is UTF-8, or says nothing. Compares names and asks
    Python for none of them."""
    if len(content_type) > LONGEST_CONTENT_TYPE:
        return False
    if "*" in content_type:
        # RFC 2231 lets the value itself be in any encoding. No browser does that.
        return False
    charset = parse_header_parameters(content_type)[1].get("charset", "utf-8")
    return charset.strip().strip("'\"").casefold() in UTF_8


def limit_codec_lookups() -> None:
    """Let Python look for the encodings that it has, and remember no other name.

    Every way to name an encoding leads through this function: headers of requests and of their
    parts, mails, XML. Called once when the program starts.
    """
    codecs.unregister(encodings.search_function)
    codecs.register(find_known_codec)


def find_known_codec(name: str) -> codecs.CodecInfo | None:
    """Stricter than Python's own search, to which `utf--8` and `utf.-.8` are names of UTF-8, each
    to be remembered."""
    if len(name) > LONGEST_CODEC_NAME:
        return None
    known = name.lower().translate(SEPARATORS)
    return encodings.search_function(known) if known in KNOWN_CODECS else None


def known_codecs() -> frozenset[str]:
    """The names under which Python has an encoding, words parted by `_`."""
    modules = {module.name for module in pkgutil.iter_modules(encodings.__path__)}
    return frozenset((modules | set(aliases.aliases)) - {"aliases"})


SEPARATORS = str.maketrans("-. ", "___")
KNOWN_CODECS = known_codecs()
LONGEST_CODEC_NAME = 60

"""URLs of an older site, parsed so that encoding, slashes and the order of parameters do not
matter."""

from dataclasses import dataclass
from urllib.parse import unquote_to_bytes, urlsplit

from django.http import HttpRequest

from cms.text import cleaning

# Old Korean message boards encoded their URLs in CP949, a superset of EUC-KR.
ENCODINGS = ("utf-8", "cp949")

# No message board had more; a longer list is an attack.
MAX_PARAMETERS = 40


@dataclass(frozen=True)
class OldUrl:
    """A path without its last slash, and its parameters as `name=value`, sorted, each once."""

    path: str
    parameters: tuple[str, ...] = ()


def parse_url(url: str) -> OldUrl:
    """Parses what a coordinator typed or pasted, with or without scheme and host."""
    parts = urlsplit(url.strip())
    return _old_url(parts.path, parts.query)


def requested_url(request: HttpRequest) -> OldUrl:
    return _old_url(request.path_info, request.META.get("QUERY_STRING", ""))


def _old_url(path: str, query: str) -> OldUrl:
    pairs = query.split("&")[:MAX_PARAMETERS]
    parameters = {_decoded(pair.replace("+", " ")) for pair in pairs if pair}
    return OldUrl("/" + _decoded(path).strip("/"), tuple(sorted(parameters)))


def _decoded(quoted: str) -> str:
    """One line of text from percent-encoded bytes, composed (NFC); empty in other encodings."""
    data = unquote_to_bytes(quoted)
    for encoding in ENCODINGS:
        try:
            return cleaning.clean_line(data.decode(encoding))
        except UnicodeDecodeError:
            continue
    return ""

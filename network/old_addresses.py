"""Addresses of an older site, told apart by what they ask for and not by how they are written."""

from dataclasses import dataclass
from urllib.parse import unquote_to_bytes, urlsplit

from django.http import HttpRequest

from network import text

# Old Korean boards wrote their addresses in CP949, the wider form of EUC-KR.
ENCODINGS = ("utf-8", "cp949")

# No board asked for more; a longer list is a visitor's play.
MOST_PARAMETERS = 40


@dataclass(frozen=True)
class OldAddress:
    """A path without its last slash, and its parameters as `name=value`, sorted, each once."""

    path: str
    parameters: tuple[str, ...] = ()


def parse(address: str) -> OldAddress:
    """An address as somebody typed or pasted it, with or without scheme and host."""
    parts = urlsplit(address.strip())
    return _address(parts.path, parts.query)


def of_request(request: HttpRequest) -> OldAddress:
    """The address that a visitor asks for, from the bytes that the browser sent."""
    return _address(request.path_info, request.META.get("QUERY_STRING", ""))


def _address(path: str, query: str) -> OldAddress:
    pairs = query.split("&")[:MOST_PARAMETERS]
    parameters = {_decoded(pair.replace("+", " ")) for pair in pairs if pair}
    return OldAddress("/" + _decoded(path).strip("/"), tuple(sorted(parameters)))


def _decoded(quoted: str) -> str:
    """Percent-encoded bytes as one line of text, composed (NFC); empty when they are no text."""
    data = unquote_to_bytes(quoted)
    for encoding in ENCODINGS:
        try:
            return text.clean_line(data.decode(encoding))
        except UnicodeDecodeError:
            continue
    return ""

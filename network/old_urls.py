"""URLs of an older site, parsed so that encoding, slashes and the order of parameters do not
matter."""

import re
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes, urlsplit

from django.http import HttpRequest

from cms.publishing.site_url import AMPERSAND
from cms.text import plain_text

# Old Korean message boards encoded their URLs in CP949, a superset of EUC-KR.
ENCODINGS = ("utf-8", "cp949")

# No message board had more; a longer list is an attack.
MAX_PARAMETERS = 40

# Java servers put the session of a visitor into the path.
SESSION = re.compile(r";jsessionid=[^/;?]*", re.IGNORECASE)
# Old scripts wrote Korean with JavaScript's `escape`: %uC18C.
ESCAPED = re.compile(r"%u([0-9a-f]{4})", re.IGNORECASE)
# Not `12`, nor a name that some encoding spells otherwise.
PARAMETER_NAME = re.compile(r"[\w.\[\]-]+", re.ASCII)


@dataclass(frozen=True)
class OldUrl:
    """A path without its last slash, and its parameters as `name=value`, sorted, each once."""

    path: str
    parameters: tuple[str, ...] = ()


def parse_url(url: str) -> OldUrl:
    """Parses what a coordinator typed or pasted, with or without scheme and host."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        # A host that is none, as in "http://[".
        path, _mark, query = url.partition("?")
        return _old_url(path, query)
    return _old_url(parts.path, parts.query)


def requested_url(request: HttpRequest) -> OldUrl:
    return _old_url(request.path_info, request.META.get("QUERY_STRING", ""))


def parameter_name(parameter: str) -> str:
    """Empty for one without a plain name and a value."""
    name, _equals, value = parameter.partition("=")
    return name if value and PARAMETER_NAME.fullmatch(name) else ""


def _old_url(path: str, query: str) -> OldUrl:
    pairs = AMPERSAND.split(query, MAX_PARAMETERS)[:MAX_PARAMETERS]
    parameters = {_decoded(pair.replace("+", " ")) for pair in pairs if pair}
    path = "/".join(filter(None, _decoded(SESSION.sub("", path)).split("/")))
    return OldUrl(f"/{path}", tuple(sorted(parameters)))


def _decoded(quoted: str) -> str:
    """One line of text from percent-encoded bytes, composed (NFC); empty in other encodings."""
    escaped = ESCAPED.sub(lambda code: chr(int(code[1], 16)), quoted)
    data = unquote_to_bytes(escaped.encode(errors="replace"))
    for encoding in ENCODINGS:
        try:
            return plain_text.clean_line(data.decode(encoding))
        except UnicodeDecodeError:
            continue
    return ""

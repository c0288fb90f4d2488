"""Reading all of the site as a visitor without any secret can: pages, feeds, files, languages."""

import html
import re
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.urls import NoReverseMatch, Resolver404, get_resolver, resolve, reverse
from django.utils.translation import override

from cms.files.static_files import with_imports

LINK = re.compile(r'(?:href|src|content|action)="([^"#?]*)|url":\s?"([^"#?]+)|<loc>([^<]+)')
OF_A_LANGUAGE = re.compile(f"/({'|'.join(code for code, _name in settings.LANGUAGES)})/")


@dataclass(frozen=True)
class Answer:
    """What a visitor gets: how it ended, the body as it was sent, and headers and body in one
    text, entities resolved."""

    status: int
    body: str
    whole: str


def pages(client, *more: str) -> dict[str, Answer]:
    """Every address that needs no argument or is linked from another one, in every language: a
    page that is not there yet in the other language says so, and that is read as well."""
    waiting, read = [*unlinked(), *more], {}
    while waiting:
        address = waiting.pop()
        if address in read:
            continue
        response = client.get(address)
        sent = b"".join(response) if response.streaming else response.content
        body = sent.decode(errors="replace")
        text = html.unescape(body)
        # A length may look like any year or amount.
        headers = {name: told for name, told in response.items() if name != "Content-Length"}
        read[address] = Answer(response.status_code, body, f"{headers} {text}")
        waiting += [twin for link in linked(text) for twin in in_every_language(link)]
    return read


def linked(text: str) -> list[str]:
    found = (next(filter(None, places), "") for places in LINK.findall(text))
    return [link.removeprefix("http://testserver") for link in found]


def in_every_language(address: str) -> list[str]:
    if not OF_A_LANGUAGE.match(address):
        # Of what belongs to no language, maps lead on.
        return [address] if address.endswith(".xml") else []
    return [OF_A_LANGUAGE.sub(f"/{code}/", address, count=1) for code, _name in settings.LANGUAGES]


def names() -> set[str]:
    """The names of all addresses but those of the admin."""
    found, resolvers = set(), [("", get_resolver())]
    while resolvers:
        space, resolver = resolvers.pop()
        for pattern in resolver.url_patterns:
            if not hasattr(pattern, "url_patterns"):
                found.add(f"{space}{pattern.name}")
            elif pattern.app_name != "admin":
                resolvers.append((f"{pattern.namespace}:" if pattern.namespace else space, pattern))
    return found


def unlinked() -> list[str]:
    return [
        address
        for (code, _name), name in product(settings.LANGUAGES, sorted(names()))
        if (address := address_of(name, code))
    ]


def address_of(name: str, language: str) -> str:
    """The address with a name, if it needs no argument."""
    try:
        with override(language):
            return reverse(name)
    except NoReverseMatch:
        return ""


def name_of(address: str) -> str:
    found = OF_A_LANGUAGE.match(address)
    try:
        with override(found[1] if found else settings.LANGUAGE_CODE):
            return resolve(address).view_name
    except Resolver404:
        return ""


def linked_files(html: str) -> list[bytes]:
    """The style sheets and scripts that a page names, as visitors get them: a style sheet with
    those that it imports."""
    paths = re.findall(r'(?:href|src)="/static/([^"]+\.(?:css|js))"', html)
    return [with_imports(path, static_file).encode() for path in paths]


def static_file(name: str) -> str:
    return Path(finders.find(name)).read_text()

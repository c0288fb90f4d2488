"""Reads all of the site that links, sitemaps and old addresses lead to."""

import re
import zlib
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus

from django.conf import settings
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.http import parse_header_parameters

from cms import declarations
from cms.i18n import languages
from cms.publishing.publishable import Publishable
from network.models import Redirect
from operations.snapshot import markup, own_pages
from operations.snapshot.addresses import (
    Address,
    UnsafeAddressError,
    chosen_variant,
    download_file,
    page_file,
    parse_link,
)
from operations.snapshot.folder import SnapshotFolder
from operations.snapshot.visitor import Visitor
from page_cache.cacheable_page import PARAMETERS_ATTRIBUTE

# Beside the home pages, from which all else is linked.
SEEDS = ["/", "/sitemap.xml", "/robots.txt"]
SECURITY_TXT = "/.well-known/security.txt"

LOCATION = re.compile(r"<(?:image:)?loc>([^<]+)<")
CSS_URL = re.compile(r"""url\(\s*["']?([^"')]+)["']?\s*\)|@import\s+["']([^"']+)["']""")
JS_IMPORT = re.compile(r"""(?:\bfrom|\bimport)\s*\(?\s*["'](\.{1,2}/[^"']+)["']""")


class SiteFailedError(Exception):
    """The site answered with an error of its own: what it shows is no state to keep."""


@dataclass(frozen=True)
class Page:
    """An HTML page, compressed: all of them are in memory until every link is known."""

    compressed: bytes
    file: str

    @property
    def text(self) -> str:
        return zlib.decompress(self.compressed).decode()


@dataclass(frozen=True)
class Moved:
    target: str
    status: int


@dataclass
class Crawl:
    """`files` are written to `folder` at once. `previous` is the page before a page of a list."""

    folder: SnapshotFolder
    visitor: Visitor = field(default_factory=Visitor)
    pages: dict[Address, Page] = field(default_factory=dict)
    files: dict[Address, str] = field(default_factory=dict)
    moved: dict[Address, Moved] = field(default_factory=dict)
    same: dict[Address, Address] = field(default_factory=dict)
    previous: dict[Address, Address] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)
    _parameters: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _waiting: deque[Address] = field(default_factory=deque)
    _seen: set[Address] = field(default_factory=set)

    def run(self) -> None:
        for path in [*SEEDS, *(f"/{code}/" for code in languages.codes())]:
            self._add(Address(path))
        if settings.SECURITY_CONTACT:
            self._add(Address(SECURITY_TXT))
        for address in old_addresses():
            self._add(address)
        self._add_page_without_program(Address(reverse("admin:index")))
        while self._waiting:
            address = self._waiting.popleft()
            try:
                self._visit(address)
            except UnsafeAddressError:
                self.refused.append(str(address))

    def resolve(self, url: str, page: Address) -> tuple[Address, str] | None:
        """Where a link on a page leads, and its fragment; None for other sites."""
        found = parse_link(url, page)
        if found is None:
            return None
        address, fragment = found
        if is_admin(address):
            return Address(reverse("admin:index")), fragment
        parameters = self._parameters.get(address.path)
        if address.query and parameters is not None:
            address = chosen_variant(address, page, parameters)
        return address, fragment

    def _add(self, address: Address) -> None:
        if address not in self._seen:
            self._seen.add(address)
            self._waiting.append(address)

    def _add_link(self, url: str, page: Address) -> Address | None:
        found = self.resolve(url, page)
        if found:
            self._add(found[0])
        return found[0] if found else None

    def _visit(self, address: Address) -> None:
        if address in self.pages:
            return
        with self.visitor.response(address) as response:
            if response.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
                raise SiteFailedError(f"{address}: {response.status_code}")
            if location := response.get("Location"):
                self.moved[address] = Moved(location, response.status_code)
                self._add_link(location, address)
            elif response.status_code != HTTPStatus.OK:
                return
            elif response["Content-Type"].startswith("text/html"):
                self._take_html(address, response)
            elif address.query:
                self._take_variant(address, address.with_query(""))
            else:
                self._take_file(address, response)

    def _take_html(self, address: Address, response: HttpResponseBase) -> None:
        if not hasattr(response, PARAMETERS_ATTRIBUTE):
            self._add_page_without_program(address.with_query(""))
            if address.query:
                self.same[address] = address.with_query("")
            return
        # None: a page that no query changes.
        parameters = getattr(response, PARAMETERS_ATTRIBUTE) or ()
        self._parameters[address.path] = parameters
        variant = chosen_variant(address, address, parameters)
        if variant != address:
            self._take_variant(address, variant)
            return
        text = markup.selects_as_links(content(response).decode())
        if "noindex" in response.get("X-Robots-Tag", ""):
            text = own_pages.with_noindex(text)
        self._take_page(address, text)

    def _take_variant(self, address: Address, variant: Address) -> None:
        self.same[address] = variant
        self._add(variant)

    def _add_page_without_program(self, address: Address) -> None:
        self._seen.add(address)
        if address not in self.pages:
            self._take_page(address, own_pages.page_without_program(address))

    def _take_page(self, address: Address, text: str) -> None:
        file = page_file(address)
        text = own_pages.with_notice(text, address)
        self.pages[address] = Page(zlib.compress(text.encode(), 1), file)
        for link in markup.links(text):
            self._follow(link, address)
        for url in pictures_for_others(text):
            self._add_link(url, address)

    def _follow(self, link: markup.Link, page: Address) -> None:
        if link.rel == "external":
            return
        if link.is_post:
            found = self.resolve(link.url, page)
            if found:
                self._add_page_without_program(found[0].with_query(""))
            return
        if link.rel == "prev" and page in self.previous:
            return
        target = self._add_link(link.url, page)
        if link.rel == "next" and target:
            self.previous.setdefault(target, page)

    def _take_file(self, address: Address, response: HttpResponseBase) -> None:
        disposition = response.get("Content-Disposition", "")
        name = parse_header_parameters(disposition)[1].get("filename", "")
        content_type = response["Content-Type"].partition(";")[0]
        file = download_file(address, name, content_type)
        self.files[address] = file
        size = response.get("Content-Length", "")
        # The names of public pictures change with their content.
        is_picture = address.path.startswith(settings.MEDIA_URL)
        if is_picture and size and self.folder.has_size(file, int(size)):
            self.folder.keep(file)
            return
        if pattern := patterns().get(content_type):
            text = content(response)
            self.folder.write(file, [text])
            for found in pattern.finditer(text.decode()):
                self._add_link(next(filter(None, found.groups())), address)
        else:
            self.folder.write(file, chunks(response))


def patterns() -> dict[str, re.Pattern[str]]:
    """How files of a type name others."""
    return {
        "application/xml": LOCATION,
        "text/css": CSS_URL,
        "text/javascript": JS_IMPORT,
        "application/javascript": JS_IMPORT,
    }


def old_addresses() -> Iterator[Address]:
    """Former addresses of what is public, and those of an older site. A static host cannot tell
    those with a query apart."""
    for module in declarations.modules("sitemaps"):
        for section in module.SITEMAPS:
            for item in section.items():
                if isinstance(item, Publishable):
                    yield from former_addresses(item, section.languages(item))
    for path in Redirect.objects.filter(parameters=[]).values_list("path", flat=True):
        yield Address(path)


def former_addresses(item: Publishable, codes: Sequence[str]) -> Iterator[Address]:
    for former in item.former_slugs:
        item.slug = former
        for code in codes:
            yield Address(item.url_in(code))


def is_admin(address: Address) -> bool:
    return address.path.startswith(reverse("admin:index"))


def pictures_for_others(text: str) -> set[str]:
    """Public files that a page names with the site's address: pictures for whoever shares it."""
    pattern = rf"{re.escape(settings.SITE_URL + settings.MEDIA_URL)}[\w./%-]+"
    return set(re.findall(pattern, text))


def content(response: HttpResponseBase) -> bytes:
    return b"".join(chunks(response))


def chunks(response: HttpResponseBase) -> Iterator[bytes]:
    if isinstance(response, StreamingHttpResponse):
        yield from response
    elif isinstance(response, HttpResponse):
        yield response.content

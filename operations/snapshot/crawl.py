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

from cms.declarations.public_pages import sections
from cms.i18n import languages
from cms.publishing import short_urls
from cms.publishing.publishable import Publishable
from network.models import Redirect
from operations.snapshot import markup, substitute_pages
from operations.snapshot.file_names import UnsafeFileNameError, download_file, page_file
from operations.snapshot.folder import SnapshotFolder
from operations.snapshot.internal_urls import (
    InternalURL,
    canonical_url,
    parse_link,
)
from operations.snapshot.site_client import SiteClient
from page_cache.decorators import PARAMETERS_ATTRIBUTE, parameters_of

# Beside the home pages, from which all else is linked.
SEEDS = ["/", "/sitemap.xml", "/robots.txt"]
SECURITY_TXT = "/.well-known/security.txt"

CARDS_URL = "/cards/"

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
class FoundRedirect:
    target: str
    status: int


@dataclass
class Crawl:
    """What was found of the site, by URL. `files` are written to `folder` at once.

    `canonical` has the URL that shows the same page, for URLs with parameters that choose nothing.
    `previous_pages` has the page before a page of a list.
    """

    folder: SnapshotFolder
    client: SiteClient = field(default_factory=SiteClient)
    pages: dict[InternalURL, Page] = field(default_factory=dict)
    files: dict[InternalURL, str] = field(default_factory=dict)
    redirects: dict[InternalURL, FoundRedirect] = field(default_factory=dict)
    canonical: dict[InternalURL, InternalURL] = field(default_factory=dict)
    previous_pages: dict[InternalURL, InternalURL] = field(default_factory=dict)
    unsafe_urls: list[str] = field(default_factory=list)
    _parameters: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _waiting: deque[InternalURL] = field(default_factory=deque)
    _seen: set[InternalURL] = field(default_factory=set)

    def run(self) -> None:
        for path in [*SEEDS, *(f"/{code}/" for code in languages.codes())]:
            self._add(InternalURL(path))
        if settings.SECURITY_CONTACT:
            self._add(InternalURL(SECURITY_TXT))
        for url in unlinked_urls():
            self._add(url)
        self._add_substitute_page(InternalURL(reverse("admin:index")))
        while self._waiting:
            url = self._waiting.popleft()
            try:
                self._visit(url)
            except UnsafeFileNameError:
                self.unsafe_urls.append(str(url))

    def resolve(self, link_url: str, page: InternalURL) -> tuple[InternalURL, str] | None:
        """Where a link on a page leads, and its fragment; None for other sites."""
        found = parse_link(link_url, page)
        if found is None:
            return None
        url, fragment = found
        if is_admin_url(url):
            return InternalURL(reverse("admin:index")), fragment
        parameters = self._parameters.get(url.path)
        if url.query and parameters is not None:
            url = canonical_url(url, page, parameters)
        return url, fragment

    def _add(self, url: InternalURL) -> None:
        if url not in self._seen:
            self._seen.add(url)
            self._waiting.append(url)

    def _add_link(self, link_url: str, page: InternalURL) -> InternalURL | None:
        found = self.resolve(link_url, page)
        if found:
            self._add(found[0])
        return found[0] if found else None

    def _visit(self, url: InternalURL) -> None:
        if url in self.pages:
            return
        with self.client.get(url) as response:
            if response.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
                raise SiteFailedError(f"{url}: {response.status_code}")
            if location := response.get("Location"):
                self.redirects[url] = FoundRedirect(location, response.status_code)
                self._add_link(location, url)
            elif response.status_code != HTTPStatus.OK:
                return
            elif response["Content-Type"].startswith("text/html"):
                self._handle_html(url, response)
            elif url.query:
                self._note_variant(url, url.with_query(""))
            else:
                self._store_file(url, response)

    def _handle_html(self, url: InternalURL, response: HttpResponseBase) -> None:
        if not hasattr(response, PARAMETERS_ATTRIBUTE):
            self._add_substitute_page(url.with_query(""))
            if url.query:
                self.canonical[url] = url.with_query("")
            return
        # A copy has nothing for the query of an older site.
        parameters = parameters_of(response) or ()
        self._parameters[url.path] = parameters
        variant = canonical_url(url, url, parameters)
        if variant != url:
            self._note_variant(url, variant)
            return
        text = markup.selects_as_links(content(response).decode())
        if "noindex" in response.get("X-Robots-Tag", ""):
            text = substitute_pages.with_noindex(text)
        self._store_page(url, text)

    def _note_variant(self, url: InternalURL, variant: InternalURL) -> None:
        self.canonical[url] = variant
        self._add(variant)

    def _add_substitute_page(self, url: InternalURL) -> None:
        self._seen.add(url)
        if url not in self.pages:
            self._store_page(url, substitute_pages.substitute_page(url))

    def _store_page(self, url: InternalURL, text: str) -> None:
        file = page_file(url)
        text = substitute_pages.with_notice(text, url)
        self.pages[url] = Page(zlib.compress(text.encode(), 1), file)
        for link in markup.links(text):
            self._follow(link, url)
        for link_url in pictures_for_others(text):
            self._add_link(link_url, url)

    def _follow(self, link: markup.Link, page: InternalURL) -> None:
        if link.rel == "external":
            return
        if link.is_post:
            found = self.resolve(link.url, page)
            if found:
                self._add_substitute_page(found[0].with_query(""))
            return
        if link.rel == "prev" and page in self.previous_pages:
            return
        target = self._add_link(link.url, page)
        if link.rel == "next" and target:
            self.previous_pages.setdefault(target, page)

    def _store_file(self, url: InternalURL, response: HttpResponseBase) -> None:
        disposition = response.get("Content-Disposition", "")
        name = parse_header_parameters(disposition)[1].get("filename", "")
        content_type = response["Content-Type"].partition(";")[0]
        file = download_file(url, name, content_type)
        self.files[url] = file
        size = response.get("Content-Length", "")
        # The names of public pictures change with their content.
        is_picture = url.path.startswith((settings.MEDIA_URL, CARDS_URL))
        if is_picture and size and self.folder.has_size(file, int(size)):
            self.folder.keep(file)
            return
        if pattern := patterns().get(content_type):
            text = content(response)
            self.folder.write(file, [text])
            for found in pattern.finditer(text.decode()):
                self._add_link(next(filter(None, found.groups())), url)
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


def unlinked_urls() -> Iterator[InternalURL]:
    """Short and former addresses of what is public, and those of an older site. A static host
    cannot tell those with a query apart."""
    yield short_url(short_urls.JOIN)
    for section in sections().values():
        for item in section.items():
            if code := short_urls.code_of(item):
                yield short_url(code)
            if isinstance(item, Publishable):
                yield from former_urls(item, section.languages(item))
    for path in Redirect.objects.filter(parameters=[]).values_list("path", flat=True):
        yield InternalURL(path)


def short_url(code: str) -> InternalURL:
    return InternalURL(reverse("short-url", args=[code]))


def former_urls(item: Publishable, codes: Sequence[str]) -> Iterator[InternalURL]:
    for former in item.former_slugs:
        item.slug = former
        for code in codes:
            yield InternalURL(item.url_in(code))


def is_admin_url(url: InternalURL) -> bool:
    return url.path.startswith(reverse("admin:index"))


def pictures_for_others(text: str) -> set[str]:
    """Public files that a page names with the site's address: pictures for whoever shares it."""
    folders = "|".join(map(re.escape, [settings.MEDIA_URL, CARDS_URL]))
    return set(re.findall(rf"{re.escape(settings.SITE_URL)}(?:{folders})[\w./%-]+", text))


def content(response: HttpResponseBase) -> bytes:
    return b"".join(chunks(response))


def chunks(response: HttpResponseBase) -> Iterator[bytes]:
    if isinstance(response, StreamingHttpResponse):
        yield from response
    elif isinstance(response, HttpResponse):
        yield response.content

"""An index, and a map for each thousand items of a section."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import override
from django.views.decorators.http import require_safe

from cms.declarations.public_pages import Image, PageSection, sections
from cms.i18n import languages
from cms.publishing.site_url import absolute_url
from cms.queries.loose_index_scan import distinct_ranges
from page_cache.decorators import cacheable_page

# By primary key, so that no map has to count the items before its own. A protocol of search engines
# allows 50,000 URLs in a map.
KEYS_PER_MAP = 1_000

# No table has more items; larger numbers are none that a database takes.
MAX_MAPS = 100_000

# Pages that are no items; each stands in every language.
LISTS = [
    "home",
    "news:articles",
    "news:press-room",
    "news:topics",
    "news:photo-credits",
    "events:events",
    "resources:resources",
    "members:members",
    "members:people",
    "joining:join",
]


@dataclass(frozen=True)
class SitemapEntry:
    """An absolute URL, and the URLs of the page in all languages that have it."""

    url: str
    alternates: list[tuple[str, str]]
    lastmod: datetime | None
    image: Image


@require_safe
@cacheable_page()
def sitemap_index(request: HttpRequest) -> HttpResponse:
    maps = [absolute_url(reverse("sitemap-lists"))]
    for name, section in sections().items():
        for number in distinct_ranges(section.items(), "pk", KEYS_PER_MAP):
            maps.append(absolute_url(reverse("sitemap", args=[name, number])))
    return as_xml(request, "website/sitemaps/index.xml", {"maps": maps})


@require_safe
@cacheable_page()
def sitemap_lists(request: HttpRequest) -> HttpResponse:
    entries: list[SitemapEntry] = []
    for name in LISTS:
        paths: dict[str, str] = {}
        for code in languages.codes():
            with override(code):
                paths[code] = reverse(name)
        entries += entries_of(paths)
    return as_xml(request, "website/sitemaps/map.xml", {"entries": entries})


@require_safe
@cacheable_page()
def sitemap(request: HttpRequest, name: str, number: int) -> HttpResponse:
    """The items whose keys are of the thousand with this number, beginning with 1."""
    section = sections().get(name)
    if section is None or not 1 <= number <= MAX_MAPS:
        raise Http404
    first = (number - 1) * KEYS_PER_MAP
    items = section.items().filter(pk__gt=first, pk__lte=first + KEYS_PER_MAP).order_by("pk")
    entries = [entry for item in items for entry in item_entries(section, item)]
    return as_xml(request, "website/sitemaps/map.xml", {"entries": entries})


def item_entries(section: PageSection, item: Any) -> Iterator[SitemapEntry]:
    paths: dict[str, str] = {}
    images: dict[str, Image] = {}
    lastmods: dict[str, datetime | None] = {}
    for code in section.languages(item):
        with override(code):
            paths[code], images[code] = section.path(item), section.image_object(item)
        lastmods[code] = section.lastmod(item, code)
    return entries_of(paths, lastmods, images)


def entries_of(
    paths: dict[str, str],
    lastmods: dict[str, datetime | None] | None = None,
    images: dict[str, Image] | None = None,
) -> Iterator[SitemapEntry]:
    urls = [(code, absolute_url(path)) for code, path in paths.items()]
    for code, url in urls:
        yield SitemapEntry(
            url,
            urls if len(urls) > 1 else [],
            (lastmods or {}).get(code),
            (images or {}).get(code),
        )


def as_xml(request: HttpRequest, template: str, context: dict) -> HttpResponse:
    return render(request, template, context, content_type="application/xml")

"""The pages whose addresses are nearest to one at which there is none."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any
from urllib.parse import unquote

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import QuerySet, Value
from django.urls import reverse
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

from cms.declarations.public_pages import PageSection, sections
from cms.i18n import languages
from cms.publishing.breadcrumbs import rules
from cms.queries.compiled_query import CompiledQuery
from cms.text import slugs
from website.views.sitemaps import LISTS

MAX_PAGES = 3
MAX_PATH_LENGTH = 200
# Of the addresses of lists: "new" is near "news", "about" is near none of them.
MIN_LIKENESS = 0.7


@dataclass(frozen=True)
class NearPage:
    title: SafeString
    url: str


def language_of(path: str) -> str:
    """The language with whose code the path begins; empty if there is none."""
    first = path.lstrip("/").partition("/")[0]
    return first if first in languages.codes() else ""


def words_of(path: str) -> str:
    """The last part of a path, as somebody would type it into a search."""
    parts = [part for part in unquote(path)[:MAX_PATH_LENGTH].split("/")[2:] if part]
    return " ".join(parts[-1].replace("-", " ").split()) if parts else ""


def nearest_pages(path: str) -> list[NearPage]:
    """Lists first; then items that are public in the reader's language, the nearest first."""
    parts = [part for part in unquote(path)[:MAX_PATH_LENGTH].split("/")[2:] if part]
    if not parts:
        return []
    found = _nearest_lists(parts) + _nearest_items(slugs.propose_slug(parts[-1].replace("-", " ")))
    return found[:MAX_PAGES]


def _nearest_lists(parts: Sequence[str]) -> list[NearPage]:
    urls = {reverse(name): name for name in LISTS if name in rules()}
    by_slug = {url.strip("/").rpartition("/")[2]: url for url in urls}
    # A list whose address is right is not what was meant.
    close = [] if parts[0] in by_slug else get_close_matches(parts[0], by_slug, 1, MIN_LIKENESS)
    return [NearPage(_label(urls[by_slug[slug]]), by_slug[slug]) for slug in close]


def _label(name: str) -> SafeString:
    label = rules()[name].label
    return conditional_escape(label({}) if callable(label) else str(label))


def _nearest_items(slug: str) -> list[NearPage]:
    """One query for their keys, and one for each model that is among them."""
    if not slug:
        return []
    order = [(row["section"], row["pk"]) for row in SIMILAR.rows(slug)]
    items = {
        (name, item.pk): item
        for name in dict(order)
        for item in sections()[name].items().filter(pk__in=[pk for of, pk in order if of == name])
    }
    found = [(sections()[key[0]], items[key]) for key in order if key in items]
    return [
        NearPage(conditional_escape(section.title(item, languages.active())), section.path(item))
        for section, item in found
        if languages.active() in section.languages(item)
    ]


def _similar(slug: str) -> QuerySet[Any]:
    """Shape: section, pk, similarity."""
    searched = [
        _with_like_slugs(section, slug).annotate(section=Value(name))
        for name, section in sections().items()
        if section.slug_field
    ]
    first, *others = (items.values("section", "pk", "similarity") for items in searched)
    return first.union(*others, all=True).order_by("-similarity")[:MAX_PAGES]


SIMILAR = CompiledQuery(_similar)


def _with_like_slugs(section: PageSection, slug: str) -> QuerySet[Any]:
    items = section.items().order_by().select_related(None)
    similarity = TrigramSimilarity(section.slug_field, slug)
    is_like = {f"{section.slug_field}__trigram_similar": slug}
    return items.filter(**is_like).annotate(similarity=similarity)

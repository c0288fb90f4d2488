"""The search of the admin: items of every kind, public or not, that the reader may open.

`ADMIN_FINDERS` add what the index must not contain.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cms import declarations
from cms.declarations.search import AdminFinder, AdminResult
from cms.i18n import languages
from cms.text.plain_text import clean_line
from search import index
from search.finding.keyboard_layout import other_layout
from search.finding.query_terms import Query
from search.finding.snippets import snippet
from search.finding.sql_condition import SqlCondition
from search.finding.windowed_search import EntryGroup, Ranking, entries_with, search
from search.limits_and_periods import ADMIN_RESULTS_PER_KIND, MAX_QUERY_LENGTH
from search.models import Entry
from search.triggers import searchables


@dataclass(frozen=True)
class ResultGroup:
    """The results of one kind, the best first."""

    label: str
    results: list[AdminResult]
    has_more: bool


def find(request: HttpRequest, query: Query, *, with_encrypted: bool) -> list[ResultGroup]:
    """The results by kind. What is encrypted takes longer, and is left out while somebody types."""
    if not query:
        return []
    groups = list(_indexed_groups(request, query))
    if with_encrypted:
        groups += _encrypted_groups(request, query.typed)
    return groups


def find_in_either_layout(
    request: HttpRequest, typed: str, *, with_encrypted: bool
) -> tuple[list[ResultGroup], str]:
    """The results, and the query in the other keyboard layout if only that has any."""
    query = Query(typed, index.index_waiting_changes().synonyms)
    groups = find(request, query, with_encrypted=with_encrypted)
    other = query.of(other_layout(typed))
    if groups or not other:
        return groups, ""
    groups = find(request, other, with_encrypted=with_encrypted)
    return groups, other.typed if groups else ""


def _indexed_groups(request: HttpRequest, query: Query) -> Iterator[ResultGroup]:
    """The topmost app first."""
    rankings = {
        searchable.model: Ranking(list(_groups(searchable.kind)))
        for searchable in reversed(searchables())
        if may_view(request, searchable.model)
    }
    # An item has an entry in each language.
    needed = (ADMIN_RESULTS_PER_KIND + 1) * len(languages.codes())
    search(list(rankings.values()), query, needed)
    best = {model: ranking.best(needed) for model, ranking in rankings.items()}
    by_key = {entry.pk: entry for entry in entries_with([*chain(*best.values())])}
    for model, keys in best.items():
        if entries := _one_of_each_item([by_key[key] for key in keys if key in by_key]):
            shown = entries[:ADMIN_RESULTS_PER_KIND]
            results = list(_results(request, model, shown, query))
            yield ResultGroup(_label(model), results, len(entries) > len(shown))


def _groups(kind: str) -> Iterator[EntryGroup]:
    for searched in ("title_index", "text_index"):
        yield EntryGroup(SqlCondition("kind = %s", (kind,)), "item_id", searched)


def _one_of_each_item(entries: list[Entry]) -> list[Entry]:
    """The best one, but that in the reader's language if it matches, too."""
    of_items: dict[int, Entry] = {}
    for entry in entries:
        best = of_items.setdefault(entry.item_id, entry)
        if entry.language == languages.active() != best.language:
            of_items[entry.item_id] = entry
    return list(of_items.values())


def may_view(request: HttpRequest, model: type[Model]) -> bool:
    if not admin.site.is_registered(model):
        return False
    return admin.site.get_model_admin(model).has_view_permission(request)


def _results(
    request: HttpRequest, model: type[Model], entries: list[Entry], query: Query
) -> Iterator[AdminResult]:
    model_admin: Any = admin.site.get_model_admin(model)
    items = model_admin.get_queryset(request).in_bulk([entry.item_id for entry in entries])
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}_change"
    for entry in entries:
        if item := items.get(entry.item_id):
            yield AdminResult(
                title=str(item),
                url=reverse(name, args=[item.pk]),
                status=model_admin.search_status(item),
                snippet=snippet(entry.text, query) if entry.text else "",
                language=entry.language,
            )


def _encrypted_groups(request: HttpRequest, typed: str) -> Iterator[ResultGroup]:
    for finder in admin_finders():
        results = finder.find(request, typed, ADMIN_RESULTS_PER_KIND + 1)
        if results:
            shown = results[:ADMIN_RESULTS_PER_KIND]
            yield ResultGroup(_label(finder.model), shown, len(results) > len(shown))


def admin_finders() -> list[AdminFinder]:
    modules = declarations.modules("search")
    return [finder for module in modules for finder in getattr(module, "ADMIN_FINDERS", [])]


def _label(model: type[Model]) -> str:
    return capfirst(str(model._meta.verbose_name_plural))


def search_page(request: HttpRequest) -> HttpResponse:
    """The page of results. With `panel`, the part of it that the box shows while somebody types."""
    typed = clean_line(request.GET.get("q", ""))[:MAX_QUERY_LENGTH]
    is_panel = "panel" in request.GET
    groups, meant = find_in_either_layout(request, typed, with_encrypted=not is_panel)
    context: dict[str, Any] = {"typed": typed, "groups": groups, "meant": meant}
    if is_panel:
        context["finds_encrypted"] = any(may_view(request, one.model) for one in admin_finders())
        response: HttpResponse = TemplateResponse(request, "search/admin/_panel.html", context)
    else:
        title = (
            _("Search for “{words}”").format(words=typed) if typed else pgettext("noun", "Search")
        )
        context |= admin.site.each_context(request) | {"title": title}
        response = TemplateResponse(request, "search/admin/search.html", context)
    response["Cache-Control"] = "no-store"
    return response

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from cms.publishing.noindex import noindex
from page_cache.cached_page import CACHE_CONTROL
from search import index
from search.finding.keyboard_layout import other_layout
from search.finding.near_words import near_queries
from search.finding.query_terms import Query
from search.finding.results import ResultPage, find_results, has_results, newest_entries
from search.finding.search_filter import FilterLinks, SearchFilter, filter_options, kinds
from search.finding.suggestions import suggested_entries
from search.limits import MAX_SUGGESTED_QUERY_LENGTH
from search.missed_queries import count_missed_query


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Without results, what was typed is searched in the other keyboard layout, unless the reader
    insists (`as=typed`)."""
    query = Query(request.GET.get("q", ""))
    search_filter = SearchFilter.from_query_string(request.GET)
    context: dict[str, Any] = {"query": query, "filter": FilterLinks(query.typed, search_filter)}
    if query:
        index.index_waiting_changes()
        page: ResultPage | None = find_results(query, search_filter)
        other_query = ""
        if not page and request.GET.get("as") != "typed":
            page, other_query = _in_other_layout(query, search_filter)
        context |= {"page": page, "other_query": other_query}
        if not page:
            context |= _instead(query, search_filter)
    response = render(request, "search/search.html", context)
    # Each query has its own URL; search engines index none of them.
    noindex(response)
    return response


def _in_other_layout(query: Query, search_filter: SearchFilter) -> tuple[ResultPage | None, str]:
    """The results and the query, if any."""
    other = Query(other_layout(query.typed))
    if other and (page := find_results(other, search_filter)):
        return page, other.typed
    return None, ""


def _instead(query: Query, search_filter: SearchFilter) -> dict[str, Any]:
    """What a page without results offers."""
    if not search_filter and search_filter.page == 1:
        count_missed_query(query)
    return {
        "is_found_elsewhere": bool(search_filter) and has_results(query),
        "near_queries": near_queries(query),
        "topics": filter_options().topics,
        "newest": newest_entries(),
    }


@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """Titles for what somebody has typed so far, as JSON for `search_suggestions.js`."""
    query = Query(request.GET.get("q", "")[:MAX_SUGGESTED_QUERY_LENGTH])
    is_up_to_date = index.index_waiting_changes()
    entries = suggested_entries(query) or suggested_entries(Query(other_layout(query.typed)))
    labels = kinds()
    items = [
        {
            "title": entry.title,
            "url": entry.url,
            "kind": labels[entry.kind],
            "language": entry.language,
        }
        for entry in entries
    ]
    number = len(items)
    said = ngettext("{number} suggestion", "{number} suggestions", number).format(number=number)
    answer = {"label": _("Suggestions"), "status": said, "items": items}
    response = JsonResponse(answer, json_dumps_params={"ensure_ascii": False})
    # No page for the cache in memory: it may be read from a replica, and this writes the index.
    response["Cache-Control"] = CACHE_CONTROL if is_up_to_date else "no-store"
    noindex(response)
    return response

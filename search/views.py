from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from cms.publishing.noindex import noindex
from page_cache.cached_page import CACHE_CONTROL
from page_cache.decorators import hide_other_parameters
from search import index
from search.finding.keyboard_layout import other_layout
from search.finding.near_words import near_queries
from search.finding.query_terms import Query
from search.finding.results import find_results, newest_entries, which_have_results
from search.finding.search_filter import FilterLinks, SearchFilter, filter_options, kinds
from search.finding.suggestions import is_long_enough, suggested_entries
from search.limits_and_periods import MAX_NEAR_TERMS, MAX_SUGGESTED_QUERY_LENGTH
from search.missed_queries import count_missed_query


@require_safe
@hide_other_parameters("q", "kind", "topic", "year", "page", "as")
def search(request: HttpRequest) -> HttpResponse:
    """Without results, what was typed is searched in the other keyboard layout, unless the reader
    insists (`as=typed`)."""
    typed = request.GET.get("q", "")
    query = Query(typed, index.index_waiting_changes().synonyms if typed else [])
    context: dict[str, Any] = {"query": query}
    if query:
        options = filter_options()
        search_filter = SearchFilter.from_query_string(request.GET, options)
        context["filter"] = FilterLinks(query.typed, search_filter, options)
        if page := find_results(query, search_filter):
            context["page"] = page
        else:
            is_meant = request.GET.get("as") == "typed"
            other = query.of("" if is_meant else other_layout(query.typed))
            context |= _without_results(query, other, search_filter)
    response = render(request, "search/search.html", context)
    # Each query has its own URL; search engines index none of them.
    return noindex(response)


def _without_results(query: Query, other: Query, search_filter: SearchFilter) -> dict[str, Any]:
    """The results for the other query, or what leads on where there are none either."""
    everything, nothing = SearchFilter(), query.of("")
    is_all_searched = not search_filter and search_filter.page == 1
    words = query.words[:MAX_NEAR_TERMS]
    # The only word of a query has no results where all was searched.
    asked = [] if is_all_searched and len(words) == 1 else words
    is_meant, is_found_elsewhere, *are_known = which_have_results(
        [
            (other, search_filter),
            (nothing if is_all_searched else query, everything),
            *((query.of(word), everything) for word in asked),
        ]
    )
    if is_meant:
        return {"page": find_results(other, search_filter), "other_query": other.typed}
    if is_all_searched:
        count_missed_query(query)
    known = {word for word, is_known in zip(asked, are_known, strict=True) if is_known}
    unknown = [word for word in words if word not in known]
    return {
        "is_found_elsewhere": is_found_elsewhere,
        "near_queries": near_queries(query, words, unknown),
        "newest": newest_entries(),
    }


@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """Titles for what somebody has typed so far, as JSON for `search_suggestions.js`."""
    state = index.index_waiting_changes()
    query = Query(request.GET.get("q", "")[:MAX_SUGGESTED_QUERY_LENGTH], state.synonyms)
    entries = suggested_entries(query) or suggested_entries(query.of(other_layout(query.typed)))
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
    answer = {"label": _("Suggestions"), "status": _status(query, len(items)), "items": items}
    response = JsonResponse(answer, json_dumps_params={"ensure_ascii": False})
    # No page for the cache in memory: it may be read from a replica, and this writes the index.
    response["Cache-Control"] = CACHE_CONTROL if state.is_up_to_date else "no-store"
    noindex(response)
    return response


def _status(query: Query, number: int) -> str:
    if number:
        return ngettext("{number} suggestion", "{number} suggestions", number).format(number=number)
    if is_long_enough(query):
        return _("No title or name matches. Press “Search” to look in the texts, too.")
    return ""

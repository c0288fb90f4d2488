from collections.abc import Iterator
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from news.archive.topics import used_topics
from search import index
from search.finding import results
from search.finding.keyboard_layout import other_layout
from search.finding.query_terms import Query
from search.missed_queries import count_missed_query
from search.models import Change
from search.triggers import searchables


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Without results, what was typed is searched in the other keyboard layout, unless the reader
    insists (`as=typed`)."""
    query = Query(request.GET.get("q", ""))
    kinds = {
        model.kind: str(model.label) for model in reversed(searchables()) if not model.only_in_admin
    }
    search_filter = results.SearchFilter.from_query_string(request.GET, kinds)
    parameters = _parameters(query, search_filter)
    page, other_query = None, ""
    if query:
        if Change.objects.exists():
            index.index_changes()
        page = results.find_results(query, search_filter)
        if not page and request.GET.get("as") != "typed":
            page, other_query = _in_other_layout(query, search_filter)
        if not page and search_filter.page == 1 and not search_filter.condition():
            count_missed_query(query)
    context = {
        "query": query,
        "other_query": other_query,
        "page": page,
        "filter": search_filter,
        "kind_links": list(_kind_links(query, search_filter)) if query else [],
        "topics": used_topics() if query and not page else (),
        "as_typed_url": _search_url(q=query.typed, **{"as": "typed"}),
        "next_url": _search_url(**parameters | {"page": search_filter.page + 1}),
        "previous_url": _search_url(**parameters | {"page": search_filter.page - 1}),
    }
    response = render(request, "search/search.html", context)
    # Each query has its own URL; search engines index none of them.
    response["X-Robots-Tag"] = "noindex"
    return response


def _in_other_layout(
    query: Query, search_filter: results.SearchFilter
) -> tuple[results.ResultPage | None, str]:
    """The results and the query, if any."""
    other = Query(other_layout(query.typed))
    if other and (page := results.find_results(other, search_filter)):
        return page, other.typed
    return None, ""


def _kind_links(
    query: Query, search_filter: results.SearchFilter
) -> Iterator[tuple[str, str, bool]]:
    """Links that narrow the results to a kind. Shape: label, URL, whether it is active."""
    parameters = _parameters(query, search_filter)
    for kind, label in {"": "", **search_filter.kinds}.items():
        yield label, _search_url(**parameters | {"kind": kind}), kind == search_filter.kind


def _parameters(query: Query, search_filter: results.SearchFilter) -> dict[str, str | int]:
    return {
        "q": query.typed,
        "kind": search_filter.kind,
        "topic": search_filter.topic.slug if search_filter.topic else "",
        "year": search_filter.year or "",
    }


def _search_url(**parameters: str | int) -> str:
    """Empty parameters are left out."""
    query_string = urlencode({name: value for name, value in parameters.items() if value})
    return f"{reverse('search:search')}?{query_string}"

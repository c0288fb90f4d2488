"""Decorators for views whose page is the same for every visitor."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, QueryDict
from django.http.response import HttpResponseBase

from cms.publishing.site_url import AMPERSAND
from page_cache.replica import View, read_from_replica

# The names of the query parameters that choose a page; None for all.
Parameters = tuple[str, ...] | None

# The attribute of a response that may be cached: its `Parameters`, or a function that asks the
# database for them, once the page is to be stored.
PARAMETERS_ATTRIBUTE = "page_cache_parameters"

# The encoding in which each byte is a character.
BYTES = "latin-1"


def cacheable_page(*parameters: str) -> Callable[[View], View]:
    """Lets the page be cached and shown to everybody, and hides other query parameters.

    A page with a form token, a signed link or words for one visitor must not be cacheable.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        @hide_other_parameters(*parameters)
        def cacheable_view(
            request: HttpRequest, *args: object, **kwargs: object
        ) -> HttpResponseBase:
            response = respond(view, request, *args, **kwargs)
            setattr(response, PARAMETERS_ATTRIBUTE, parameters)
            return response

        return cacheable_view

    return decorate


def cacheable_home_page(old_parameters: Callable[[], Parameters]) -> Callable[[View], View]:
    """Lets the home page be cached. It shows the same whatever the query, but the pages of an older
    site may all have had URLs such as `/?p=12`, which are redirected.

    `old_parameters`: the names that such URLs have.
    """

    def decorate(view: View) -> View:
        shown = hide_other_parameters()(view)

        @wraps(view)
        def cacheable_view(
            request: HttpRequest, *args: object, **kwargs: object
        ) -> HttpResponseBase:
            response = respond(shown, request, *args, **kwargs)
            setattr(response, PARAMETERS_ATTRIBUTE, old_parameters)
            return response

        return cacheable_view

    return decorate


def hide_other_parameters(*parameters: str) -> Callable[[View], View]:
    """`parameters` choose what the page shows. The view sees no others (`utm_source`, `fbclid`) in
    `request.GET`, and neither do the URLs that the page contains, so that they neither make a page
    of their own nor stand in its canonical URL."""

    def decorate(view: View) -> View:
        @wraps(view)
        def hiding_view(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
            original_query = request.META.get("QUERY_STRING", "")
            request.META["QUERY_STRING"] = filtered_query(original_query, parameters)
            request.GET = QueryDict(request.META["QUERY_STRING"])
            try:
                return view(request, *args, **kwargs)
            finally:
                # `network.old_urls` looks up URLs of an older site with all of their parameters.
                request.META["QUERY_STRING"] = original_query

        return hiding_view

    return decorate


def replace_query(request: HttpRequest, *queries: str) -> None:
    """Replaces the query string by the parameters that the view of a list understood, so that the
    canonical URL and the links of the page do not repeat others (`kind=nonsense`, `page=999`)."""
    request.META["QUERY_STRING"] = "&".join(filter(None, queries))
    request.GET = QueryDict(request.META["QUERY_STRING"])


def respond(view: View, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
    response = read_from_replica(view, request, *args, **kwargs)
    return view(request, *args, **kwargs) if response is None else response


def parameters_of(response: HttpResponseBase) -> Parameters:
    """Of a response that may be cached."""
    parameters = getattr(response, PARAMETERS_ATTRIBUTE)
    return parameters() if callable(parameters) else parameters


def filtered_query(query: str, parameters: Parameters) -> str:
    """The query with only `parameters`, in their order; with all of its own if that is None.

    `query` has bytes as Latin-1, as WSGI passes them: some clients do not percent-encode them, and
    those of an older site may be no UTF-8.
    """
    if not query or parameters is None:
        return query
    sent = QueryDict(AMPERSAND.sub("&", query), encoding=BYTES)
    filtered = QueryDict(mutable=True, encoding=BYTES)
    for name in parameters:
        if values := [value for value in sent.getlist(name) if value]:
            filtered.setlist(name, values)
    return filtered.urlencode()

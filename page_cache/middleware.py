"""Stores the pages that views have marked as cacheable; `wsgi.py` responds with them."""

import time
from collections.abc import Callable

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse

from page_cache import replica
from page_cache.cached_page import CachedPage
from page_cache.change_listener import listener
from page_cache.decorators import PARAMETERS_ATTRIBUTE, parameters_of
from page_cache.expiry import expiry
from page_cache.page_store import GENERATION_ATTRIBUTE, CacheKey, store
from page_cache.wsgi import is_cacheable_request


class PageCacheMiddleware:
    """Stands first, so that a cached page has the headers of all other middleware.

    Requests with a session are never answered from the cache, nor are their responses stored.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        started_at, generation = time.time(), store.generation
        setattr(request, GENERATION_ATTRIBUTE, generation)
        if not is_cacheable_request(request):
            return self.get_response(request)
        if replica.is_configured() and store.is_enabled and listener.is_alive():
            setattr(request, replica.GENERATION_ATTRIBUTE, generation)
        response = self.get_response(request)
        if response.status_code == 503 and (page := store.get_stale(store.key(request))):
            return page.response(
                request, "hit; detail=database-unavailable", "no-store"
            ).as_http_response()
        if is_cacheable_response(response):
            return store_page(request, response, started_at, generation)
        return response


def is_cacheable_response(response: HttpResponse) -> bool:
    return (
        hasattr(response, PARAMETERS_ATTRIBUTE)
        and response.status_code == 200
        and not response.cookies
        and "cookie" not in response.get("Vary", "").lower()
        and not response.has_header("Cache-Control")
    )


def store_page(
    request: HttpRequest, response: HttpResponse, started_at: float, generation: int
) -> HttpResponse:
    """Returns the response as it will come from the cache."""
    try:
        parameters = parameters_of(response)
        page = CachedPage.from_response(response, expiry.expires_at(started_at, generation))
    except DatabaseError:
        # The page is complete; only until when it is right, or for which query, could not be asked.
        return response
    store.put(CacheKey.of_request(request, parameters), page, parameters, generation=generation)
    detail = "; detail=replica" if hasattr(response, replica.FROM_REPLICA_ATTRIBUTE) else ""
    stored = page.response(request, f"fwd=miss{detail}").as_http_response()
    setattr(stored, PARAMETERS_ATTRIBUTE, parameters)
    return stored

"""Responds with cached pages before Django sees the request: most of its work is then not done."""

import time
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest

from page_cache.cached_page import PageResponse
from page_cache.change_listener import listener
from page_cache.page_store import store

Environ = dict[str, Any]
Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]


class CachedPagesFirst:
    """WSGI middleware around Django's application. `PageCacheMiddleware` fills the cache."""

    def __init__(self, application: Application) -> None:
        self.application = application

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        response = cached_response(environ)
        if response is None:
            return self.application(environ, start_response)
        start_response(f"{response.status.value} {response.status.phrase}", response.headers)
        return [response.content]


def cached_response(environ: Environ) -> PageResponse | None:
    # Django writes the decoded path into the dictionary, and must read the undecoded one again.
    request = WSGIRequest(environ.copy())
    if not is_cacheable_request(request):
        return None
    listener.ensure_started()
    if not listener.is_alive():
        return None
    page = store.get(store.key(request), time.time())
    return page.response(request, "hit") if page else None


def is_cacheable_request(request: HttpRequest) -> bool:
    """Whether nobody is logged in, and nothing but a public page can be meant."""
    if not settings.PAGE_CACHE_MEGABYTES or request.method not in ("GET", "HEAD"):
        return False
    if settings.SESSION_COOKIE_NAME in request.COOKIES:
        return False
    try:
        host = request.get_host()
    except DisallowedHost:
        return False
    return not settings.REDIRECT_OTHER_HOSTS or host == urlsplit(settings.SITE_URL).netloc

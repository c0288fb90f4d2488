"""A browser that asks the cache first, and waiting until changes have been heard."""

import time

from django.core.handlers.wsgi import WSGIRequest
from django.test.client import ClientHandler

from page_cache.page_store import store
from page_cache.wsgi import cached_response


class CachingHandler(ClientHandler):
    """Asks the cache first, as `website/wsgi.py` does."""

    def __call__(self, environ):
        if cached := cached_response(environ):
            response = cached.as_http_response()
            response.wsgi_request = WSGIRequest(environ)
            return response
        return super().__call__(environ)


def wait_until(is_true) -> None:
    """Fails after five seconds; a change is heard within a second on an idle machine."""
    end = time.monotonic() + 5
    while not is_true():
        assert time.monotonic() < end, "nothing happened"
        time.sleep(0.01)


def cache_status(response) -> str:
    return response["Cache-Status"].removeprefix("site; ")


def settle() -> None:
    """Until all changes that were committed before have been heard."""
    before = None
    while before != store.generation:
        before = store.generation
        time.sleep(0.3)

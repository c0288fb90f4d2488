"""Values that every page needs and that change as seldom as pages do."""

import time
from collections.abc import Callable, Hashable
from functools import wraps
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS

from cms.i18n import languages
from cms.queries.replica import reading_from
from cms.queries.trials import is_trial
from page_cache.change_listener import listener
from page_cache.expiry import expiry
from page_cache.page_store import store

Value = TypeVar("Value")


class ValueCache:
    """Caches values in each language, as long as a page would be cached.

    Threads share them, so nobody may change them.
    """

    def __init__(self) -> None:
        self._cached: dict[tuple[str, Hashable], tuple[int, float, Any]] = {}

    def get(self, key: Hashable, make: Callable[[], Value]) -> Value:
        """There are few keys, and visitors cannot make up any: none is ever removed."""
        # A page may be read from a replica that lacks a change which came since it was begun.
        with reading_from(DEFAULT_DB_ALIAS):
            return self._get((languages.active(), key), make)

    def _get(self, place: tuple[str, Hashable], make: Callable[[], Value]) -> Value:
        # What a trial reads is never public, and no change tells that it was undone.
        if is_trial() or not (store.is_enabled and listener.is_alive()):
            return make()
        now, generation = time.time(), store.generation
        cached_generation, expires_at, value = self._cached.get(place, (None, 0.0, None))
        if value is not None and cached_generation == generation and now < expires_at:
            return value
        made = make()
        # A change that came meanwhile has another generation.
        self._cached[place] = (generation, expiry.expires_at(now, generation), made)
        return made


def cached_until_change(make: Callable[[], Value]) -> Callable[[], Value]:
    """Keeps what a function returns in a `ValueCache`."""
    cache = ValueCache()

    @wraps(make)
    def wrapper() -> Value:
        return cache.get((), make)

    return wrapper

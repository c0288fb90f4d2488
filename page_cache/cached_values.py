"""Values that every page needs and that change as seldom as pages do."""

import time
from collections.abc import Callable, Hashable
from functools import partial, wraps
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Model

from cms.i18n import languages
from cms.queries.replica import reading_from
from cms.queries.rolled_back import will_be_rolled_back
from page_cache.change_listener import listener
from page_cache.expiry import expiry
from page_cache.page_store import store

Value = TypeVar("Value")
Owner = TypeVar("Owner", bound=Model)


class ValueCache:
    """Caches values in each language, as long as a page would be cached.

    Threads share them, so nobody may change them.
    """

    def __init__(self) -> None:
        self._cached: dict[tuple[str, Hashable], tuple[int, float, Any]] = {}

    def get(self, key: Hashable, make: Callable[[], Value], read_in: int | None) -> Value:
        """There are few keys, and visitors cannot make up any: none is ever removed.

        `read_in` is the generation of the page store in which was read what the value is made of.
        If a change has been heard of since, the value is not cached.
        """
        # A replica may lack a change that came since the page was begun.
        with reading_from(DEFAULT_DB_ALIAS):
            # What will be rolled back is never public, and no change tells that it was undone.
            if will_be_rolled_back() or not (store.is_enabled and listener.is_alive()):
                return make()
            place, now, generation = (languages.active(), key), time.time(), store.generation
            cached_generation, expires_at, value = self._cached.get(place, (None, 0.0, None))
            if value is not None and cached_generation == generation and now < expires_at:
                return value
            made = make()
            if read_in == generation:
                expires_at = expiry.expires_at(now, generation)
                self._cached[place] = (generation, expires_at, made)
            return made


def cached_for_each(make: Callable[[Owner], Value]) -> Callable[[Owner], Value]:
    """As `cached_until_change`, for each instance of a model of which there are few."""
    cache = ValueCache()

    @wraps(make)
    def wrapper(owner: Owner) -> Value:
        return cache.get(owner.pk, partial(make, owner), store.generation)

    return wrapper


def cached_until_change(make: Callable[[], Value]) -> Callable[[], Value]:
    """Keeps what a function returns in a `ValueCache`."""
    cache = ValueCache()

    @wraps(make)
    def wrapper() -> Value:
        return cache.get((), make, store.generation)

    return wrapper

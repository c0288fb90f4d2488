"""Values that every page needs and that change as seldom as pages do."""

import time
from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from cms.i18n import languages
from cms.queries.trials import is_trial
from page_cache.change_listener import listener
from page_cache.expiry import expiry
from page_cache.page_store import store

Value = TypeVar("Value")


def cached_until_change(make: Callable[[], Value]) -> Callable[[], Value]:
    """Caches what a function returns in each language, as long as a page would be cached.

    Threads share the value, so nobody may change it.
    """
    cached: dict[str, tuple[int, float, Value]] = {}

    @wraps(make)
    def wrapper() -> Value:
        # What a trial reads is never public, and no change tells that it was undone.
        if is_trial() or not (store.is_enabled and listener.is_alive()):
            return make()
        language, now, generation = languages.active(), time.time(), store.generation
        cached_generation, expires_at, value = cached.get(language, (None, 0.0, None))
        if value is not None and cached_generation == generation and now < expires_at:
            return value
        made = make()
        # A change that came meanwhile has another generation.
        cached[language] = (generation, expiry.expires_at(now, generation), made)
        return made

    return wrapper

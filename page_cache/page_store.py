"""The cached pages of one process."""

from collections import OrderedDict
from dataclasses import dataclass, field
from threading import Lock
from time import monotonic

from django.conf import settings
from django.http import HttpRequest

from page_cache.cached_page import CachedPage
from page_cache.decorators import Parameters, filtered_query
from page_cache.limits_and_periods import MAX_STALE_SECONDS, MAX_VARIANTS_PER_PATH

# The attribute of a request: the generation in which its page was begun.
GENERATION_ATTRIBUTE = "page_cache_generation"


def begun_in(request: HttpRequest | None) -> int | None:
    """The generation in which a page was begun; None for one that no request asked for."""
    return getattr(request, GENERATION_ATTRIBUTE, None)


@dataclass(frozen=True)
class CacheKey:
    scheme: str
    path: str
    query: str

    @classmethod
    def of_request(cls, request: HttpRequest, parameters: Parameters) -> "CacheKey":
        query = filtered_query(request.META.get("QUERY_STRING", ""), parameters)
        return cls(request.scheme or "", request.path, query)


@dataclass
class PageStore:
    """Shared by the threads of a process. Stores nothing until `enable` was called, and nothing
    after `suspend`: only a process that hears of each change may cache a page.

    `generation` counts the changes. A page is stored only when none came since it was begun.
    """

    generation: int = 0
    is_enabled: bool = False
    _pages: OrderedDict[CacheKey, CachedPage] = field(default_factory=OrderedDict)
    _parameters: dict[str, Parameters] = field(default_factory=dict)
    _variants: dict[str, int] = field(default_factory=dict)
    _size: int = 0
    _suspended_at: float = 0
    _lock: Lock = field(default_factory=Lock)

    def enable(self) -> None:
        """From now on each change is heard of. Those before were perhaps not."""
        self.clear()
        self.is_enabled = True

    def suspend(self) -> None:
        """From now on changes may happen unheard. What was cached is for `get_stale` only."""
        with self._lock:
            if self.is_enabled:
                self._suspended_at = monotonic()
            self.is_enabled = False
            self.generation += 1

    def clear(self) -> None:
        with self._lock:
            self.generation += 1
            self._pages.clear()
            self._parameters.clear()
            self._variants.clear()
            self._size = 0

    def key(self, request: HttpRequest) -> CacheKey:
        """Without the parameters that choose nothing, if a page of this path is stored."""
        return CacheKey.of_request(request, self._parameters.get(request.path))

    def get(self, key: CacheKey, now: float) -> CachedPage | None:
        """`now` is a Unix timestamp."""
        if not self.is_enabled:
            return None
        with self._lock:
            page = self._pages.get(key)
            if page is None:
                return None
            if page.expires_at <= now:
                self._remove(key)
                return None
            self._pages.move_to_end(key)
            return page

    def get_stale(self, key: CacheKey) -> CachedPage | None:
        """The page as it was when the connection to the database broke, for up to an hour."""
        if self.is_enabled or monotonic() - self._suspended_at > MAX_STALE_SECONDS:
            return None
        with self._lock:
            return self._pages.get(key)

    def put(
        self, key: CacheKey, page: CachedPage, parameters: Parameters, *, generation: int
    ) -> None:
        """`generation` is the one in which the page was begun."""
        max_size = settings.PAGE_CACHE_MEGABYTES * 1024 * 1024
        with self._lock:
            if not self.is_enabled or self.generation != generation or page.size > max_size // 4:
                return
            if key in self._pages:
                self._remove(key)
            if self._variants.get(key.path, 0) >= MAX_VARIANTS_PER_PATH:
                return
            self._parameters[key.path] = parameters
            self._variants[key.path] = self._variants.get(key.path, 0) + 1
            self._pages[key] = page
            self._size += page.size
            while self._size > max_size:
                self._remove(next(iter(self._pages)))

    def _remove(self, key: CacheKey) -> None:
        self._size -= self._pages.pop(key).size
        self._variants[key.path] -= 1
        if not self._variants[key.path]:
            del self._variants[key.path], self._parameters[key.path]


store = PageStore()

"""URLs of pages in the reader's language. `reverse` searches the patterns anew at each call."""

import re
from functools import cache, lru_cache

from django.urls import reverse
from django.utils.translation import get_language

SLUG = re.compile(r"[-a-zA-Z0-9_]+", re.ASCII)
EXAMPLE = "an-example-of-a-slug"


def item_url(name: str, slug: str) -> str:
    """The URL of a page whose pattern takes a slug and nothing else."""
    if not SLUG.fullmatch(slug):
        return reverse(name, args=[slug])
    before, after = _around_slug(name, get_language())
    return f"{before}{slug}{after}"


def page_url(name: str, *arguments: str) -> str:
    """The URL of a page of which there are few, such as a list or its feed."""
    return _page_url(get_language(), name, arguments)


@cache
def _around_slug(name: str, _language: str | None) -> tuple[str, str]:
    before, _slug, after = reverse(name, args=[EXAMPLE]).partition(EXAMPLE)
    return before, after


@lru_cache(maxsize=2_000)
def _page_url(_language: str | None, name: str, arguments: tuple[str, ...]) -> str:
    return reverse(name, args=arguments)

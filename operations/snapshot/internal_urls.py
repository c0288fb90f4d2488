"""URLs of this site, and which of them show the same page."""

from dataclasses import dataclass
from urllib.parse import parse_qsl, quote, unquote_to_bytes, urlencode, urljoin, urlsplit

from django.conf import settings

from page_cache.decorators import filtered_query

# Query parameters that turn the pages of a list; the others filter it.
PAGING = {"before", "after", "page"}
# All combinations of filters would be many times as many pages as the site has articles.
MAX_FILTERS = 1


@dataclass(frozen=True)
class InternalURL:
    """A path of this site without percent-encoding, and a query with it."""

    path: str
    query: str = ""

    def __str__(self) -> str:
        return quote(self.path) + (f"?{self.query}" if self.query else "")

    def with_query(self, query: str) -> "InternalURL":
        return InternalURL(self.path, query)


def parse_link(link: str, page: InternalURL) -> tuple[InternalURL, str] | None:
    """The URL and fragment to which a link on a page leads; None if it leads elsewhere."""
    try:
        parts = urlsplit(urljoin(f"{settings.SITE_URL}{page}", link.strip()))
        path = unquote_to_bytes(parts.path).decode()
    except ValueError:
        return None
    own = urlsplit(settings.SITE_URL)
    if parts.scheme not in ("http", "https") or parts.netloc != own.netloc:
        return None
    return InternalURL(path or "/", parts.query), parts.fragment


def canonical_url(url: InternalURL, page: InternalURL, parameters: tuple[str, ...]) -> InternalURL:
    """The URL without parameters that choose nothing.

    A page of a list has no counterpart in another list, so the language switch leads to the first.
    Of more filters than a copy has only those are left that the link on the page adds.
    """
    query = filtered_query(quote(url.query, safe="=&%+-_.~:;,/@!$'()*"), parameters)
    pairs, present = parse_qsl(query), parse_qsl(page.query)
    if url.path != page.path:
        pairs = [pair for pair in pairs if pair[0] not in PAGING]
        query = urlencode(pairs)
    if len({name for name, _value in pairs} - PAGING) > MAX_FILTERS:
        pairs = [pair for pair in pairs if pair not in present and pair[0] not in PAGING]
        query = urlencode(pairs[:MAX_FILTERS])
    return url.with_query(query)

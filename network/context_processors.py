from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from network.models import Network, Page
from page_cache.cached_values import cached_until_change


def network(_request: HttpRequest) -> dict:
    """The network and its standing pages. Lazy, as pages of the admin do not print them."""
    return {
        "network": SimpleLazyObject(current_network),
        "standing_pages": SimpleLazyObject(standing_pages),
    }


@cached_until_change
def current_network() -> Network:
    return Network.objects.current()


@cached_until_change
def standing_pages() -> dict[str, list[Page]]:
    pages: dict[str, list[Page]] = {str(Page.Place.MENU): [], str(Page.Place.FOOTER): []}
    for page in Page.objects.published().filter(place__in=pages).defer("body"):
        pages[page.place].append(page)
    return pages

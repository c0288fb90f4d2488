"""What every page knows: the network and its standing pages."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from network.models import Network, Page


def network(_request: HttpRequest) -> dict:
    """Asked for only by pages that print them, so that the admin pays no query for it."""
    pages = SimpleLazyObject(standing_pages)
    return {"network": SimpleLazyObject(Network.objects.current), "standing_pages": pages}


def standing_pages() -> dict[str, list[Page]]:
    """The pages that are public in the reader's language, by the place they stand in."""
    places = {Page.Place.MENU: [], Page.Place.FOOTER: []}
    for page in Page.objects.published().filter(place__in=places).defer("body"):
        places[page.place].append(page)
    return {str(place): pages for place, pages in places.items()}

"""Cards with the titles of pages, for social networks and messengers."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from cms.decoding.errors import SandboxError
from cms.files.downloads import store_unavailable
from cms.i18n import languages
from cms.publishing.share_cards import stored_cards
from cms.publishing.share_cards.cards import find_card
from network.share_cards import publisher_in
from website.views.media import PROXY_HEADERS

# Shorter than for photos: a title may be taken back.
CACHE_CONTROL = "public, max-age=3600"
TYPES = {"png": "image/png", "jpg": "image/jpeg"}


@require_safe
def share_card(
    request: HttpRequest, kind: str, key: str, language: str, digest: str, extension: str
) -> HttpResponse:
    """Only while the page is public. The address with an old title leads to the card with the new
    one."""
    if language not in languages.codes():
        raise Http404
    card = find_card(kind, key, language, publisher_in(language))
    if card is None:
        raise Http404
    if (card.digest, card.extension) != (digest, extension):
        response: HttpResponse = redirect(card.url)
        response["Cache-Control"] = "no-store"
        return response
    try:
        response = HttpResponse(stored_cards.content(card), content_type=TYPES[extension])
    except (SandboxError, FileNotFoundError):
        return store_unavailable()
    response["Cache-Control"] = CACHE_CONTROL
    # Other sites show it; that is what it is for.
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    for name, value in PROXY_HEADERS.items():
        response[name] = value
    return response

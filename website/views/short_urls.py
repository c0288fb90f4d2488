"""Short URLs for print (`cms.publishing.short_urls`)."""

from collections.abc import Sequence

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language_from_request, override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from cms.i18n import languages
from cms.publishing.short_urls import JOIN, find_item


@require_safe
@never_cache
@vary_on_headers("Accept-Language")
def short_url(request: HttpRequest, code: str) -> HttpResponse:
    """Leads to the page in the language that the browser prefers, or in one that it has. No cache
    keeps where to: the page may get another URL, or be unpublished."""
    if code == JOIN:
        return redirect(_url_of_join(_language_for(request, languages.codes())))
    found = find_item(code)
    public_languages = found[0].languages(found[1]) if found else []
    if not found or not public_languages:
        raise Http404
    with override(_language_for(request, public_languages)):
        return redirect(found[1].get_absolute_url())


def _language_for(request: HttpRequest, codes: Sequence[str]) -> str:
    preferred = get_language_from_request(request)
    return preferred if preferred in codes else codes[0]


def _url_of_join(language: str) -> str:
    with override(language):
        return reverse("joining:join")

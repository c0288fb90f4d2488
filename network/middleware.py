"""Answers to addresses that are not what they were, in place of a bare 404."""

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils.encoding import iri_to_uri

from network import languages, text
from network.models import Redirect
from network.publishing import Moved, NotInThisLanguage


class ExplainMissing:
    """Moved items redirect; items of another language say so; old addresses are looked up."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == 404 and request.method in ("GET", "HEAD"):
            return redirect_from_old_site(request) or response
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, Moved):
            return HttpResponsePermanentRedirect(exception.address)
        if isinstance(exception, NotInThisLanguage):
            return not_in_this_language(request, exception.item)
        return None


def not_in_this_language(request: HttpRequest, item) -> HttpResponse:
    """A short page in the reader's language that leads to where the item can be read."""
    versions = [
        {
            "code": code,
            "language": languages.name(code),
            "title": item.title_in(code),
            "address": item.address_in(code),
        }
        for code in item.published_languages
    ]
    context = {"item": item, "versions": versions, "language": languages.name(languages.active())}
    response = render(request, "network/not_in_this_language.html", context, status=404)
    response["X-Robots-Tag"] = "noindex"
    return response


def redirect_from_old_site(request: HttpRequest) -> HttpResponse | None:
    """The redirect for this address. Browsers send Korean paths percent-encoded and some compose
    them otherwise; Django has decoded the path, the stored one is composed (NFC)."""
    path = text.clean_line(request.get_full_path_info())
    decoded = text.clean_line(request.path_info)
    for candidate in dict.fromkeys([path, decoded]):
        if redirect := Redirect.objects.filter(from_path=candidate).first():
            return HttpResponsePermanentRedirect(iri_to_uri(redirect.to_path))
    return None

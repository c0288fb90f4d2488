"""What every answer of the site carries, and answers in place of a bare 404 or a bare 500."""

import logging
from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.encoding import iri_to_uri
from psycopg.errors import QueryCanceled

from network import languages, old_addresses
from network.models import Redirect
from network.publishing import Moved, NotInThisLanguage
from network.site_address import absolute_url

log = logging.getLogger(__name__)

# Names of the addresses at which the site begins.
FIRST_PAGES = ("root", "home")


class OneHost:
    """Readers who come by another host name of the site, such as www., are led to the one of
    SITE_URL: one page has one address for search engines, calendars, cookies and passkeys."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        is_read = request.method in ("GET", "HEAD")
        if settings.ONE_HOST and is_read and not self._is_exempt(request):
            return HttpResponsePermanentRedirect(absolute_url(request.get_full_path()))
        return self.get_response(request)

    @staticmethod
    def _is_exempt(request: HttpRequest) -> bool:
        """Whether the host is right already; the watcher of this machine asks by any name."""
        is_right = request.get_host() == urlsplit(settings.SITE_URL).netloc
        return is_right or request.path == reverse("healthz")


# Pages of the site use none of these, so a script that got in anyway cannot either. Passkeys and
# the buttons that copy text need features that are not in the list.
PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer",
        "bluetooth",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "hid",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "serial",
        "usb",
    )
)
RETRY_AFTER_SECONDS = 30


def browser_policies(get_response: Callable) -> Callable:
    """Middleware that tells browsers what neither a page nor another site may do with an answer.

    It stands first, so that errors, redirects and static files carry the headers as well.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response

    return middleware


def require_length(get_response: Callable) -> Callable:
    """Middleware that refuses a body whose length nobody said: Django takes it for none at all, and
    would lose what was typed. The proxy says the length of every body; this is for use without it.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if "Transfer-Encoding" in request.headers:
            words = "Send the length of the body (Content-Length).\n"
            return HttpResponse(words, content_type="text/plain", status=411)
        return get_response(request)

    return middleware


class ExplainTimeout:
    """Answers 503, in the reader's language, when PostgreSQL ended a query that took too long."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, OperationalError):
            return None
        if not isinstance(exception.__cause__, QueryCanceled):
            return None
        log.error("A query took too long: %s %s", request.method, request.path)
        response = render(request, "503.html", status=503)
        response["Retry-After"] = str(RETRY_AFTER_SECONDS)
        response["Cache-Control"] = "no-store"
        return response


class ExplainMissing:
    """Moved items redirect; items of another language say so; old addresses are looked up."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method in ("GET", "HEAD"):
            return redirect_from_old_site(request, response) or response
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


def redirect_from_old_site(request: HttpRequest, response: HttpResponse) -> HttpResponse | None:
    """Where an older site had something at this address: nothing is there now, or a first page,
    which looks at no parameters while many sites had all their pages at `/?p=12`."""
    is_missing = response.status_code == 404
    if not is_missing and not (is_first_page(request) and request.META.get("QUERY_STRING")):
        return None
    redirect = Redirect.objects.for_address(old_addresses.of_request(request))
    if redirect and (is_missing or redirect.parameters):
        return HttpResponsePermanentRedirect(iri_to_uri(redirect.to_path))
    return None


def is_first_page(request: HttpRequest) -> bool:
    return bool(request.resolver_match) and request.resolver_match.url_name in FIRST_PAGES

"""Headers of every response, one host name, and pages that explain missing items and timeouts."""

import logging
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import render
from django.urls import reverse
from django.utils.encoding import iri_to_uri
from psycopg.errors import QueryCanceled

from cms.i18n import languages
from cms.publishing.noindex import noindex
from cms.publishing.publishable import HasPages, NotInLanguageError, UrlChangedError
from cms.publishing.site_url import absolute_url
from network import old_urls
from network.models import Redirect

log = logging.getLogger(__name__)

GetResponse = Callable[[HttpRequest], HttpResponse]

FRONT_PAGES = ("root", "home")


class RedirectToSiteHost:
    """Requests for other host names of the site, such as www., are redirected to that of SITE_URL:
    each page has one URL for search engines, calendars, cookies and passkeys."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        is_read = request.method in ("GET", "HEAD")
        if settings.REDIRECT_OTHER_HOSTS and is_read and not self._is_exempt(request):
            return HttpResponsePermanentRedirect(absolute_url(request.get_full_path()))
        return self.get_response(request)

    @staticmethod
    def _is_exempt(request: HttpRequest) -> bool:
        is_site_host = request.get_host() == urlsplit(settings.SITE_URL).netloc
        # The health check of a container asks by any name.
        return is_site_host or request.path == reverse("healthz")


# The site uses none of these, so an injected script cannot use them either. Passkeys and the
# buttons that copy text need features that are not in the list. nginx sends the same value with the
# responses of its own, from `deploy/nginx/permissions-policy`; `test_settings.py` compares them.
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
BODY_LENGTH = re.compile(r"\d{1,18}", re.ASCII)


def browser_policies(get_response: GetResponse) -> GetResponse:
    """Middleware for headers that forbid browser features to pages, and embedding to other sites.

    The first in the list, so that errors, redirects and static files have the headers as well.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response

    return middleware


def require_content_length(get_response: GetResponse) -> GetResponse:
    """Middleware that refuses a chunked request: Django reads its body as empty, so what was typed
    would be lost. A length that is no number is refused, too. nginx sends a Content-Length with
    every body; this is for sites without it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not BODY_LENGTH.fullmatch(length):
            message = "Content-Length must be a number.\n"
            return HttpResponse(message, content_type="text/plain", status=400)
        if "Transfer-Encoding" in request.headers:
            message = "Send the length of the body (Content-Length).\n"
            return HttpResponse(message, content_type="text/plain", status=411)
        return get_response(request)

    return middleware


class CompressText(GZipMiddleware):
    """Pictures, PDF and office files are compressed already: trying again takes the processor's
    time, and the length of the response would be unknown."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> Any:
        kind = response.get("Content-Type", "")
        if response.streaming and not kind.startswith("text/"):
            return response
        return super().process_response(request, response)


class ExplainQueryTimeout:
    """503 in the reader's language when PostgreSQL cancelled a query after STATEMENT_TIMEOUT."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, OperationalError):
            return None
        if not isinstance(exception.__cause__, QueryCanceled):
            return None
        log.error("A query took too long: %s %s", request.method, request.path)
        response = render(request, "website/unavailable/too_slow.html", status=503)
        response["Retry-After"] = str(RETRY_AFTER_SECONDS)
        response["Cache-Control"] = "no-store"
        return response


class ExplainMissingPage:
    """Instead of a bare 404: a redirect from a former slug or a URL of an older site, or a page
    that links to the item in another language."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method in ("GET", "HEAD"):
            return redirect_from_old_site(request, response) or response
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, UrlChangedError):
            return HttpResponsePermanentRedirect(exception.url)
        if isinstance(exception, NotInLanguageError):
            return not_in_language_page(request, exception.item)
        return None


def not_in_language_page(request: HttpRequest, item: HasPages) -> HttpResponse:
    versions = [
        {
            "code": code,
            "language": languages.language_name(code),
            "title": item.title_in(code),
            "url": item.url_in(code),
        }
        for code in item.published_languages
    ]
    context = {
        "item": item,
        "versions": versions,
        "language": languages.language_name(languages.active()),
    }
    response = render(request, "website/not_in_this_language.html", context, status=404)
    noindex(response)
    return response


def redirect_from_old_site(request: HttpRequest, response: HttpResponse) -> HttpResponse | None:
    """For a URL of an older site. Many had all their pages at `/?p=12`, so the front page is
    redirected as well if its parameters match."""
    is_missing = response.status_code == 404
    if not is_missing and not (is_front_page(request) and request.META.get("QUERY_STRING")):
        return None
    redirect = Redirect.objects.for_url(old_urls.requested_url(request))
    if redirect and (is_missing or redirect.parameters):
        return HttpResponsePermanentRedirect(iri_to_uri(redirect.to_path))
    return None


def is_front_page(request: HttpRequest) -> bool:
    match = request.resolver_match
    return match is not None and match.view_name in FRONT_PAGES

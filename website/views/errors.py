import sys
from typing import Any

from django.core.exceptions import (
    RequestDataTooBig,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from cms.queries.database_availability import availability, is_database_unavailable
from website.health import unavailable_page
from website.views import nearest_pages

TOO_LARGE = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    is_too_large = isinstance(exception, TOO_LARGE)
    context = {"is_too_large": is_too_large}
    return render(request, "400.html", context, status=413 if is_too_large else 400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "403.html", status=403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Offers a search, and the nearest addresses in the language with which the path begins.

    Django's own view, and that for 403, read the body of the request for a CSRF token, and fail
    if it is malformed.
    """
    context: dict[str, Any] = {}
    if nearest_pages.language_of(request.path):
        context["query"] = {"typed": nearest_pages.words_of(request.path)}
        context["nearest"] = nearest_pages.nearest_pages(request.path)
    return render(request, "404.html", context, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Renders without the database, which may be what failed. Django calls this while it handles
    the exception."""
    if is_database_unavailable(sys.exception()):
        availability.mark_unavailable()
        return unavailable_page.unavailable_page(request)
    return HttpResponse(render_to_string("500.html"), status=500)

"""How the pages of applicants open: by the secret in their address, which also stands in for a
CSRF token. None of them asks for a password or sets a cookie."""

from collections.abc import Callable
from functools import wraps

from django.core.exceptions import RequestDataTooBig
from django.core.signing import BadSignature, SignatureExpired
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.cache import add_never_cache_headers
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from gate.addresses import comes_from_here
from joining import drafts, signed_links
from joining.moves import Refused

# Three documents and a logo of 10 MB each, and the words.
SIZE_WITH_FILES = 45 * 1024 * 1024


def sent_with(request: HttpRequest) -> QueryDict | None:
    """What a form was filled with; None before it was sent."""
    return request.POST if request.method == "POST" else None


def private(view: Callable) -> Callable:
    """For pages that a secret in the address opens: kept by no cache, found by no search."""

    @csrf_exempt
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def opened(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        request.is_opened_by_secret = True
        if int(request.META.get("CONTENT_LENGTH") or 0) > SIZE_WITH_FILES:
            raise RequestDataTooBig
        if request.method == "POST" and not comes_from_here(request):
            response = render(request, "joining/elsewhere.html", status=403)
        else:
            response = view(request, *args, **kwargs)
        response["X-Robots-Tag"] = "noindex"
        response["Referrer-Policy"] = "same-origin"
        add_never_cache_headers(response)
        return response

    return opened


def of_draft(view: Callable) -> Callable:
    """For the pages of a draft. One that is gone answers 404, whether or not it ever was."""

    @private
    @transaction.atomic
    @wraps(view)
    def opened(request: HttpRequest, token: str, **kwargs) -> HttpResponse:
        # A second press of a button waits for the first.
        draft = drafts.find(token, to_change=request.method == "POST")
        if draft is None and drafts.is_sent(token):
            return redirect("joining:sent")
        if draft is None:
            return render(request, "joining/gone.html", status=404)
        return view(request, draft, token, **kwargs)

    return opened


def by_link(purpose: str) -> Callable:
    """For pages that a signed link from a letter opens: `view(request, subject, token)`."""

    def decorate(view: Callable) -> Callable:
        @private
        @wraps(view)
        def opened(request: HttpRequest, token: str, **kwargs) -> HttpResponse:
            try:
                subject = signed_links.read(token, purpose)
            except signed_links.Replaced:
                return link_ended(request, purpose, is_replaced=True)
            except SignatureExpired:
                return link_ended(request, purpose)
            except BadSignature:
                return render(request, "joining/link_unknown.html", status=404)
            try:
                return view(request, subject, token, **kwargs)
            except Refused:
                # Views tell of refusals themselves, but for one: it was erased while they worked.
                return link_ended(request, purpose)

        return opened

    return decorate


def link_ended(request: HttpRequest, purpose: str, *, is_replaced: bool = False) -> HttpResponse:
    context = {"purpose": purpose, "is_replaced": is_replaced}
    return render(request, "joining/link_ended.html", context, status=410)

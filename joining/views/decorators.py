"""Decorators for the pages that a secret in the URL opens: drafts, and access links from e-mails.

The secret also replaces a CSRF token: nobody else can make a browser send a form to this URL. None
of these pages asks for a password or sets a cookie.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.signing import BadSignature, SignatureExpired
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.cache import add_never_cache_headers
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from cms.publishing.noindex import noindex
from joining.form import drafts
from joining.limits_and_periods import (
    DRAFT_RETENTION,
    MAX_BYTES_WITH_FILES,
    REFEREE_LINK_LIFETIME,
    SIGNING_LINK_LIFETIME,
    STATUS_LINK_LIFETIME,
    UNCONFIRMED_HOURS,
)
from joining.privacy import access_links
from joining.privacy.period_texts import period_text
from joining.review.transitions import RefusedError
from spam.client_ip import is_same_origin

View = Callable[..., HttpResponseBase]


def post_data(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def private_page(view: View) -> View:
    """For pages that no cache may store and no search engine may list; most have a secret in the
    URL."""

    @csrf_exempt
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def checked_view(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        # On paper the footer shows the URL, unless it is hidden: anybody who sees the paper could
        # open the page.
        vars(request)["hides_url_on_paper"] = True
        if int(request.META.get("CONTENT_LENGTH") or 0) > MAX_BYTES_WITH_FILES:
            raise RequestDataTooBig
        if request.method == "POST" and not is_same_origin(request):
            response: HttpResponseBase = render(
                request, "joining/links/other_origin.html", status=403
            )
        else:
            response = view(request, *args, **kwargs)
        noindex(response)
        response["Referrer-Policy"] = "same-origin"
        add_never_cache_headers(response)
        return response

    return checked_view


def draft_page(view: View) -> View:
    """For views with the arguments `request, draft, token`. A draft that was deleted and one that
    never existed get the same response."""

    @private_page
    @transaction.atomic
    @wraps(view)
    def draft_view(request: HttpRequest, token: str, **kwargs: Any) -> HttpResponseBase:
        # The lock lets a second press of a button wait for the first.
        draft = drafts.find_draft(token, for_update=request.method == "POST")
        if draft is None and drafts.is_draft_sent(token):
            return redirect("joining:sent")
        if draft is None:
            context = {"draft_days": DRAFT_RETENTION.days}
            return render(request, "joining/form/draft_not_found.html", context, status=404)
        return view(request, draft, token, **kwargs)

    return draft_view


def access_link_page(link_kind: str) -> Callable[[View], View]:
    """For views with the arguments `request, target, token`; the target is the object that the
    link of `joining.privacy.access_links` opens."""

    def decorate(view: View) -> View:
        @private_page
        @wraps(view)
        def link_view(request: HttpRequest, token: str, **kwargs: Any) -> HttpResponseBase:
            try:
                target = access_links.target_of(token, link_kind)
            except access_links.LinkReplacedError:
                return link_expired(request, link_kind, is_replaced=True)
            except access_links.TargetErasedError:
                return link_expired(request, link_kind, is_erased=True)
            except SignatureExpired:
                return link_expired(request, link_kind)
            except BadSignature:
                return render(request, "joining/links/unknown.html", status=404)
            try:
                return view(request, target, token, **kwargs)
            except RefusedError:
                # Views catch their own RefusedError; this one says that the target was deleted
                # after the link was checked.
                return link_expired(request, link_kind, is_erased=True)

        return link_view

    return decorate


def link_expired(
    request: HttpRequest, link_kind: str, *, is_replaced: bool = False, is_erased: bool = False
) -> HttpResponse:
    """A newer link has replaced it, what it opened is erased or over, or it is too old."""
    context = {
        "link_kind": link_kind,
        "is_replaced": is_replaced,
        "is_erased": is_erased,
        "confirmation_hours": UNCONFIRMED_HOURS,
        "referee_days": REFEREE_LINK_LIFETIME.days,
        "status_link_period": period_text(STATUS_LINK_LIFETIME),
        "signing_days": SIGNING_LINK_LIFETIME.days,
    }
    return render(request, "joining/links/expired.html", context, status=410)

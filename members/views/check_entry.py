"""The pages for members who have a link: checking their entry and proposing changes of it."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cms.publishing.noindex import noindex
from members.limits_and_periods import ACCURACY_REQUEST_LIFETIME
from members.models import AccuracyRequest, Organisation
from members.upkeep import accuracy_requests, member_proposals
from members.upkeep.proposal_form import ProposalForm


def accuracy_link_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Decorates the views that a member opens by the link of an accuracy request. The secret in it
    replaces a login, and a CSRF token, which would need a cookie. No cache stores such a page and
    no search engine lists it."""

    @csrf_exempt
    @never_cache
    @wraps(view)
    def wrapper(request: HttpRequest, token: str) -> HttpResponse:
        vars(request)["hides_url_on_paper"] = True
        accuracy_request = accuracy_requests.get_request_for_token(token)
        response = (
            view(request, accuracy_request, token) if accuracy_request else link_expired(request)
        )
        noindex(response)
        return response

    return wrapper


def link_expired(request: HttpRequest) -> HttpResponse:
    context = {"days": ACCURACY_REQUEST_LIFETIME.days}
    return render(request, "members/check_entry/link_expired.html", context, status=410)


@accuracy_link_page
@require_http_methods(["GET", "HEAD", "POST"])
def check_entry(
    request: HttpRequest, accuracy_request: AccuracyRequest, token: str
) -> HttpResponse:
    """A member is asked whether its page is correct: one click confirms it, or a form proposes
    changes."""
    context = {"token": token, "until": accuracy_request.expires_at}
    return show_entry_form(
        request, accuracy_request.organisation, accuracy_request, context=context
    )


def show_entry_form(
    request: HttpRequest,
    organisation: Organisation,
    accuracy_request: AccuracyRequest | None = None,
    *,
    context: dict[str, Any] | None = None,
) -> HttpResponse:
    """The form in which a member proposes changes of its entry; `context` is added to that of the
    page."""
    pending = organisation.proposals.open().prefetch_related("changes").first()
    data, files = request.POST or None, request.FILES or None
    form = ProposalForm(organisation, data, files, pending=pending)
    if form.is_valid():
        remark = form.cleaned_data["remark"]
        if member_proposals.save_proposal(
            organisation, form.shown_values, form.new_values(), remark, accuracy_request
        ):
            return redirect("members:proposal-sent")
        form.add_nothing_changed_error(is_requested=accuracy_request is not None)
    page = {"form": form, "organisation": organisation, "pending": pending}
    return render(request, "members/check_entry/check_entry.html", page | (context or {}))


@accuracy_link_page
@require_POST
def confirm_entry(
    _request: HttpRequest, accuracy_request: AccuracyRequest, _token: str
) -> HttpResponse:
    accuracy_requests.confirm_entry(accuracy_request)
    return redirect("members:entry-confirmed")


@require_safe
def thanks(request: HttpRequest, outcome: str) -> HttpResponse:
    response = render(request, "members/check_entry/thanks.html", {"outcome": outcome})
    noindex(response)
    return response

"""The public pages about members, people and agreements, and the pages for members who have a link.

The page of one member shows content of several apps, so it is in `website/views/members.py`.
"""

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cms.i18n import languages
from cms.publishing.publishable import NotInLanguageError
from members.directory.filters import Directory
from members.directory.offices import Offices
from members.lists import directory_export
from members.models import AccuracyRequest, Agreement, Milestone, Organisation, Person
from members.models.agreements import AgreementQuerySet
from members.upkeep import accuracy_requests, member_proposals
from members.upkeep.proposal_form import ProposalForm
from network.models import Page
from page_cache.decorators import cacheable_page

# The slug of the standing page that shows milestones, people and agreements, too.
ABOUT = "about"


@require_safe
@cacheable_page("members", "name", "kind", "topic", "region", "page")
def member_list(request: HttpRequest) -> HttpResponse:
    directory = Directory(request.GET)
    page = directory.page(request.GET.get("page"))
    return render(request, "members/directory/members.html", {"directory": directory, "page": page})


@require_safe
@cacheable_page()
def members_as_json(request: HttpRequest) -> JsonResponse:
    content = {"language": languages.active(), "members": directory_export.directory_rows()}
    return JsonResponse(content, json_dumps_params={"ensure_ascii": False, "indent": 1})


@require_safe
@cacheable_page()
def members_as_csv(request: HttpRequest) -> HttpResponse:
    table = directory_export.directory_csv(directory_export.directory_rows())
    response = HttpResponse(table, content_type="text/csv; charset=utf-8")
    name = f"members-{languages.active()}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def show_about(request: HttpRequest, page: Page) -> HttpResponse:
    """The page about the network. The caller checks that the reader may see it."""
    context = {
        "page": page,
        "milestones": [entry for entry in Milestone.objects.all() if entry.text],
        "offices": Offices.current(),
        "agreements": Agreement.objects.in_force(),
        "has_profiles": Person.objects.with_profile().exists(),
    }
    return render(request, "members/about/about.html", context)


@require_safe
@cacheable_page()
def agreement(request: HttpRequest, kind: str) -> HttpResponse:
    return show_agreement(request, kind, Agreement.objects.in_force())


@require_safe
@cacheable_page()
def agreement_version(request: HttpRequest, kind: str, day: date) -> HttpResponse:
    return show_agreement(request, kind, Agreement.objects.filter(in_force_from=day))


def show_agreement(request: HttpRequest, kind: str, versions: AgreementQuerySet) -> HttpResponse:
    agreement = get_object_or_404(versions.past_and_current(), kind=kind)
    if not agreement.has_text():
        raise NotInLanguageError(agreement)
    all_versions = Agreement.objects.past_and_current().filter(kind=kind)
    all_versions = all_versions.in_reading_order()
    context = {
        "agreement": agreement,
        "versions": all_versions,
        "newest": all_versions.first(),
        "newer": all_versions.filter(in_force_from__gt=agreement.in_force_from).last(),
    }
    return render(request, "members/about/agreement.html", context)


@require_safe
@cacheable_page()
def people(request: HttpRequest) -> HttpResponse:
    people = Person.objects.with_profile().select_related("portrait__photographer", "organisation")
    return render(request, "members/about/people.html", {"people": people.in_name_order()})


@require_safe
@cacheable_page()
def person(request: HttpRequest, slug: str) -> HttpResponse:
    people = Person.objects.with_profile().select_related("portrait__photographer", "organisation")
    person = get_object_or_404(people, slug=slug)
    offices = [office for office in person.offices.all() if office.has_started]
    response = render(request, "members/about/person.html", {"person": person, "offices": offices})
    if person.noindex:
        response["X-Robots-Tag"] = "noindex"
    return response


def accuracy_link_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Decorates the views that a member opens by the link of an accuracy request. The secret in it
    replaces a login, and a CSRF token, which would need a cookie. No cache stores such a page and
    no search engine lists it."""

    @csrf_exempt
    @never_cache
    @wraps(view)
    def wrapper(request: HttpRequest, token: str) -> HttpResponse:
        vars(request)["is_opened_by_secret"] = True
        accuracy_request = accuracy_requests.get_request_for_token(token)
        response = (
            view(request, accuracy_request, token) if accuracy_request else link_expired(request)
        )
        response["X-Robots-Tag"] = "noindex"
        return response

    return wrapper


def link_expired(request: HttpRequest) -> HttpResponse:
    return render(request, "members/check_entry/link_expired.html", status=410)


@accuracy_link_page
@require_http_methods(["GET", "HEAD", "POST"])
def check_entry(
    request: HttpRequest, accuracy_request: AccuracyRequest, token: str
) -> HttpResponse:
    """A member is asked whether its page is correct: one click confirms it, or a form proposes
    changes."""
    context = {"token": token, "until": accuracy_request.expires_at}
    return show_proposal_form(request, accuracy_request.organisation, context, accuracy_request)


def show_proposal_form(
    request: HttpRequest,
    organisation: Organisation,
    context: dict[str, Any],
    accuracy_request: AccuracyRequest | None = None,
) -> HttpResponse:
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
    context |= {"form": form, "organisation": organisation, "pending": pending}
    return render(request, "members/check_entry/check_entry.html", context)


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
    response["X-Robots-Tag"] = "noindex"
    return response

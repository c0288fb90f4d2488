"""What visitors and other programs read of those who make up the network, and what these themselves
say of it.

The page of one member gathers from all rooms and stands at the roof (`network/views.py`).
"""

from datetime import date
from functools import wraps

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from members import asking, exports, proposing
from members.about import Offices
from members.directory import Directory
from members.forms import ProposalForm
from members.models import Agreement, Milestone, Organisation, Person
from network import languages
from network.models import Page
from network.publishing import NotInThisLanguage

# The standing page that history, people and documents belong to.
ABOUT = "about"


@require_safe
def members(request: HttpRequest) -> HttpResponse:
    directory = Directory(request.GET)
    page = directory.page(request.GET.get("page"))
    return render(request, "members/members.html", {"directory": directory, "page": page})


@require_safe
def members_as_json(request: HttpRequest) -> JsonResponse:
    found = {"language": languages.active(), "members": exports.rows()}
    return JsonResponse(found, json_dumps_params={"ensure_ascii": False, "indent": 1})


@require_safe
def members_as_csv(request: HttpRequest) -> HttpResponse:
    table = exports.as_csv(exports.rows())
    response = HttpResponse(table, content_type="text/csv; charset=utf-8")
    name = f"members-{languages.active()}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def show_about(request: HttpRequest, page: Page) -> HttpResponse:
    """The page about the network; whether the reader may see it is the caller's to know."""
    context = {
        "page": page,
        "milestones": [entry for entry in Milestone.objects.all() if entry.text],
        "offices": Offices.of_today(),
        "agreements": Agreement.objects.in_force(),
        "has_profiles": Person.objects.with_profile().exists(),
    }
    return render(request, "members/about.html", context)


@require_safe
def agreement(request: HttpRequest, document: str) -> HttpResponse:
    """A document in the version that is in force."""
    return show_agreement(request, document, Agreement.objects.in_force())


@require_safe
def agreement_version(request: HttpRequest, document: str, day: date) -> HttpResponse:
    """A document as it was in force from a day on."""
    return show_agreement(request, document, Agreement.objects.filter(in_force_from=day))


def show_agreement(request: HttpRequest, document: str, versions) -> HttpResponse:
    begun = Agreement.objects.begun().filter(document=document).in_reading_order()
    shown = get_object_or_404(versions.begun(), document=document)
    if not shown.is_written():
        raise NotInThisLanguage(shown)
    newer = begun.filter(in_force_from__gt=shown.in_force_from).last()
    context = {"agreement": shown, "versions": begun, "newest": begun.first(), "newer": newer}
    return render(request, "members/agreement.html", context)


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    found = Person.objects.with_profile().select_related("portrait__photographer", "organisation")
    return render(request, "members/people.html", {"people": found.in_order_of_names()})


@require_safe
def person(request: HttpRequest, slug: str) -> HttpResponse:
    public = Person.objects.with_profile().select_related("portrait__photographer", "organisation")
    shown = get_object_or_404(public, slug=slug)
    offices = [office for office in shown.offices.all() if office.has_begun]
    response = render(request, "members/person.html", {"person": shown, "offices": offices})
    if shown.noindex:
        response["X-Robots-Tag"] = "noindex"
    return response


def by_link(view):
    """For pages that open by a member's own link. The secret in it stands in for a login and for
    a CSRF token, which would cost a cookie; what is found there is kept and indexed nowhere."""

    @csrf_exempt
    @never_cache
    @wraps(view)
    def opened(request: HttpRequest, token: str) -> HttpResponse:
        request.is_opened_by_secret = True
        question = asking.question_of(token)
        response = view(request, question, token) if question else link_ended(request)
        response["X-Robots-Tag"] = "noindex"
        return response

    return opened


def link_ended(request: HttpRequest) -> HttpResponse:
    return render(request, "members/link_ended.html", status=410)


@by_link
@require_http_methods(["GET", "HEAD", "POST"])
def still_right(request: HttpRequest, question, token: str) -> HttpResponse:
    """A member is asked about its page: one click says that it is right, a form what is not."""
    context = {"token": token, "until": question.expires_at}
    return show_proposal_form(request, question.organisation, context, question)


def show_proposal_form(
    request: HttpRequest, organisation: Organisation, context: dict, question=None
) -> HttpResponse:
    """A member reads what is said of it and proposes what it should say."""
    pending = organisation.proposals.open().prefetch_related("changes").first()
    data, files = request.POST or None, request.FILES or None
    form = ProposalForm(organisation, data, files, pending=pending)
    if form.is_valid():
        remark = form.cleaned_data["remark"]
        if proposing.propose(organisation, form.seen, form.wanted(), remark, question):
            return redirect("members:proposal-sent")
        form.nothing_changed(is_asked=question is not None)
    context |= {"form": form, "organisation": organisation, "pending": pending}
    return render(request, "members/still_right.html", context)


@by_link
@require_POST
def all_right(_request: HttpRequest, question, _token: str) -> HttpResponse:
    """A member says that all of it is right."""
    asking.confirm(question)
    return redirect("members:confirmed")


@require_safe
def thanks(request: HttpRequest, said: str) -> HttpResponse:
    response = render(request, "members/still_right_thanks.html", {"said": said})
    response["X-Robots-Tag"] = "noindex"
    return response

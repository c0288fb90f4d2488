"""The public pages about the network itself: milestones, agreements, people."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from cms.publishing.noindex import noindex
from cms.publishing.publishable import NotInLanguageError
from members.directory.offices import Offices
from members.directory.people_list import page_of_people
from members.models import Agreement, Milestone, Person
from members.models.agreements import DocumentInForce
from network.models import Page
from page_cache.decorators import cacheable_page, replace_query

# The slug of the standing page that shows milestones, people and agreements, too.
ABOUT = "about"


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
    """The version in force."""
    version = get_object_or_404(Agreement.objects.in_force(), kind=kind)
    return show_agreement(request, version, DocumentInForce(version))


@require_safe
@cacheable_page()
def agreement_version(request: HttpRequest, kind: str, day: date) -> HttpResponse:
    """Search engines list the page of the document instead, so that nobody is led to words that no
    longer hold."""
    versions = Agreement.objects.past_and_current()
    version = get_object_or_404(versions, kind=kind, in_force_from=day)
    return noindex(show_agreement(request, version, version))


def show_agreement(
    request: HttpRequest, agreement: Agreement, page: Agreement | DocumentInForce
) -> HttpResponse:
    if not agreement.has_text():
        raise NotInLanguageError(page)
    versions = Agreement.objects.past_and_current().filter(kind=agreement.kind).in_reading_order()
    context = {
        "agreement": agreement,
        "page": page,
        "versions": versions,
        "newer": versions.filter(in_force_from__gt=agreement.in_force_from).last(),
    }
    return render(request, "members/about/agreement.html", context)


@require_safe
@cacheable_page("page")
def people(request: HttpRequest) -> HttpResponse:
    page = page_of_people(request.GET.get("page"))
    replace_query(request, f"page={page.number}" if page.number > 1 else "")
    return render(request, "members/about/people.html", {"page": page})


@require_safe
@cacheable_page()
def person(request: HttpRequest, slug: str) -> HttpResponse:
    people = Person.objects.with_profile().select_related("portrait__photographer", "organisation")
    person = get_object_or_404(people, slug=slug)
    offices = [office for office in person.offices.all() if office.has_started]
    response = render(request, "members/about/person.html", {"person": person, "offices": offices})
    if person.noindex:
        noindex(response)
    return response

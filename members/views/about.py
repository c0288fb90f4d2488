"""The public pages about the network itself: milestones, agreements, people."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from cms.publishing.noindex import noindex
from cms.publishing.publishable import NotInLanguageError
from members.directory.offices import Offices
from members.models import Agreement, Milestone, Person
from members.models.agreements import AgreementQuerySet
from network.models import Page
from page_cache.decorators import cacheable_page

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
        noindex(response)
    return response

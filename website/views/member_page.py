from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cms.publishing.publishable import get_published_or_404
from cms.queries.compiled_query import compiled_once
from events.models import Event, EventOrganisation
from members.models import Organisation, Person
from news.models import Article
from page_cache.decorators import cacheable_page, replace_query
from resources.models import Resource

# Events, articles and resources on the page of a member. The pages of all of them show
# `ITEMS_PER_PAGE` at a time.
MAX_SHOWN = 10
ITEMS_PER_PAGE = 50


@require_safe
@cacheable_page()
def member(request: HttpRequest, slug: str) -> HttpResponse:
    organisation = get_published_or_404(
        slug, make_queryset=Organisation.objects.with_page_relations
    )
    return show_member(request, organisation)


def show_member(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """The caller has checked who may see the organisation."""
    context = {
        "organisation": organisation,
        "people": people_of(organisation),
        "event_organisations": newest_event_organisations_of(organisation),
        "articles": newest_articles_of(organisation),
        "resources": newest_resources_of(organisation),
        "max_shown": MAX_SHOWN,
    }
    return render(request, "members/directory/organisation.html", context)


@compiled_once(Organisation)
def people_of(organisation: Organisation) -> QuerySet[Person]:
    return organisation.people.with_profile()


# One more than is shown of each: the page links to the rest if there is one.
@compiled_once(Organisation)
def newest_event_organisations_of(organisation: Organisation) -> QuerySet[EventOrganisation]:
    return event_organisations_of(organisation)[: MAX_SHOWN + 1]


@compiled_once(Organisation)
def newest_articles_of(organisation: Organisation) -> QuerySet[Article]:
    return articles_of(organisation)[: MAX_SHOWN + 1]


@compiled_once(Organisation)
def newest_resources_of(organisation: Organisation) -> QuerySet[Resource]:
    return resources_of(organisation)[: MAX_SHOWN + 1]


def event_organisations_of(organisation: Organisation) -> QuerySet[EventOrganisation]:
    """The newest event first."""
    found = EventOrganisation.objects.filter(
        organisation=organisation, event__in=Event.objects.published()
    )
    return found.select_related("event").order_by("-event__starts_at", "pk")


def articles_of(organisation: Organisation) -> QuerySet[Article]:
    public = Article.objects.published().mentioning(organisation)
    return public.select_related("publisher").newest_first()


def resources_of(organisation: Organisation) -> QuerySet[Resource]:
    return Resource.objects.published().by_organisation(organisation).newest_first()


@require_safe
@cacheable_page("page")
def member_events(request: HttpRequest, slug: str) -> HttpResponse:
    organisation = get_published_or_404(slug, make_queryset=Organisation.objects.all)
    return show_list_of_member(
        request, organisation, "events", _("Events"), event_organisations_of(organisation)
    )


@require_safe
@cacheable_page("page")
def member_news(request: HttpRequest, slug: str) -> HttpResponse:
    organisation = get_published_or_404(slug, make_queryset=Organisation.objects.all)
    return show_list_of_member(request, organisation, "news", _("News"), articles_of(organisation))


@require_safe
@cacheable_page("page")
def member_resources(request: HttpRequest, slug: str) -> HttpResponse:
    organisation = get_published_or_404(slug, make_queryset=Organisation.objects.all)
    found = resources_of(organisation)
    return show_list_of_member(request, organisation, "resources", _("Resources"), found)


def show_list_of_member(
    request: HttpRequest, organisation: Organisation, kind: str, heading: str, items: QuerySet
) -> HttpResponse:
    page = Paginator(items, ITEMS_PER_PAGE).get_page(request.GET.get("page"))
    if not page.object_list:
        raise Http404
    replace_query(request, f"page={page.number}" if page.number > 1 else "")
    context = {"organisation": organisation, "heading": heading, "page": page}
    return render(request, f"members/directory/organisation_{kind}.html", context)

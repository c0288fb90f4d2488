from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cms.i18n import languages
from cms.publishing.publishable import get_published_or_404
from cms.queries.loose_index_scan import distinct_values
from cms.queries.paging import keyset_page
from events import calendars
from events.limits_and_periods import FEED_PERIOD, PAST_EVENTS_PER_PAGE
from events.models import Campaign, Event, EventQuerySet
from network.models import Network
from page_cache.decorators import cacheable_page, replace_query


@require_safe
@cacheable_page("year", "before", "after")
def events(request: HttpRequest) -> HttpResponse:
    """The upcoming events, nearest first, and the past events of one year.

    The year is the one in which an event starts in its own time zone, as its page says.
    """
    public = Event.objects.published().with_list_relations()
    years = distinct_values(Event.objects.published().past(), "start_year")[::-1]
    requested_year = next((year for year in years if str(year) == request.GET.get("year")), None)
    year = requested_year or next(iter(years), None)
    past = public.past().filter(start_year=year) if year else Event.objects.none()
    page = keyset_page(past, request.GET, PAST_EVENTS_PER_PAGE, "starts_at")
    replace_query(request, f"year={year}" if requested_year else "", page.query)
    context = {
        "upcoming": None if requested_year else public.upcoming(),
        "years": years,
        "year": year,
        "requested_year": requested_year,
        "kept_query": f"year={year}" if year else "",
        "happened": public.happened(),
        "page": page,
    }
    return render(request, "events/events.html", context)


@require_safe
@cacheable_page()
def event(request: HttpRequest, slug: str) -> HttpResponse:
    return show_event(
        request, get_published_or_404(slug, make_queryset=Event.objects.with_page_relations)
    )


def show_event(request: HttpRequest, event: Event) -> HttpResponse:
    """The page of an event, also of a draft: the caller checks that the reader may see it."""
    return render(request, "events/event.html", {"event": event})


@require_safe
@cacheable_page()
def event_calendar(request: HttpRequest, slug: str) -> HttpResponse:
    event = get_object_or_404(Event.objects.published().for_calendars(), slug=slug)
    response = calendar_response(calendars.calendar_file(event))
    response["Content-Disposition"] = f'attachment; filename="{event.slug}.ics"'
    return response


@require_safe
@cacheable_page()
def calendar(request: HttpRequest) -> HttpResponse:
    """The feed of public events in the reader's language: upcoming ones and those of the last
    year."""
    return feed_response(str(Network.objects.current()), Event.objects.published())


@require_safe
@cacheable_page()
def campaign_calendar(request: HttpRequest, slug: str) -> HttpResponse:
    campaign = get_object_or_404(Campaign.objects.public(), slug=slug)
    name = languages.translated_text(campaign, "name")
    return feed_response(
        f"{Network.objects.current()}: {name}", Event.objects.published().filter(campaign=campaign)
    )


def feed_response(name: str, events: EventQuerySet) -> HttpResponse:
    since = timezone.now() - FEED_PERIOD
    events = events.for_calendars().filter(over_at__gte=since)
    return calendar_response(calendars.calendar_feed(events, name))


def calendar_response(data: bytes) -> HttpResponse:
    return HttpResponse(data, content_type="text/calendar; charset=utf-8")

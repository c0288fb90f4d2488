"""What visitors read of events: the list, one event, a campaign, and calendars of them."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from events import calendars
from events.models import Campaign, Event
from network.loose_index_scan import years_of
from network.models import Network
from network.paging import page_of
from network.publishing import get_published_or_explain

PAST_EVENTS_A_PAGE = 24
CALENDARS_REMEMBER = timedelta(days=366)


@require_safe
def events(request: HttpRequest) -> HttpResponse:
    """What is coming, nearest first, and what was, a year at a time."""
    public = Event.objects.published().for_list()
    years = years_of(Event.objects.published().past(), "starts_at")
    asked = next((year for year in years if str(year) == request.GET.get("year")), None)
    year = asked or next(iter(years), None)
    past = public.past().filter(starts_at__year=year) if year else Event.objects.none()
    context = {
        "upcoming": None if asked else public.upcoming(),
        "years": years,
        "year": year,
        "asked": asked,
        "query": f"year={year}",
        "last": public.past().taking_place(),
        "page": page_of(past, request.GET, PAST_EVENTS_A_PAGE, "starts_at"),
    }
    return render(request, "events/events.html", context)


@require_safe
def event(request: HttpRequest, slug: str) -> HttpResponse:
    return show_event(request, get_published_or_explain(Event.objects.for_page(), slug))


def show_event(request: HttpRequest, event: Event) -> HttpResponse:
    """The page of an event; whether the reader may see it is the caller's to know."""
    return render(request, "events/event.html", {"event": event})


@require_safe
def event_calendar(request: HttpRequest, slug: str) -> HttpResponse:
    event = get_object_or_404(Event.objects.published().for_calendars(), slug=slug)
    response = in_calendar_format(calendars.single(event))
    response["Content-Disposition"] = f'attachment; filename="{event.slug}.ics"'
    return response


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """The public events of the reader's language, for calendars that subscribe: all to come and
    those of the last year. What is older stays in calendars that had it before or is looked up."""
    a_year_ago = timezone.now() - CALENDARS_REMEMBER
    events = Event.objects.published().for_calendars().filter(over_at__gte=a_year_ago)
    return in_calendar_format(calendars.feed(events, Network.objects.current()))


def in_calendar_format(data: bytes) -> HttpResponse:
    return HttpResponse(data, content_type="text/calendar; charset=utf-8")


@require_safe
def campaign(request: HttpRequest, slug: str) -> HttpResponse:
    campaign = get_object_or_404(Campaign, slug=slug)
    return render(request, "events/campaign.html", {"campaign": campaign})

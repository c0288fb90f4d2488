"""What visitors read of events: the list, one event, a campaign, and calendars of them."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from events import calendars
from events.models import Campaign, Event
from network.models import Network
from network.publishing import get_published_or_explain

PAST_EVENTS_A_PAGE = 24


@require_safe
def events(request: HttpRequest) -> HttpResponse:
    """What is coming, nearest first, and what was, a year at a time."""
    public = Event.objects.published().for_list()
    years = [moment.year for moment in public.past().datetimes("starts_at", "year", order="DESC")]
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
        "page": Paginator(past, PAST_EVENTS_A_PAGE).get_page(request.GET.get("page")),
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
    """Every public event of the reader's language, for calendars that subscribe."""
    events = Event.objects.published().for_calendars()
    return in_calendar_format(calendars.feed(events, Network.objects.current()))


def in_calendar_format(data: bytes) -> HttpResponse:
    return HttpResponse(data, content_type="text/calendar; charset=utf-8")


@require_safe
def campaign(request: HttpRequest, slug: str) -> HttpResponse:
    campaign = get_object_or_404(Campaign, slug=slug)
    return render(request, "events/campaign.html", {"campaign": campaign})

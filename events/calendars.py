"""Events for the calendars of phones and computers (RFC 5545)."""

from collections.abc import Iterable
from datetime import UTC, date, timedelta

from django.utils.translation import gettext as _
from icalendar import Calendar
from icalendar import Event as Entry

from events import wording
from events.models import Event
from network import languages, text
from network.models import Network
from network.site_address import absolute_url, host_name

# How often a calendar that subscribes should ask again.
REFRESH = timedelta(hours=12)

STATUS = {
    Event.Status.SCHEDULED: "CONFIRMED",
    Event.Status.MOVED_ONLINE: "CONFIRMED",
    Event.Status.POSTPONED: "TENTATIVE",
    Event.Status.CANCELLED: "CANCELLED",
}


def feed(events: Iterable[Event], network: Network) -> bytes:
    """A calendar that a reader subscribes to, in the reader's language."""
    calendar = _calendar(events)
    name = languages.plain_words(network, "name")
    calendar.add("x-wr-calname", name)
    calendar.add("name", name)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", REFRESH)
    return calendar.to_ical()


def single(event: Event) -> bytes:
    """One event, to be taken into a calendar by hand."""
    return _calendar([event]).to_ical()


def _calendar(events: Iterable[Event]) -> Calendar:
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", f"-//{host_name()}//events//{languages.active().upper()}")
    calendar.add("calscale", "GREGORIAN")
    for event in events:
        calendar.add_component(_entry(event))
    return calendar


def _entry(event: Event) -> Entry:
    address = absolute_url(event.get_absolute_url())
    start, end = _span(event)
    entry = Entry()
    entry.add("uid", f"event-{event.pk}@{host_name()}")
    entry.add("sequence", event.revision)
    entry.add("dtstamp", event.updated_at)
    entry.add("last-modified", event.updated_at)
    entry.add("created", event.created_at)
    entry.add("dtstart", start)
    entry.add("dtend", end)
    entry.add("summary", _summary(event))
    entry.add("description", "\n\n".join(filter(None, [_description(event), address])))
    entry.add("url", address)
    if location := _location(event):
        entry.add("location", location)
    entry.add("status", STATUS[event.status])
    entry.add("transp", "OPAQUE" if event.takes_place() else "TRANSPARENT")
    return entry


def _span(event: Event) -> tuple[date, date]:
    """Start and end as calendars have them: the end of whole days is the day after.

    Moments are given in UTC, which no program can misread. The rules of a time zone (VTIMEZONE)
    come as a list of changes; programs that know yearly rules only take New York's summer for its
    winter, an hour off.
    """
    if event.precision == Event.Precision.DAY:
        first, last = wording.days(event)
        return first, last + timedelta(days=1)
    return event.starts_at.astimezone(UTC), event.over_at.astimezone(UTC)


def _summary(event: Event) -> str:
    """The title; most programs show nothing else of an event that was cancelled."""
    if event.takes_place():
        return event.title
    return f"{event.get_status_display().capitalize()}: {event.title}"


def _description(event: Event) -> str:
    return event.summary or text.plain(event.description or "")[:500]


def _location(event: Event) -> str:
    """No more than the page tells everybody."""
    if event.is_online_only():
        return _("Online")
    return ", ".join(languages.plain_words(event, part) for part in event.printed_place())

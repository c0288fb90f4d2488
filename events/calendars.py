"""Events in the format of calendar programs (iCalendar, RFC 5545)."""

from collections.abc import Iterable
from datetime import UTC, date, timedelta

from django.utils.translation import gettext as _
from icalendar import Calendar
from icalendar import Event as VEvent

from cms.i18n import languages
from cms.publishing.site_url import absolute_url, host_name
from cms.text import rich_text
from events.formatting import event_times
from events.limits_and_periods import FEED_REFRESH_INTERVAL
from events.models import Event

ICALENDAR_STATUS: dict[str, str] = {
    Event.Status.SCHEDULED: "CONFIRMED",
    Event.Status.MOVED_ONLINE: "CONFIRMED",
    Event.Status.POSTPONED: "TENTATIVE",
    Event.Status.CANCELLED: "CANCELLED",
}


def calendar_feed(events: Iterable[Event], name: str) -> bytes:
    calendar = _calendar(events)
    calendar.add("x-wr-calname", name)
    calendar.add("name", name)
    calendar.add("refresh-interval", FEED_REFRESH_INTERVAL, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", FEED_REFRESH_INTERVAL)
    return calendar.to_ical()


def calendar_file(event: Event) -> bytes:
    return _calendar([event]).to_ical()


def _calendar(events: Iterable[Event]) -> Calendar:
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", f"-//{host_name()}//events//{languages.active().upper()}")
    calendar.add("calscale", "GREGORIAN")
    for event in events:
        calendar.add_component(_vevent(event))
    return calendar


def _vevent(event: Event) -> VEvent:
    url = absolute_url(event.get_absolute_url())
    start, end = _start_and_end(event)
    vevent = VEvent()
    vevent.add("uid", f"event-{event.pk}@{host_name()}")
    vevent.add("sequence", event.revision)
    vevent.add("dtstamp", event.updated_at)
    vevent.add("last-modified", event.updated_at)
    vevent.add("created", event.created_at)
    vevent.add("dtstart", start)
    vevent.add("dtend", end)
    vevent.add("summary", _summary(event))
    vevent.add("description", "\n\n".join(filter(None, [_description(event), url])))
    vevent.add("url", url)
    if location := _location(event):
        vevent.add("location", location)
    vevent.add("status", ICALENDAR_STATUS[event.status])
    vevent.add("transp", "OPAQUE" if event.goes_ahead() else "TRANSPARENT")
    return vevent


def _start_and_end(event: Event) -> tuple[date, date]:
    """The end of whole days is the day after, as iCalendar requires.

    Times are in UTC, because some programs misread the rules of a time zone (VTIMEZONE) and showed
    events in New York an hour off.
    """
    if event.precision == Event.Precision.DAY:
        first, last = event_times.first_and_last_day(event)
        return first, last + timedelta(days=1)
    return event.starts_at.astimezone(UTC), event.over_at.astimezone(UTC)


def _summary(event: Event) -> str:
    """The title, which most programs show alone; so "Cancelled" or "Postponed" precedes it."""
    if event.goes_ahead():
        return event.title
    return f"{event.get_status_display().capitalize()}: {event.title}"


def _description(event: Event) -> str:
    return event.summary or rich_text.to_plain_text(event.description or "")[:500]


def _location(event: Event) -> str:
    """The place as the page prints it for everybody."""
    if event.is_online_only():
        return _("Online")
    return ", ".join(
        languages.translated_text(event, field) for field in event.printed_place_fields()
    )

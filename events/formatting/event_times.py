"""When an event or a part of its programme takes place, in the reader's language."""

from datetime import date, datetime

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import pgettext

from cms.i18n import dates
from events.models import Event, Session

# Formats of the day by precision: for readers, and for the attribute `datetime`.
DAY_FORMATS: dict[str, tuple[str, str]] = {
    Event.Precision.TIME: ("WEEKDAY_FORMAT", "%Y-%m-%d"),
    Event.Precision.DAY: ("WEEKDAY_FORMAT", "%Y-%m-%d"),
    Event.Precision.MONTH: ("YEAR_MONTH_FORMAT", "%Y-%m"),
    Event.Precision.YEAR: ("YEAR_FORMAT", "%Y"),
}


def event_time(event: Event) -> SafeString:
    """Date and time as precisely as they are known; start and end each in a `<time>`."""
    if event.precision == Event.Precision.TIME:
        return _exact_time(event.local_start, event.local_end)
    start, end = first_and_last_day(event)
    return _span(start, end, *DAY_FORMATS[event.precision])


def short_start_date(event: Event) -> SafeString:
    date_format, iso_format = DAY_FORMATS[event.precision]
    if event.has_day():
        date_format = "SHORT_DATE_FORMAT"
    start, _end = first_and_last_day(event)
    return _time(dates.format_moment(start, date_format), f"{start:{iso_format}}")


def days_from_to(first: date, last: date) -> SafeString:
    """Each in a `<time>`."""
    return _span(first, last, "DAY_FORMAT", "%Y-%m-%d")


def first_and_last_day(event: Event) -> tuple[date, date]:
    """The days in the time zone of the event; of a month or a year, its first day."""
    start = event.local_start.date()
    end = event.local_end.date() if event.local_end else start
    match event.precision:
        case Event.Precision.YEAR:
            return start.replace(month=1, day=1), end.replace(month=1, day=1)
        case Event.Precision.MONTH:
            return start.replace(day=1), end.replace(day=1)
    return start, end


def session_time(session: Session) -> SafeString:
    start, end = session.local_start, session.local_end
    if start is None:
        return SafeString("")
    first, last = first_and_last_day(session.event)
    if first == last == start.date() and (end is None or end.date() == start.date()):
        return _times(start, end)
    day = dates.format_moment(start, "WEEKDAY_DAY_FORMAT")
    if end and end.date() != start.date():
        return _moments(day, start, dates.format_moment(end, "WEEKDAY_DAY_FORMAT"), end)
    form = pgettext("a day and the time of a part of a programme", "{date}, {times}")
    return format_html(form, date=day, times=_times(start, end))


def _exact_time(start: datetime, end: datetime | None) -> SafeString:
    if end is None or end.date() == start.date():
        form = pgettext("date and time of an event", "{date}, {times}")
        day = dates.format_moment(start, "WEEKDAY_FORMAT")
        return format_html(form, date=day, times=_times(start, end))
    first, last = dates.format_range(start.date(), end.date(), "WEEKDAY_FORMAT")
    return _moments(first, start, last, end)


def _moments(first_day: str, start: datetime, last_day: str, end: datetime) -> SafeString:
    return format_html(
        pgettext("first and last moment of an event", "{start} – {end}"),
        start=_time(_moment_in_words(first_day, start), _iso(start)),
        end=_time(_moment_in_words(last_day, end), _iso(end)),
    )


def _moment_in_words(day: str, moment: datetime) -> SafeString:
    form = pgettext("date and time of an event", "{date}, {times}")
    times = dates.format_time(moment.timetz())
    return format_html(form, date=_unbroken(day), times=_unbroken(times))


def _times(start: datetime, end: datetime | None) -> SafeString:
    if end is None or end == start:
        return _unbroken(_time(dates.format_time(start.timetz()), _iso(start)))
    first, last = dates.format_time_range(start.timetz(), end.timetz())
    form = pgettext("from one time of day to another", "{start}–{end}")
    return _unbroken(format_html(form, start=_time(first, _iso(start)), end=_time(last, _iso(end))))


def _unbroken(times: str) -> SafeString:
    """For CSS, which breaks no line in it where there is room."""
    return format_html('<span class="event-times">{}</span>', times)


def _span(first: date, last: date, date_format: str, iso_format: str) -> SafeString:
    if first == last:
        return _time(dates.format_moment(first, date_format), f"{first:{iso_format}}")
    start, end = dates.format_range(first, last, date_format)
    return format_html(
        pgettext("first and last day of an event", "{start} – {end}"),
        start=_time(start, f"{first:{iso_format}}"),
        end=_time(end, f"{last:{iso_format}}"),
    )


def _iso(moment: datetime) -> str:
    return moment.isoformat(timespec="minutes")


def _time(text: str, iso: str) -> SafeString:
    return format_html('<time datetime="{}">{}</time>', iso, text)

"""When an event or a part of its programme takes place, in the reader's language."""

from datetime import date, datetime

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import pgettext

from cms.i18n import dates
from events.models import Event, Session

# By precision: Django's format of the day for readers, and the one of `<time datetime>`.
DAY_FORMATS: dict[str, tuple[str, str]] = {
    Event.Precision.TIME: ("WEEKDAY_FORMAT", "%Y-%m-%d"),
    Event.Precision.DAY: ("WEEKDAY_FORMAT", "%Y-%m-%d"),
    Event.Precision.MONTH: ("YEAR_MONTH_FORMAT", "%Y-%m"),
    Event.Precision.YEAR: ("YEAR_FORMAT", "%Y"),
}


def event_time(event: Event) -> SafeString:
    """For example "Wednesday 9 July 2025, 7 pm–9 pm" or "May 2025", with `<time>` elements."""
    if event.precision == Event.Precision.TIME:
        return _start_and_end_time(event.local_start, event.local_end)
    start, end = first_and_last_day(event)
    return _date_range_html(start, end, *DAY_FORMATS[event.precision])


def short_start_date(event: Event) -> SafeString:
    date_format, iso_format = DAY_FORMATS[event.precision]
    if event.is_day_known():
        date_format = "SHORT_DATE_FORMAT"
    start, _end = first_and_last_day(event)
    return _time_element(dates.format_moment(start, date_format), f"{start:{iso_format}}")


def date_range(first: date, last: date) -> SafeString:
    return _date_range_html(first, last, "DAY_FORMAT", "%Y-%m-%d")


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
        return _time_range_html(start, end)
    day = dates.format_moment(start, "WEEKDAY_DAY_FORMAT")
    if end and end.date() != start.date():
        return _datetime_range_html(day, start, dates.format_moment(end, "WEEKDAY_DAY_FORMAT"), end)
    pattern = pgettext("a day and the time of a part of a programme", "{date}, {times}")
    return format_html(pattern, date=day, times=_time_range_html(start, end))


def _start_and_end_time(start: datetime, end: datetime | None) -> SafeString:
    if end is None or end.date() == start.date():
        pattern = pgettext("date and time of an event", "{date}, {times}")
        day = dates.format_moment(start, "WEEKDAY_FORMAT")
        return format_html(pattern, date=day, times=_time_range_html(start, end))
    first, last = dates.format_range(start.date(), end.date(), "WEEKDAY_FORMAT")
    return _datetime_range_html(first, start, last, end)


def _datetime_range_html(
    first_day: str, start: datetime, last_day: str, end: datetime
) -> SafeString:
    return format_html(
        pgettext("first and last moment of an event", "{start} – {end}"),
        start=_time_element(_datetime_html(first_day, start), _iso_datetime(start)),
        end=_time_element(_datetime_html(last_day, end), _iso_datetime(end)),
    )


def _datetime_html(day: str, moment: datetime) -> SafeString:
    pattern = pgettext("date and time of an event", "{date}, {times}")
    times = dates.format_time(moment.timetz())
    return format_html(pattern, date=_unbroken_span(day), times=_unbroken_span(times))


def _time_range_html(start: datetime, end: datetime | None) -> SafeString:
    if end is None or end == start:
        return _unbroken_span(
            _time_element(dates.format_time(start.timetz()), _iso_datetime(start))
        )
    first, last = dates.format_time_range(start.timetz(), end.timetz())
    pattern = pgettext("from one time of day to another", "{start}–{end}")
    return _unbroken_span(
        format_html(
            pattern,
            start=_time_element(first, _iso_datetime(start)),
            end=_time_element(last, _iso_datetime(end)),
        )
    )


def _unbroken_span(times: str) -> SafeString:
    """CSS breaks no line in it where there is room."""
    return format_html('<span class="event-times">{}</span>', times)


def _date_range_html(first: date, last: date, date_format: str, iso_format: str) -> SafeString:
    if first == last:
        return _time_element(dates.format_moment(first, date_format), f"{first:{iso_format}}")
    start, end = dates.format_range(first, last, date_format)
    return format_html(
        pgettext("first and last day of an event", "{start} – {end}"),
        start=_time_element(start, f"{first:{iso_format}}"),
        end=_time_element(end, f"{last:{iso_format}}"),
    )


def _iso_datetime(moment: datetime) -> str:
    return moment.isoformat(timespec="minutes")


def _time_element(text: str, iso: str) -> SafeString:
    return format_html('<time datetime="{}">{}</time>', iso, text)

"""When an event or a part of its programme takes place, in the reader's language."""

from datetime import date, datetime

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import pgettext

from cms.i18n import dates
from events.models import Event, Session

# By precision: the name of our format in `cms/i18n/date_formats`, and the format of
# `<time datetime>`.
DAY_FORMATS: dict[str, tuple[str, str]] = {
    Event.Precision.TIME: ("WEEKDAY_DATE_FORMAT", "%Y-%m-%d"),
    Event.Precision.DAY: ("WEEKDAY_DATE_FORMAT", "%Y-%m-%d"),
    Event.Precision.MONTH: ("YEAR_MONTH_FORMAT", "%Y-%m"),
    Event.Precision.YEAR: ("YEAR_FORMAT", "%Y"),
}


def event_time(event: Event) -> SafeString:
    """For example "Wednesday 9 July 2025, 7 pm–9 pm" or "May 2025", with `<time>` elements."""
    if event.precision == Event.Precision.TIME:
        return _start_and_end_html(event.local_start, event.local_end)
    start, end = first_and_last_day(event)
    return _date_range_html(start, end, *DAY_FORMATS[event.precision])


def short_start_date(event: Event) -> SafeString:
    date_format, iso_format = DAY_FORMATS[event.precision]
    if event.is_day_known():
        date_format = "SHORT_DATE_FORMAT"
    start, _end = first_and_last_day(event)
    return _date_element(dates.format_moment(start, date_format), start, iso_format)


def date_range(first: date, last: date) -> SafeString:
    return _date_range_html(first, last, "DAY_FORMAT", "%Y-%m-%d")


def first_and_last_day(event: Event) -> tuple[date, date]:
    """In the time zone of the event. Of a month or year, its first day stands for it."""
    start = event.local_start.date()
    end = event.local_end.date() if event.local_end else start
    match event.precision:
        case Event.Precision.YEAR:
            return start.replace(month=1, day=1), end.replace(month=1, day=1)
        case Event.Precision.MONTH:
            return start.replace(day=1), end.replace(day=1)
    return start, end


def session_time(session: Session) -> SafeString:
    """Start and end, with their day unless the event is known to have only that one."""
    start, end = session.local_start, session.local_end
    if start is None:
        return SafeString("")
    is_within_day = end is None or end.date() == start.date()
    first, last = first_and_last_day(session.event)
    if session.event.is_day_known() and first == last == start.date() and is_within_day:
        return _time_range_html(start, end)
    day = dates.format_moment(start, "WEEKDAY_MONTH_DAY_FORMAT")
    if end and end.date() != start.date():
        return _datetime_range_html(
            day, start, dates.format_moment(end, "WEEKDAY_MONTH_DAY_FORMAT"), end
        )
    pattern = pgettext("a day and the time of a part of a programme", "{date}, {times}")
    return format_html(pattern, date=day, times=_time_range_html(start, end))


def _start_and_end_html(start: datetime, end: datetime | None) -> SafeString:
    if end is None or end.date() == start.date():
        pattern = pgettext("date and time of an event", "{date}, {times}")
        day = dates.format_moment(start, "WEEKDAY_DATE_FORMAT")
        return format_html(pattern, date=day, times=_time_range_html(start, end))
    first, last = dates.format_range(start.date(), end.date(), "WEEKDAY_DATE_FORMAT")
    return _datetime_range_html(first, start, last, end)


def _datetime_range_html(
    first_day: str, start: datetime, last_day: str, end: datetime
) -> SafeString:
    return format_html(
        pgettext("first and last moment of an event", "{start} – {end}"),
        start=_datetime_element(_day_and_time_html(first_day, start), start),
        end=_datetime_element(_day_and_time_html(last_day, end), end),
    )


def _day_and_time_html(day: str, moment: datetime) -> SafeString:
    pattern = pgettext("date and time of an event", "{date}, {times}")
    time = dates.format_time(moment.timetz())
    return format_html(pattern, date=_keep_on_line_html(day), times=_keep_on_line_html(time))


def _time_range_html(start: datetime, end: datetime | None) -> SafeString:
    if end is None or end == start:
        return _keep_on_line_html(_datetime_element(dates.format_time(start.timetz()), start))
    first, last = dates.format_time_range(start.timetz(), end.timetz())
    times = format_html(
        pgettext("from one time of day to another", "{start}–{end}"),
        start=_datetime_element(first, start),
        end=_datetime_element(last, end),
    )
    return _keep_on_line_html(times)


def _date_range_html(first: date, last: date, date_format: str, iso_format: str) -> SafeString:
    if first == last:
        return _date_element(dates.format_moment(first, date_format), first, iso_format)
    start, end = dates.format_range(first, last, date_format)
    return format_html(
        pgettext("first and last day of an event", "{start} – {end}"),
        start=_date_element(start, first, iso_format),
        end=_date_element(end, last, iso_format),
    )


def _date_element(text: str, day: date, iso_format: str) -> SafeString:
    return format_html('<time datetime="{}">{}</time>', f"{day:{iso_format}}", text)


def _datetime_element(text: str, moment: datetime) -> SafeString:
    iso_text = moment.isoformat(timespec="minutes")
    return format_html('<time datetime="{}">{}</time>', iso_text, text)


def _keep_on_line_html(text: str) -> SafeString:
    """The style sheet keeps it on one line where there is room."""
    return format_html('<span class="keep-on-line">{}</span>', text)

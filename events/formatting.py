"""Texts about an event in the reader's language: its time, attendance, programme and people."""

from datetime import date, datetime

from django.utils import formats
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import npgettext, pgettext

from cms.i18n import dates
from cms.text.korean_numbers import is_round_number
from events.models import Event, Participation, Session
from members.names import display_names
from members.names.captions import list_from_left, name_with_role

# Formats of the day by precision: for readers, and for the attribute `datetime`.
FORMATS: dict[str, tuple[str, str]] = {
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
    return _span(start, end, *FORMATS[event.precision])


def first_day(event: Event) -> SafeString:
    date_format, iso_format = FORMATS[event.precision]
    if event.has_day():
        date_format = "SHORT_DATE_FORMAT"
    start, _end = first_and_last_day(event)
    return _time(dates.format_moment(start, date_format), f"{start:{iso_format}}")


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
        end = None
    form = pgettext("a day and the time of a part of a programme", "{date}, {times}")
    return format_html(form, date=day, times=_times(start, end))


def attendance(event: Event) -> str:
    """As exactly as it is known: about 200, over 2,000."""
    if event.attendance is None:
        return ""
    number = formats.number_format(event.attendance, use_l10n=True, force_grouping=True)
    match event.attendance_qualifier:
        case Event.Qualifier.ABOUT:
            form = pgettext("people present at an event", "about {number}")
        case Event.Qualifier.OVER if is_round_number(event.attendance):
            form = pgettext("people present at an event, a round number", "over {number}")
        case Event.Qualifier.OVER:
            form = pgettext("people present at an event", "over {number}")
        case _:
            form = pgettext("people present at an event", "{number}")
    return form.format(number=number)


def opening_sentence(event: Event) -> str:
    """The first sentence of a report: what, when, where and how many. It names nobody."""
    around = " ".join(filter(None, [_days_in_words(event), _place_in_words(event)]))
    words = _sentence_about(event).format(title=event.title, around=around)
    if event.has_happened() and event.attendance:
        attended = npgettext(
            "a sentence about an event",
            "{number} person came.",
            "{number} people came.",
            event.attendance,
        )
        words = f"{words} {capfirst(attended.format(number=attendance(event)))}"
    return words


def role_in(session: Session, participation: Participation) -> str:
    """The role in words; the moderator of a workshop is called its facilitator."""
    is_workshop = Session.Kind.WORKSHOP in (session.kind, session.event.kind)
    if participation.role == Participation.Role.MODERATOR and is_workshop:
        return pgettext("of a workshop", "facilitator")
    return participation.get_role_display()


def person_with_role(participation: Participation) -> SafeString:
    return name_with_role(
        display_names.display_name(participation.person), display_names.display_role(participation)
    )


def name_in_caption(participation: Participation) -> SafeString:
    """Like `person_with_role`, with the moderator marked, who sits among the others."""
    name = display_names.display_name(participation.person)
    if participation.role == Participation.Role.MODERATOR:
        name = format_html(pgettext("in a caption", "{name} (moderator)"), name=name)
    return name_with_role(name, display_names.display_role(participation))


def panel_caption(session: Session) -> SafeString:
    """From left to right: "From left, A, role; and B."."""
    return list_from_left(
        [name_in_caption(participation) for participation in session.participations.all()]
    )


def moderator_line(session: Session) -> SafeString:
    moderators = [
        display_names.display_name(participation.person)
        for participation in session.participations.all()
        if participation.role == Participation.Role.MODERATOR
    ]
    if not moderators:
        return SafeString("")
    names = format_html_join(pgettext("between names", ", "), "{}", zip(moderators))
    return format_html(pgettext("under a panel", "Moderated by {names}"), names=names)


def _sentence_about(event: Event) -> str:
    match event.takes_place(), event.is_past():
        case True, True:
            return pgettext("a sentence about an event", "“{title}” took place {around}.")
        case True, False:
            return pgettext("a sentence about an event", "“{title}” takes place {around}.")
        case False, True:
            return pgettext("a sentence about an event", "“{title}” did not take place {around}.")
        case _:
            return pgettext("a sentence about an event", "“{title}” does not take place {around}.")


def _days_in_words(event: Event) -> str:
    date_format, _iso_format = FORMATS[event.precision]
    first, last = (dates.format_moment(day, date_format) for day in first_and_last_day(event))
    if first != last:
        form = pgettext("in a sentence about an event", "from {first} to {last}")
        return form.format(first=first, last=last)
    if not event.has_day():
        return pgettext("in a sentence about an event", "in {month}").format(month=first)
    return pgettext("in a sentence about an event", "on {day}").format(day=first)


def _place_in_words(event: Event) -> str:
    """The venue, else the city, if everybody may know it and the language has it."""
    if event.is_online_only():
        return pgettext("in a sentence about an event", "online")
    if "venue" in event.place_fields() and event.venue:
        return pgettext("in a sentence about an event", "at {venue}").format(venue=event.venue)
    if "city" in event.place_fields() and event.city:
        return pgettext("in a sentence about an event", "in {city}").format(city=event.city)
    return ""


def _exact_time(start: datetime, end: datetime | None) -> SafeString:
    if end is None or end.date() == start.date():
        form = pgettext("date and time of an event", "{date}, {times}")
        day = dates.format_moment(start, "WEEKDAY_FORMAT")
        return format_html(form, date=day, times=_times(start, end))
    return format_html(
        pgettext("first and last moment of an event", "{start} – {end}"),
        start=_time(_moment_in_words(start), _iso(start)),
        end=_time(_moment_in_words(end), _iso(end)),
    )


def _moment_in_words(moment: datetime) -> SafeString:
    form = pgettext("date and time of an event", "{date}, {times}")
    day = dates.format_moment(moment, "WEEKDAY_FORMAT")
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
    start = _time(dates.format_moment(first, date_format), f"{first:{iso_format}}")
    if first == last:
        return start
    end = _time(dates.format_moment(last, date_format), f"{last:{iso_format}}")
    return format_html(
        pgettext("first and last day of an event", "{start} – {end}"), start=start, end=end
    )


def _iso(moment: datetime) -> str:
    return moment.isoformat(timespec="minutes")


def _time(text: str, iso: str) -> SafeString:
    return format_html('<time datetime="{}">{}</time>', iso, text)

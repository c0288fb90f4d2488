"""How an event is printed: when, how many came, and who sat where, in the reader's language."""

from datetime import date, datetime

from django.utils import formats
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import npgettext, pgettext

from events.models import Event, Participation, Session
from members import naming
from members.wording import from_left, with_role
from network import dates

# How the day of an event is printed, and how machines read it.
FORMATS = {
    Event.Precision.TIME: ("WEEKDAY_FORMAT", "%Y-%m-%d"),
    Event.Precision.DAY: ("WEEKDAY_FORMAT", "%Y-%m-%d"),
    Event.Precision.MONTH: ("YEAR_MONTH_FORMAT", "%Y-%m"),
    Event.Precision.YEAR: ("YEAR_FORMAT", "%Y"),
}


def when(event: Event) -> SafeString:
    """Date and time as precisely as they are known, each end in a `<time>` of its own."""
    if event.precision == Event.Precision.TIME:
        return _to_the_minute(event.local_start, event.local_end)
    start, end = days(event)
    return _span(start, end, *FORMATS[event.precision])


def first_day(event: Event) -> SafeString:
    """The day on which it begins, in figures, for lists."""
    form, machine = FORMATS[event.precision]
    if event.has_day():
        form = "SHORT_DATE_FORMAT"
    start, _end = days(event)
    return _time(dates.formatted(start, form), f"{start:{machine}}")


def days(event: Event) -> tuple[date, date]:
    """The first and the last day, on the calendar of its place; of a month or year, the first."""
    start = event.local_start.date()
    end = event.local_end.date() if event.local_end else start
    match event.precision:
        case Event.Precision.YEAR:
            return start.replace(month=1, day=1), end.replace(month=1, day=1)
        case Event.Precision.MONTH:
            return start.replace(day=1), end.replace(day=1)
    return start, end


def session_when(session: Session) -> SafeString:
    """The time of a part of the programme; with its day where the event has several."""
    start, end = session.local_start, session.local_end
    if start is None:
        return SafeString("")
    first, last = days(session.event)
    if first == last == start.date() and (end is None or end.date() == start.date()):
        return _times(start, end)
    day = dates.formatted(start, "WEEKDAY_DAY_FORMAT")
    if end and end.date() != start.date():
        end = None
    form = pgettext("a day and the time of a part of a programme", "{date}, {times}")
    return format_html(form, date=day, times=_times(start, end))


def attendance(event: Event) -> str:
    """How many came, as exactly as it is known: about 200, over 2,000."""
    if event.attendance is None:
        return ""
    number = formats.number_format(event.attendance, use_l10n=True, force_grouping=True)
    match event.attendance_qualifier:
        case Event.Qualifier.ABOUT:
            form = pgettext("people present at an event", "about {number}")
        case Event.Qualifier.OVER:
            form = pgettext("people present at an event", "over {number}")
        case _:
            form = pgettext("people present at an event", "{number}")
    return form.format(number=number)


def in_a_sentence(event: Event) -> str:
    """What, when, where and how many in words to begin a report with; nobody is named."""
    around = " ".join(filter(None, [_on_its_days(event), _at_its_place(event)]))
    words = _that_it_is(event).format(title=event.title, around=around)
    if event.has_happened() and event.attendance:
        came = npgettext(
            "a sentence about an event",
            "{number} person came.",
            "{number} people came.",
            event.attendance,
        )
        words = f"{words} {capfirst(came.format(number=attendance(event)))}"
    return words


def titled(participation: Participation) -> SafeString:
    """A name and who that was on the day: "Kim Bogi, director"."""
    return with_role(naming.name(participation.person), naming.role(participation))


def person(participation: Participation) -> SafeString:
    """The same in a caption, where the moderator sits among the others."""
    name = naming.name(participation.person)
    if participation.role == Participation.Role.MODERATOR:
        name = format_html(pgettext("in a caption", "{name} (moderator)"), name=name)
    return with_role(name, naming.role(participation))


def caption(session: Session) -> SafeString:
    """Who sat on a panel: "From left, A, role; and B."."""
    return from_left([person(participation) for participation in session.participations.all()])


def moderated_by(session: Session) -> SafeString:
    moderators = [
        naming.name(participation.person)
        for participation in session.participations.all()
        if participation.role == Participation.Role.MODERATOR
    ]
    if not moderators:
        return SafeString("")
    names = format_html_join(pgettext("between names", ", "), "{}", zip(moderators))
    return format_html(pgettext("under a panel", "Moderated by {names}"), names=names)


def _that_it_is(event: Event) -> str:
    match event.takes_place(), event.is_past():
        case True, True:
            return pgettext("a sentence about an event", "“{title}” took place {around}.")
        case True, False:
            return pgettext("a sentence about an event", "“{title}” takes place {around}.")
        case False, True:
            return pgettext("a sentence about an event", "“{title}” did not take place {around}.")
        case _:
            return pgettext("a sentence about an event", "“{title}” does not take place {around}.")


def _on_its_days(event: Event) -> str:
    """Without the hour, which nobody needs in a sentence."""
    name, _machine = FORMATS[event.precision]
    first, last = (dates.formatted(day, name) for day in days(event))
    if first != last:
        form = pgettext("in a sentence about an event", "from {first} to {last}")
        return form.format(first=first, last=last)
    if not event.has_day():
        return pgettext("in a sentence about an event", "in {month}").format(month=first)
    return pgettext("in a sentence about an event", "on {day}").format(day=first)


def _at_its_place(event: Event) -> str:
    """The venue, else the city, as far as everybody may know them and the language has them."""
    if event.is_online_only():
        return pgettext("in a sentence about an event", "online")
    if "venue" in event.place() and event.venue:
        return pgettext("in a sentence about an event", "at {venue}").format(venue=event.venue)
    if "city" in event.place() and event.city:
        return pgettext("in a sentence about an event", "in {city}").format(city=event.city)
    return ""


def _to_the_minute(start: datetime, end: datetime | None) -> SafeString:
    if end is None or end.date() == start.date():
        form = pgettext("date and time of an event", "{date}, {times}")
        day = dates.formatted(start, "WEEKDAY_FORMAT")
        return format_html(form, date=day, times=_times(start, end))
    return format_html(
        pgettext("first and last moment of an event", "{start} – {end}"),
        start=_time(_to_the_minute_words(start), _iso(start)),
        end=_time(_to_the_minute_words(end), _iso(end)),
    )


def _to_the_minute_words(moment: datetime) -> SafeString:
    form = pgettext("date and time of an event", "{date}, {times}")
    day = dates.formatted(moment, "WEEKDAY_FORMAT")
    times = dates.printed_time(moment.timetz())
    return format_html(form, date=_together(day), times=_together(times))


def _times(start: datetime, end: datetime | None) -> SafeString:
    if end is None or end == start:
        return _together(_time(dates.printed_time(start.timetz()), _iso(start)))
    first, last = dates.printed_times(start.timetz(), end.timetz())
    form = pgettext("from one time of day to another", "{start}–{end}")
    return _together(format_html(form, start=_time(first, _iso(start)), end=_time(last, _iso(end))))


def _together(times: str) -> SafeString:
    """A day or times of day that no line is to tear apart where there is room."""
    return format_html('<span class="event-times">{}</span>', times)


def _span(first: date, last: date, form: str, machine: str) -> SafeString:
    start = _time(dates.formatted(first, form), f"{first:{machine}}")
    if first == last:
        return start
    end = _time(dates.formatted(last, form), f"{last:{machine}}")
    return format_html(
        pgettext("first and last day of an event", "{start} – {end}"), start=start, end=end
    )


def _iso(moment: datetime) -> str:
    return moment.isoformat(timespec="minutes")


def _time(words: str, machine: str) -> SafeString:
    return format_html('<time datetime="{}">{}</time>', machine, words)

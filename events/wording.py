"""How an event is printed: when, how many came, and who sat where, in the reader's language."""

from datetime import date, datetime

from django.utils import formats
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import pgettext

from events.models import Event, Participation, Session
from members import naming
from network import dates


def when(event: Event) -> SafeString:
    """Date and time as precisely as they are known, each end in a `<time>` of its own."""
    if event.precision == Event.Precision.TIME:
        return _to_the_minute(event.local_start, event.local_end)
    if event.precision == Event.Precision.DAY:
        return _span(*days(event), "WEEKDAY_FORMAT", "%Y-%m-%d")
    start, end = (day.replace(day=1) for day in days(event))
    return _span(start, end, "YEAR_MONTH_FORMAT", "%Y-%m")


def days(event: Event) -> tuple[date, date]:
    """The first and the last day, on the calendar of its place."""
    start = event.local_start.date()
    return start, event.local_end.date() if event.local_end else start


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


def titled(participation: Participation) -> SafeString:
    """A name and who that was on the day: "Kim Bogi, director"."""
    return _with_role(naming.name(participation.person), participation)


def person(participation: Participation) -> SafeString:
    """The same in a caption, where the moderator sits among the others."""
    name = naming.name(participation.person)
    if participation.role == Participation.Role.MODERATOR:
        name = format_html(pgettext("in a caption", "{name} (moderator)"), name=name)
    return _with_role(name, participation)


def _with_role(name: SafeString, participation: Participation) -> SafeString:
    role = naming.role(participation)
    if not role:
        return name
    form = pgettext("a person and their role on the day", "{name}, {role}")
    return format_html(form, name=name, role=role)


def caption(session: Session) -> SafeString:
    """Who sat on a panel, as a newspaper sets it under a photo: "From left, A, role; and B."."""
    people = [person(participation) for participation in session.participations.all()]
    if len(people) < 2:
        return format_html("{}.", people[0]) if people else SafeString("")
    first = format_html_join(pgettext("between people in a caption", "; "), "{}", zip(people[:-1]))
    form = pgettext("the people in a caption", "From left, {people}; and {last}.")
    return format_html(form, people=first, last=people[-1])


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


def _to_the_minute_words(moment: datetime) -> str:
    form = pgettext("date and time of an event", "{date}, {times}")
    day = dates.formatted(moment, "WEEKDAY_FORMAT")
    return form.format(date=day, times=dates.printed_time(moment.timetz()))


def _times(start: datetime, end: datetime | None) -> SafeString:
    if end is None or end == start:
        return _time(dates.printed_time(start.timetz()), _iso(start))
    first, last = dates.printed_times(start.timetz(), end.timetz())
    form = pgettext("from one time of day to another", "{start}–{end}")
    span = format_html(form, start=_time(first, _iso(start)), end=_time(last, _iso(end)))
    return format_html('<span class="event-times">{}</span>', span)


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

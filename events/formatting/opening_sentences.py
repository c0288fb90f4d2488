"""The first sentence of an article about an event."""

from django.utils.text import capfirst
from django.utils.translation import npgettext, pgettext

from cms.i18n import dates
from events.formatting.attendance import KINDS_WITH_PARTICIPANTS, attendance
from events.formatting.event_times import DAY_FORMATS, first_and_last_day
from events.models import Event


def opening_sentence(event: Event) -> str:
    """What, when and where, and a second sentence on how many came. It names no person."""
    days_and_place = " ".join(filter(None, [_days_in_words(event), _place_in_words(event)]))
    sentence = _sentence_about(event).format(title=event.title, days_and_place=days_and_place)
    if event.has_happened() and event.attendance:
        return f"{sentence} {capfirst(_attendance_sentence(event))}"
    return sentence


def _attendance_sentence(event: Event) -> str:
    number = event.attendance or 0
    if event.kind in KINDS_WITH_PARTICIPANTS:
        pattern = npgettext(
            "a sentence about an event",
            "{number} person took part.",
            "{number} people took part.",
            number,
        )
    else:
        pattern = npgettext(
            "a sentence about an event", "{number} person came.", "{number} people came.", number
        )
    return pattern.format(number=attendance(event))


def _sentence_about(event: Event) -> str:
    match event.goes_ahead(), event.is_past():
        case True, True:
            return pgettext("a sentence about an event", "“{title}” took place {days_and_place}.")
        case True, False:
            return pgettext("a sentence about an event", "“{title}” takes place {days_and_place}.")
        case False, True:
            return pgettext(
                "a sentence about an event", "“{title}” did not take place {days_and_place}."
            )
        case _:
            return pgettext(
                "a sentence about an event", "“{title}” does not take place {days_and_place}."
            )


def _days_in_words(event: Event) -> str:
    date_format, _iso_format = DAY_FORMATS[event.precision]
    first, last = (dates.format_moment(day, date_format) for day in first_and_last_day(event))
    if first != last:
        pattern = pgettext("in a sentence about an event", "from {first} to {last}")
        return pattern.format(first=first, last=last)
    if not event.is_day_known():
        return pgettext("in a sentence about an event", "in {period}").format(period=first)
    return pgettext("in a sentence about an event", "on {day}").format(day=first)


def _place_in_words(event: Event) -> str:
    """The venue, else the city, if everybody may know it and the language has it."""
    if event.is_online_only():
        return pgettext("in a sentence about an event", "online")
    if "venue" in event.public_place_fields() and event.venue:
        return pgettext("in a sentence about an event", "at {venue}").format(venue=event.venue)
    if "city" in event.public_place_fields() and event.city:
        return pgettext("in a sentence about an event", "in {city}").format(city=event.city)
    return ""

"""How many people came to an event, in words."""

from django.utils import formats
from django.utils.translation import pgettext

from cms.text.korean_numbers import is_round_number
from events.models import Event

# Kinds whose attendance is called participants: they do not only listen.
KINDS_WITH_PARTICIPANTS = (Event.Kind.COURSE, Event.Kind.WORKSHOP)


def attendance(event: Event) -> str:
    """For example "200", "about 200", "over 2,000"."""
    if event.attendance is None:
        return ""
    number = formats.number_format(event.attendance, use_l10n=True, force_grouping=True)
    match event.exactness():
        case Event.Exactness.ABOUT:
            pattern = pgettext("people present at an event", "about {number}")
        # Korean says "over" differently for round numbers: 200여 명, but 85명 이상.
        case Event.Exactness.OVER if is_round_number(event.attendance):
            pattern = pgettext("people present at an event, a round number", "over {number}")
        case Event.Exactness.OVER:
            pattern = pgettext("people present at an event", "over {number}")
        case _:
            pattern = pgettext("people present at an event", "{number}")
    return pattern.format(number=number)


def attendance_label(event: Event) -> str:
    if event.kind in KINDS_WITH_PARTICIPANTS:
        return pgettext("a figure", "Participants")
    return pgettext("a figure", "People present")

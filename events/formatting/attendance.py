"""How many came to an event, as exactly as it is known."""

from django.utils import formats
from django.utils.translation import pgettext

from cms.text.korean_numbers import is_round_number
from events.models import Event

# Who comes takes part, and does not only listen.
WITH_PARTICIPANTS = (Event.Kind.COURSE, Event.Kind.WORKSHOP)


def attendance(event: Event) -> str:
    """As exactly as it is known: about 200, over 2,000."""
    if event.attendance is None:
        return ""
    number = formats.number_format(event.attendance, use_l10n=True, force_grouping=True)
    match event.exactness():
        case Event.Exactness.ABOUT:
            form = pgettext("people present at an event", "about {number}")
        case Event.Exactness.OVER if is_round_number(event.attendance):
            form = pgettext("people present at an event, a round number", "over {number}")
        case Event.Exactness.OVER:
            form = pgettext("people present at an event", "over {number}")
        case _:
            form = pgettext("people present at an event", "{number}")
    return form.format(number=number)


def attendance_label(event: Event) -> str:
    if event.kind in WITH_PARTICIPANTS:
        return pgettext("a figure", "Participants")
    return pgettext("a figure", "People present")

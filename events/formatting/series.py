"""What a series of events is as a whole: from when to when, and where."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString

from cms.i18n import languages
from events.formatting.event_times import days_from_to, first_and_last_day
from events.models import Event


@dataclass(frozen=True)
class SeriesFacts:
    """The days are None where no event has a known one; cities in the order of the events."""

    first_day: date | None
    last_day: date | None
    cities: list[SafeString]

    def when(self) -> SafeString:
        if self.first_day is None or self.last_day is None:
            return SafeString("")
        return days_from_to(self.first_day, self.last_day)


def series_facts(events: Iterable[Event]) -> SeriesFacts:
    """Cancelled and postponed events count for nothing."""
    going_ahead = [event for event in events if event.goes_ahead()]
    days = [first_and_last_day(event) for event in going_ahead if event.has_day()]
    cities = (
        languages.translated_html(event, "city")
        for event in sorted(going_ahead, key=lambda event: event.starts_at)
        if "city" in event.public_place_fields()
    )
    return SeriesFacts(
        first_day=min((first for first, _last in days), default=None),
        last_day=max((last for _first, last in days), default=None),
        cities=list(dict.fromkeys(cities)),
    )

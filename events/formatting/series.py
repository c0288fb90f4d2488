"""When and where a series of events as a whole takes place."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString

from cms.i18n import languages
from events.formatting.event_times import date_range, first_and_last_day
from events.models import Event


@dataclass(frozen=True)
class SeriesFacts:
    """The days are None where no event has a known day. Cities stand in the order of the events."""

    first_day: date | None
    last_day: date | None
    cities: list[SafeString]

    def when(self) -> SafeString:
        if self.first_day is None or self.last_day is None:
            return SafeString("")
        return date_range(self.first_day, self.last_day)


def series_facts(events: Iterable[Event]) -> SeriesFacts:
    """Cancelled and postponed events are left out."""
    going_ahead = [event for event in events if event.goes_ahead()]
    days = [first_and_last_day(event) for event in going_ahead if event.is_day_known()]
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

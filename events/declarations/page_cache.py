from datetime import datetime

from events.models import Event
from page_cache.expiry import earliest_after


def next_event_end(since: datetime) -> datetime | None:
    """When the next event is over and moves to the past ones."""
    return earliest_after(Event, "over_at", since)


NEXT_CHANGE_CALLBACKS = [next_event_end]

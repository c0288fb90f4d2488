"""When a page becomes wrong by itself, without any change in the database."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

from django.apps import apps
from django.db.models import Min, Model

from cms import declarations
from cms.declarations.page_cache import NextChange
from cms.i18n import languages
from cms.publishing.publishable import Publishable

# Everywhere on earth a day begins at a full quarter of an hour in UTC, so "today", the terms of
# offices and the days of events need no other rule.
QUARTER_SECONDS = 15 * 60


@dataclass
class Expiry:
    """Shared by the threads of a process; asks the database once until something changes."""

    # A generation, and two timestamps between which nothing becomes public or ends.
    _cached: tuple[int, float, float] = (-1, 0.0, 0.0)

    def expires_at(self, started_at: float, generation: int) -> float:
        """Until when a page is right whose view began at `started_at`; both Unix timestamps.

        The page may lack what became public while it was made, so it expires at that moment.
        """
        cached_generation, since, until = self._cached
        if cached_generation != generation or not since <= started_at < until:
            change = next_change(datetime.fromtimestamp(started_at, UTC))
            until = change.timestamp() if change else float("inf")
            self._cached = generation, started_at, until
        return min(until, (started_at // QUARTER_SECONDS + 1) * QUARTER_SECONDS)


expiry = Expiry()


def next_change(after: datetime) -> datetime | None:
    """When public pages next change without a change in the database, beside the days."""
    return min(_next_changes(after), default=None)


def _next_changes(after: datetime) -> Iterator[datetime]:
    """The next publication of each model in each language, and what the apps declare."""
    callbacks: list[NextChange] = [
        partial(_next_publication, model, code)
        for model in apps.get_models()
        if issubclass(model, Publishable)
        for code in languages.codes()
    ]
    for module in declarations.modules("page_cache"):
        callbacks += getattr(module, "NEXT_CHANGE_CALLBACKS", [])
    for next_change in callbacks:
        if moment := next_change(after):
            yield moment


def _next_publication(model: type[Publishable], code: str, after: datetime) -> datetime | None:
    return earliest_after(model, languages.field_name("published_at", code), after)


def earliest_after(model: type[Model], field: str, after: datetime) -> datetime | None:
    """The earliest value of a field that is later than `after`."""
    later = model._default_manager.filter(**{f"{field}__gt": after}).order_by()
    return later.aggregate(earliest=Min(field))["earliest"]

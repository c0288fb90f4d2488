"""The best entries that match a query, without sorting all that do.

A frequent word stands in one of the newest entries, so these are read first. A word that is rare
among them is rare among all: few rows remain to be sorted after the index has found them.
PostgreSQL cannot know which of both it is, and would read tens of thousands of long texts.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice

from django.db.models import Q, Subquery, Value
from django.db.models.expressions import OrderBy
from django.db.models.functions import Coalesce

from search.finding.query_terms import Query
from search.limits_and_periods import WINDOW
from search.models import Entry, EntryQuerySet


@dataclass(frozen=True)
class EntryGroup:
    """Entries in the order in which they are shown, in which a column descends; searched in one
    field.

    `condition` narrows down what matches. It is no part of `entries`, so that an index has the
    first of those.
    """

    entries: EntryQuerySet
    searched: str
    condition: Q = field(default_factory=Q)

    def matches(self, query: Query, window: int | None) -> EntryQuerySet:
        """Those among the first, or among all."""
        if window is None:
            found = self.entries.filter(self.condition, query.condition(self.searched))
            return found.order_by(*(_unindexed(str(name)) for name in self.entries.query.order_by))
        newest = self.entries.filter(self.condition, **self._is_among_first(window))
        return newest.filter(query.read_condition(self.searched))

    def _is_among_first(self, window: int) -> dict[str, Coalesce]:
        """Compared with the last one of the window, of which PostgreSQL asks once: a list of all of
        them it would make anew for each entry. Those as new as the last one are among them."""
        ordering = str(self.entries.query.order_by[0])
        column = ordering.removeprefix("-")
        ordered = self.entries.values(column)
        last_of_window = Subquery(ordered[window - 1 : window])
        last_of_all = Subquery(ordered.reverse()[:1])
        return {f"{column}__gte": Coalesce(last_of_window, last_of_all)}


def _unindexed(ordering: str) -> OrderBy:
    """The same order by what no index has: PostgreSQL would go through the index of the newest and
    read texts until it has found enough, instead of asking the index of words."""
    column = ordering.removeprefix("-")
    value = Coalesce(column, column)
    return value.desc() if ordering.startswith("-") else value.asc()


@dataclass
class Ranking:
    """Groups in their order (`ranking.py`): all of the first stand before those of the second."""

    groups: Sequence[EntryGroup]
    _found: dict[int, list[Entry]] = field(default_factory=dict)

    def best(self, number: int) -> list[Entry]:
        """Each entry once, as far as the groups are searched."""
        best: dict[int, Entry] = {}
        for group in range(len(self.groups)):
            if group not in self._found:
                break
            for entry in self._found[group]:
                best.setdefault(entry.pk, entry)
        return list(islice(best.values(), number))

    def unsearched(self, needed: int) -> list[int]:
        if len(self.best(needed)) == needed:
            return []
        return [group for group in range(len(self.groups)) if group not in self._found]

    def add(self, group: int, entries: list[Entry]) -> None:
        self._found[group] = entries


def search(
    rankings: Sequence[Ranking],
    query: Query,
    needed: int,
    windows: Sequence[int | None] = (WINDOW, None),
) -> None:
    """Fills the rankings with the best entries, `needed` of each if there are as many among the
    last of `windows`."""
    for window in windows:
        searched = [
            (ranking, group) for ranking in rankings for group in ranking.unsearched(needed)
        ]
        if not searched:
            break
        matches = [
            ranking.groups[group].matches(query, window)[:needed] for ranking, group in searched
        ]
        for (ranking, group), entries in zip(searched, _fetch(matches), strict=True):
            if window == windows[-1] or len(entries) == needed:
                ranking.add(group, entries)


def _fetch(querysets: list[EntryQuerySet]) -> list[list[Entry]]:
    """Several querysets in one statement."""
    found: list[list[Entry]] = [[] for _queryset in querysets]
    first, *others = (
        queryset.defer("title_index", "text_index").annotate(number=Value(number))
        for number, queryset in enumerate(querysets)
    )
    for entry in first.union(*others, all=True) if others else first:
        found[entry.number].append(entry)
    return found

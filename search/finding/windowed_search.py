"""The best entries that match a query, without sorting all that do.

A frequent word stands in one of the newest entries, so these are read first. A word that is rare
among them is rare among all: few rows remain to be sorted after the index has found them.
PostgreSQL cannot know which of both it is, and would read tens of thousands of long texts.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice

from django.db.models import F, Q, TextField, Value
from django.db.models.functions import Concat

from search.finding.query_terms import Query
from search.limits import WINDOW
from search.models import Entry, EntryQuerySet


@dataclass(frozen=True)
class Part:
    """Entries in the order in which they are shown, searched in one field.

    `condition` narrows down what matches. It is no part of `entries`, so that an index has the
    first of those.
    """

    entries: EntryQuerySet
    searched: str
    condition: Q = field(default_factory=Q)

    def matches(self, query: Query, window: int | None) -> EntryQuerySet:
        """Those among the first, or among all."""
        if window is None:
            return self.entries.filter(self.condition, query.condition(self.searched))
        newest = self.entries.filter(self.condition, pk__in=self.entries.values("pk")[:window])
        # Concatenated, so that the index of words is of no use.
        read = Concat(F(self.searched), Value(""), output_field=TextField())
        return newest.annotate(read=read).filter(query.condition("read"))


@dataclass
class Ranking:
    """Parts in their order (`ranking.py`): all of the first stand before those of the second."""

    parts: Sequence[Part]
    _found: dict[int, list[Entry]] = field(default_factory=dict)

    def best(self, number: int) -> list[Entry]:
        """Each entry once, as far as the parts are searched."""
        best: dict[int, Entry] = {}
        for part in range(len(self.parts)):
            if part not in self._found:
                break
            for entry in self._found[part]:
                best.setdefault(entry.pk, entry)
        return list(islice(best.values(), number))

    def unsearched(self, needed: int) -> list[int]:
        if len(self.best(needed)) == needed:
            return []
        return [part for part in range(len(self.parts)) if part not in self._found]

    def add(self, part: int, entries: list[Entry]) -> None:
        self._found[part] = entries


def search(
    rankings: Sequence[Ranking],
    query: Query,
    needed: int,
    windows: Sequence[int | None] = (WINDOW, None),
) -> None:
    """Fills the rankings with the best entries, `needed` of each if there are as many among the
    last of `windows`."""
    for window in windows:
        searched = [(ranking, part) for ranking in rankings for part in ranking.unsearched(needed)]
        if not searched:
            break
        matches = [
            ranking.parts[part].matches(query, window)[:needed] for ranking, part in searched
        ]
        for (ranking, part), entries in zip(searched, _fetch(matches), strict=True):
            if window == windows[-1] or len(entries) == needed:
                ranking.add(part, entries)


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

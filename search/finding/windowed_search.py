"""The best entries that match a query, without sorting all that do.

A frequent word stands in one of the newest entries, so these are read first. A word that is rare
among them is rare among all: few rows remain to be sorted after the index has found them.
PostgreSQL cannot know which of both it is, and would read tens of thousands of long texts.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.db.models import QuerySet

from cms.queries.compiled_query import compiled_by_keys
from cms.queries.replica import reading_connection
from search.finding.query_terms import Query
from search.finding.sql_condition import SqlCondition
from search.limits_and_periods import WINDOW
from search.models import Entry


@dataclass(frozen=True)
class EntryGroup:
    """Entries in the order in which they are shown, in which the column `newest_by` descends;
    searched in one field.

    `condition` narrows down what matches. It is no part of `entries`, so that an index has the
    first of those.
    """

    entries: SqlCondition
    newest_by: str
    searched: str
    condition: SqlCondition = field(default_factory=SqlCondition)

    def matches(self, query: Query, window: int | None, most: int) -> tuple[str, list[Any]]:
        """A statement for the primary keys of the first `most`, and its values. It looks among the
        newest entries, or among all."""
        column = self.newest_by
        if window is None:
            where = self.entries & self.condition & query.condition(self.searched)
            # The same order by what no index has: PostgreSQL would go through the index of the
            # newest and read texts until it has found enough, instead of asking that of words.
            order = f"coalesce({column}, {column}) DESC, coalesce(id, id)"
        else:
            where = self.entries & self.condition & self._is_among_newest(window)
            where &= query.read_condition(self.searched)
            order = f"{column} DESC, id"
        sql = f"SELECT id FROM search_entry WHERE {where.sql} ORDER BY {order} LIMIT %s"  # noqa: S608
        return sql, [*where.values, most]

    def _is_among_newest(self, window: int) -> SqlCondition:
        """Compared with the last one of the window, of which PostgreSQL asks once: a list of all of
        them it would make anew for each entry. Those as new as the last one are among them."""
        column, entries = self.newest_by, self.entries
        of_entries = f"SELECT {column} FROM search_entry WHERE {entries.sql} ORDER BY {column}"  # noqa: S608
        last_of_window = f"{of_entries} DESC, id OFFSET %s LIMIT 1"
        last_of_all = f"{of_entries}, id DESC LIMIT 1"
        return SqlCondition(
            f"{column} >= coalesce(({last_of_window}), ({last_of_all}))",
            (*entries.values, window - 1, *entries.values),
        )


@dataclass
class Ranking:
    """Groups in their order (`ranking.py`): all of the first stand before those of the second."""

    groups: Sequence[EntryGroup]
    _found: dict[int, list[int]] = field(default_factory=dict)

    def best(self, number: int) -> list[int]:
        """Primary keys of entries, each once, as far as the groups are searched."""
        best: dict[int, None] = {}
        for group in range(len(self.groups)):
            if group not in self._found:
                break
            best |= dict.fromkeys(self._found[group])
        return list(islice(best, number))

    def unsearched(self, needed: int) -> list[int]:
        if len(self.best(needed)) == needed:
            return []
        return [group for group in range(len(self.groups)) if group not in self._found]

    def add(self, group: int, keys: list[int]) -> None:
        self._found[group] = keys


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
        statements = [
            ranking.groups[group].matches(query, window, needed) for ranking, group in searched
        ]
        for (ranking, group), keys in zip(searched, _fetch(statements), strict=True):
            if window == windows[-1] or len(keys) == needed:
                ranking.add(group, keys)


def _fetch(statements: list[tuple[str, list[Any]]]) -> list[list[int]]:
    """The primary keys that several statements find, with one."""
    found: list[list[int]] = [[] for _statement in statements]
    sql = " UNION ALL ".join(
        f"(SELECT {number}, id FROM ({statement}) AS found)"  # noqa: S608
        for number, (statement, _values) in enumerate(statements)
    )
    with reading_connection().cursor() as cursor:
        cursor.execute(sql, [value for _statement, values in statements for value in values])
        for number, key in cursor.fetchall():
            found[number].append(key)
    return found


@compiled_by_keys
def entries_with() -> QuerySet[Entry]:
    """With their photos."""
    entries = Entry.objects.defer("title_index", "text_index")
    return entries.select_related("photo__photographer")

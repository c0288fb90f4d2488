"""Conditions of a search as SQL. Django needs longer to compile one of their statements than
PostgreSQL to answer it, and each search is another one."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import and_
from typing import Any


@dataclass(frozen=True)
class SqlCondition:
    """`sql` names columns of `search_entry` and has a `%s` for each of the values."""

    sql: str = "TRUE"
    values: tuple[Any, ...] = ()

    def __and__(self, other: "SqlCondition") -> "SqlCondition":
        return SqlCondition(f"{self.sql} AND {other.sql}", (*self.values, *other.values))


def all_of(conditions: Iterable[SqlCondition]) -> SqlCondition:
    return reduce(and_, conditions, SqlCondition())


def any_of(conditions: Iterable[SqlCondition]) -> SqlCondition:
    every = list(conditions)
    values = tuple(value for condition in every for value in condition.values)
    return SqlCondition(f"({' OR '.join(condition.sql for condition in every)})", values)

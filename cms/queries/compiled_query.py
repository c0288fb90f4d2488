"""Querysets that are the same each time but for some values, compiled once.

Django compiles a queryset each time, which takes longer than the query where it has subqueries or
is a union of several: of a page that is not there it took two thirds of the time.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import models
from django.utils import timezone

from cms.i18n import languages
from cms.queries.replica import reading_connection

Compiled = tuple[str, tuple[Any, ...]]


@dataclass(frozen=True)
class CompiledQuery:
    """`make` makes the queryset from a text that it compares with columns, in the reader's
    language. Any moment or day in it is that of the query."""

    make: Callable[[str], models.QuerySet[Any]]
    _compiled: dict[str, Compiled] = field(default_factory=dict)

    # Occurs in no text: a character for private use.
    PLACEHOLDER = "\ue000"

    def rows(self, text: str) -> list[dict[str, Any]]:
        """The names of their columns are those that the queryset gives them."""
        with reading_connection().cursor() as cursor:
            cursor.execute(*self.statement(text))
            names = [column.name for column in cursor.description]
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def statement(self, text: str) -> Compiled:
        """SQL and parameters, for `rows` or for `raw` of a manager."""
        sql, parameters = self._compiled_in(languages.active())
        now = timezone.now()
        return sql, tuple(self._current(value, text, now) for value in parameters)

    def _current(self, value: Any, text: str, now: datetime) -> Any:
        match value:
            case datetime():
                return now
            case date():
                return timezone.localdate(now)
            case self.PLACEHOLDER:
                return text
        return value

    def _compiled_in(self, language: str) -> Compiled:
        if language not in self._compiled:
            self._compiled[language] = self.make(self.PLACEHOLDER).query.sql_with_params()
        return self._compiled[language]

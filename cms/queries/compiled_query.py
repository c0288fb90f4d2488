"""Querysets that are the same each time but for one value, compiled once.

Django compiles a queryset each time, which takes longer than the query itself: a quarter of the
time of a page with many relations, two thirds of that of a page that is not there.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import wraps
from typing import Any, Generic, TypeVar

from django.db import connections, models
from django.db.models import F, Prefetch, prefetch_related_objects
from django.db.models.query import ModelIterable
from django.db.models.sql.compiler import SQLCompiler
from django.utils import timezone

from cms.i18n import languages
from cms.queries.compiled_prefetch import AnyOf, CompiledPrefetch, can_be_compiled
from cms.queries.prepared_cursor import prepared_cursor
from cms.queries.replica import reading_connection

Item = TypeVar("Item", bound=models.Model)
Owner = TypeVar("Owner", bound=models.Model)
Value = str | int | list[int]
Statement = tuple[str, tuple[Any, ...]]
# By the place of a column, those of its values and its expression.
Converters = dict[int, tuple[list[Callable[..., Any]], Any]]

# Values that stand in for others while a queryset is compiled: a character for private use, which
# occurs in no text, and a number that is no key.
PLACEHOLDER_TEXT = "\ue000"
PLACEHOLDER_NUMBER = -(2**60)
PLACEHOLDER_NUMBERS = [PLACEHOLDER_NUMBER]


class FixedCompiler(SQLCompiler):
    """A compiler that has done its work: it knows its statement, and what the columns are for and
    how their values are converted."""

    def __init__(
        self, compiled: SQLCompiler, using: str, statement: Statement, converters: Converters
    ) -> None:
        vars(self).update(vars(compiled))
        self.using, self.connection = using, connections[using]
        self.statement, self.converters = statement, converters

    def as_sql(self, *args: Any, **kwargs: Any) -> Statement:
        return self.statement

    def get_converters(self, expressions: Any) -> Converters:
        return self.converters

    def execute_sql(self, *args: Any, **kwargs: Any) -> Any:
        with prepared_cursor(self.connection) as cursor:
            cursor.execute(*self.statement)
            return [cursor.fetchall()]


@dataclass(frozen=True)
class FixedQuery:
    """What Django's `ModelIterable` reads of a queryset and of its query."""

    model: type[models.Model]
    db: str
    compiler: SQLCompiler
    _known_related_objects: dict[Any, Any] = field(default_factory=dict)

    @property
    def query(self) -> "FixedQuery":
        return self

    def get_compiler(self, using: str) -> SQLCompiler:
        return self.compiler


@dataclass(frozen=True)
class Compiled(Generic[Item]):
    queryset: models.QuerySet[Item]
    compiler: SQLCompiler
    statement: Statement
    converters: Converters
    compiled_prefetches: list[CompiledPrefetch]
    other_prefetches: list[str | Prefetch]


@dataclass(frozen=True)
class CompiledQuery(Generic[Item]):
    """`make` makes the queryset from a value that it compares with columns, a text, a key or a list
    of keys, in the reader's language. Any moment or day in it is that of the query."""

    make: Callable[[Any], models.QuerySet[Item]]
    placeholder: Any = PLACEHOLDER_TEXT
    _compiled: dict[str, Compiled[Item]] = field(default_factory=dict)

    def instances(self, value: Value) -> list[Item]:
        """With what the queryset selects and prefetches."""
        compiled = self._compiled_in(languages.active())
        alias = reading_connection().alias
        statement = self._statement(compiled, value)
        compiler = FixedCompiler(compiled.compiler, alias, statement, compiled.converters)
        query: Any = FixedQuery(compiled.queryset.model, alias, compiler)
        found: list[Item] = list(ModelIterable(query))
        if found:
            for prefetch in compiled.compiled_prefetches:
                prefetch.load(found)
            prefetch_related_objects(found, *compiled.other_prefetches)
        return found

    def rows(self, value: Value) -> list[dict[str, Any]]:
        """The names of their columns are those that the queryset gives them."""
        with prepared_cursor(reading_connection()) as cursor:
            cursor.execute(*self.statement(value))
            names = [column.name for column in cursor.description]
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def statement(self, value: Value) -> Statement:
        """Its SQL and parameters, to be part of another statement."""
        return self._statement(self._compiled_in(languages.active()), value)

    def _statement(self, compiled: Compiled[Item], value: Value) -> Statement:
        sql, parameters = compiled.statement
        now = timezone.now()
        return sql, tuple(self._current(parameter, value, now) for parameter in parameters)

    def _current(self, parameter: Any, value: Value, now: datetime) -> Any:
        match parameter:
            case datetime():
                return now
            case date():
                return timezone.localdate(now)
            case self.placeholder:
                return value
        return parameter

    def _compiled_in(self, language: str) -> Compiled[Item]:
        if language not in self._compiled:
            queryset = self.make(self.placeholder)
            compiler = queryset.query.get_compiler(queryset.db)
            sql, parameters = compiler.as_sql()
            if any(map(_is_of_other_day, parameters)):
                raise ValueError("A query that is compiled once compares with now and today only.")
            statement, prefetches = (sql, tuple(parameters)), _prefetches(queryset)
            converters = _converters(compiler)
            self._compiled[language] = Compiled(
                queryset, compiler, statement, converters, *prefetches
            )
        return self._compiled[language]


def _converters(compiler: SQLCompiler) -> Converters:
    """As `SQLCompiler.results_iter` asks for them."""
    selected: Any = compiler.select
    return compiler.get_converters([column for column, *_more in selected[: compiler.col_count]])


def _prefetches(
    queryset: models.QuerySet[Any],
) -> tuple[list[CompiledPrefetch], list[str | Prefetch]]:
    """Those that can be compiled, and the others. They are in the reader's language."""
    lookups: tuple[str | Prefetch, ...] = vars(queryset)["_prefetch_related_lookups"]
    compiled = [one for one in lookups if can_be_compiled(queryset.model, one)]
    others = [one for one in lookups if one not in compiled]
    return [_compiled_prefetch(queryset.model, one) for one in compiled], others


def _compiled_prefetch(model: type[models.Model], lookup: Any) -> CompiledPrefetch:
    foreign_key = getattr(model, lookup.prefetch_to).field
    key = F(foreign_key.attname)
    query: CompiledQuery[Any] = CompiledQuery(
        lambda keys: lookup.queryset.filter(AnyOf(key, keys)), PLACEHOLDER_NUMBERS
    )
    return CompiledPrefetch(lookup.prefetch_to, foreign_key, lookup.queryset, query.instances)


def _is_of_other_day(parameter: object) -> bool:
    if isinstance(parameter, datetime):
        return abs(timezone.now() - parameter) > timedelta(minutes=1)
    return isinstance(parameter, date) and parameter != timezone.localdate()


def compiled_list(make: Callable[[], models.QuerySet[Item]]) -> Callable[[], list[Item]]:
    """Decorator for a function that makes a queryset, which then returns a list."""
    query = CompiledQuery(lambda _nothing: make())
    return wraps(make)(lambda: query.instances(PLACEHOLDER_TEXT))


def compiled_by_keys(
    make: Callable[[], models.QuerySet[Item]],
) -> Callable[[list[int]], list[Item]]:
    """Decorator for a function that makes a queryset. It then takes primary keys and returns a list
    in their order, without those that the queryset does not have."""
    query = CompiledQuery(lambda keys: make().filter(AnyOf(F("pk"), keys)), PLACEHOLDER_NUMBERS)

    @wraps(make)
    def instances(keys: list[int]) -> list[Item]:
        found = {item.pk: item for item in query.instances(keys)} if keys else {}
        return [found[key] for key in keys if key in found]

    return instances


def compiled_once(
    owner: type[Owner],
) -> Callable[[Callable[[Owner], models.QuerySet[Item]]], Callable[[Owner], list[Item]]]:
    """Decorator for a function that makes the queryset of what belongs to an instance of `owner`.
    It then returns a list; the queryset may use nothing of the instance but its key."""

    def decorate(
        make: Callable[[Owner], models.QuerySet[Item]],
    ) -> Callable[[Owner], list[Item]]:
        query = CompiledQuery(lambda key: make(owner(pk=key)), PLACEHOLDER_NUMBER)
        return wraps(make)(lambda instance: query.instances(instance.pk))

    return decorate

"""What is to be translated: items that a language lacks, or has in an outdated text.

One statement over all kinds of items finds them, so that they can be sorted and paged together. How
long a text is that a language lacks is counted for a page at a time, or where the list is sorted by
it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection, models
from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    DateTimeField,
    Exists,
    F,
    IntegerField,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Greatest, Least, Length, Replace, Trim
from django.db.models.lookups import Exact

from cms.i18n import languages
from cms.publishing.publishable import Publishable
from versions.models import BinnedItem, Translation
from versions.translations.following import title_name, translated_fields

Models = Sequence[type[models.Model]]
# Fields that are translated and hold no words of a text.
NO_TEXT = ("published_at", "sort_key")
TEXT = TextField()

NEWEST_OF_EACH = """
SELECT * FROM (
    SELECT *,
        count(*) OVER (PARTITION BY task_state, task_language),
        row_number() OVER (
            PARTITION BY task_state, task_language
            ORDER BY task_since DESC NULLS LAST, task_key DESC
        ) AS place
    FROM ({rows}) AS tasks
) AS placed
WHERE place <= %s
ORDER BY place
"""


class State(StrEnum):
    MISSING = "missing"
    OUTDATED = "outdated"


class Order(StrEnum):
    OLDEST = "oldest"
    NEWEST = "newest"
    SHORTEST = "shortest"
    LONGEST = "longest"


ORDER_BY = {
    Order.OLDEST: F("task_since").asc(nulls_last=True),
    Order.NEWEST: F("task_since").desc(nulls_last=True),
    Order.SHORTEST: F("task_words").asc(),
    Order.LONGEST: F("task_words").desc(),
}


@dataclass(frozen=True)
class Task:
    """An item and the language into which it is to be translated. `words`: those that the language
    lacks, or those of the original that changed."""

    item: models.Model
    language: str
    state: State
    since: datetime | None
    words: int

    @property
    def title(self) -> str:
        return self.item.any_title() if isinstance(self.item, Publishable) else str(self.item)


@dataclass(frozen=True)
class TaskGroup:
    state: State
    language: str
    total: int
    tasks: list[Task]


@dataclass(frozen=True)
class Wanted:
    """Which tasks: of which kinds of items, into which languages, in which states."""

    models: Models
    languages: Sequence[str]
    states: Sequence[State] = tuple(State)

    def count(self) -> int:
        return self._rows().count()

    def tasks(self, order: Order, start: int, end: int) -> list[Task]:
        by_size = order in (Order.SHORTEST, Order.LONGEST)
        rows = self._rows(with_sizes=by_size).order_by(ORDER_BY[order], "-task_key", "task_kind")
        return _with_items(list(rows[start:end]))

    def newest_of_each(self, number: int) -> list["TaskGroup"]:
        """The newest tasks of each state and language, and how many there are; in one statement."""
        sql, parameters = self._rows().query.sql_with_params()
        with connection.cursor() as cursor:
            cursor.execute(NEWEST_OF_EACH.format(rows=sql), [*parameters, number])
            found = cursor.fetchall()
        totals = {(row[3], row[2]): row[6] for row in found}
        tasks = _with_items([row[:6] for row in found])
        return [
            TaskGroup(
                State(state),
                language,
                total,
                [one for one in tasks if (one.state, one.language) == (state, language)],
            )
            for (state, language), total in totals.items()
        ]

    def _rows(self, *, with_sizes: bool = False) -> QuerySet[Any, Any]:
        parts: list[QuerySet[Any, Any]] = []
        if State.MISSING in self.states:
            parts += [
                _missing_rows(model, code, with_sizes)
                for model in self.models
                for code in self.languages
            ]
        if State.OUTDATED in self.states:
            parts.append(_outdated_rows(self.models, self.languages))
        return parts[0].union(*parts[1:], all=True) if parts else Translation.objects.none()


def _missing_rows(model: type[models.Model], language: str, with_sizes: bool) -> QuerySet[Any, Any]:
    return _rows(
        # That of django-modeltranslation orders columns as it likes, but the parts of a union fit.
        QuerySet(model).filter(is_missing(model, language)),
        kind=Value(ContentType.objects.get_for_model(model).pk),
        key=F("pk"),
        language=Value(language),
        state=State.MISSING,
        since=_existing_since(model),
        words=text_size(model, language) if with_sizes else Value(0),
    )


def _outdated_rows(kinds: Models, codes: Sequence[str]) -> QuerySet[Any, Any]:
    """One row for an item and language, of however many originals."""
    content_types = [ContentType.objects.get_for_model(model).pk for model in kinds]
    of_item = {"content_type": OuterRef("content_type"), "object_id": OuterRef("object_id")}
    found = Translation.objects.outdated().filter(
        ~Exists(BinnedItem.objects.filter(**of_item)),
        content_type__in=content_types,
        language__in=codes,
    )
    return _rows(
        found.values("content_type_id", "object_id", "language"),
        kind=F("content_type_id"),
        key=F("object_id"),
        language=F("language"),
        state=State.OUTDATED,
        since=Min("outdated_since"),
        words=Sum("words"),
    )


def _rows(
    items: Any, *, kind: Any, key: Any, language: Any, state: State, since: Any, words: Any
) -> QuerySet[Any, Any]:
    """Under names that no model has."""
    columns: dict[str, Any] = {
        "task_kind": Cast(kind, IntegerField()),
        "task_key": Cast(key, BigIntegerField()),
        "task_language": Cast(language, CharField()),
        "task_state": Value(state, CharField()),
        "task_since": since,
        "task_words": Cast(words, IntegerField()),
    }
    return items.order_by().annotate(**columns).values_list(*columns)


def is_missing(model: type[models.Model], language: str) -> Q:
    title = title_name(model, language)
    return Q(**{title: ""}) | Q(**{title: None})


def _existing_since(model: type[models.Model]) -> Any:
    """Since when the text is there that is to be translated, as far as it is known."""
    names = {field.name for field in model._meta.concrete_fields}
    if not issubclass(model, Publishable):
        return F("created_at") if "created_at" in names else Cast(Value(None), DateTimeField())
    moments = [Cast(name, DateTimeField()) for name in languages.field_names("published_at")]
    # LEAST ignores what is empty.
    return Coalesce(Least(*moments, *moments[:1]), Cast("created_at", DateTimeField()))


def text_size(model: type[models.Model], language: str) -> Any:
    """How many words the longest other language has, in the item and in its rows, counted by the
    spaces between them."""
    sizes = [_text_size_in(model, code) for code in languages.codes() if code != language]
    return Greatest(*sizes) if len(sizes) > 1 else sizes[0] if sizes else Value(0)


def _text_size_in(model: type[models.Model], language: str) -> Any:
    size = _row_size(model, language)
    for relation in _own_rows(model):
        rows = relation.related_model._default_manager.filter(
            **{relation.field.name: OuterRef("pk")}
        )
        total = (
            rows.order_by()
            .values(relation.field.name)
            .annotate(size=Sum(_row_size(relation.related_model, language)))
        )
        size = size + Coalesce(Subquery(total.values("size")), 0)
    return size


def _row_size(model: type[models.Model], language: str) -> Any:
    size: Any = Value(0)
    for name in text_fields(model):
        typed = Coalesce(languages.field_name(name, language), Value(""), output_field=TEXT)
        # Paragraphs have no space between them.
        text = _replace(Trim(typed), "><", "> <")
        spaces = Length(text) - Length(_replace(text, " ", ""))
        size = size + Case(When(Exact(text, Value("")), then=0), default=spaces + 1)
    return size


def _replace(text: Any, old: str, new: str) -> Replace:
    return Replace(text, Value(old), Value(new), output_field=TEXT)


def text_fields(model: type[models.Model]) -> list[str]:
    return [name for name in translated_fields(model) if name not in NO_TEXT]


@cache
def _own_rows(model: type[models.Model]) -> list[Any]:
    """The relations to translated rows that go with an item: blocks, sessions, offices."""
    return [
        relation
        for relation in model._meta.related_objects
        if isinstance(relation, models.ManyToOneRel)
        and relation.on_delete is models.CASCADE
        and text_fields(relation.related_model)
    ]


def _with_items(rows: list[tuple]) -> list[Task]:
    """Loads the items, those of a kind at once; a row whose item is gone is left out."""
    keys: dict[int, list[int]] = {}
    for kind, key, *_rest in rows:
        keys.setdefault(kind, []).append(key)
    items = {}
    for kind, found in keys.items():
        model = ContentType.objects.get_for_id(kind).model_class()
        if model is not None:
            for item in _sized(model).filter(pk__in=found):
                items[kind, item.pk] = item
    return [
        _task(items[kind, key], language, State(state), since, words)
        for kind, key, language, state, since, words in rows
        if (kind, key) in items
    ]


def _sized(model: type[models.Model]) -> QuerySet[Any]:
    """With the words that each language lacks if it has no text at all."""
    sizes = {f"words_for_{code}": text_size(model, code) for code in languages.codes()}
    return model._default_manager.annotate(**sizes)


def _task(item: Any, language: str, state: State, since: Any, words: int) -> Task:
    if state == State.MISSING:
        words = getattr(item, f"words_for_{language}")
    return Task(item, language, state, since, words)

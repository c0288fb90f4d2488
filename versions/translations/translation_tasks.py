"""Finds translation tasks: items whose text in a language is missing or outdated, or was marked as
unneeded.

One SQL statement is a union over the models of all items, so that tasks are sorted and paged
together. The words of missing texts are counted only for the tasks of one page, unless the list is
sorted by them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import Any, NamedTuple

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
from cms.queries.compiled_query import CompiledQuery
from versions.models import TranslationPair, TrashedItem, UnneededTranslation
from versions.translations.translated_fields import title_column, translated_fields

Models = Sequence[type[models.Model]]
# Translated fields that are no text: when a language was published, and the key by which names are
# sorted in a language.
FIELDS_WITHOUT_TEXT = ("published_at", "sort_key")
TEXT = TextField()

# The newest tasks of each status and language; `{tasks}` selects them all.
NEWEST_OF_EACH = """
SELECT * FROM (
    SELECT *,
        count(*) OVER (PARTITION BY task_status, task_language),
        row_number() OVER (
            PARTITION BY task_status, task_language
            ORDER BY task_since DESC NULLS LAST, task_pk DESC
        ) AS place
    FROM ({tasks}) AS tasks
) AS placed
WHERE place <= %s
ORDER BY place
"""


class TranslationStatus(StrEnum):
    MISSING = "missing"
    OUTDATED = "outdated"
    NOT_NEEDED = "not-needed"


TO_TRANSLATE = (TranslationStatus.MISSING, TranslationStatus.OUTDATED)


class TaskOrder(StrEnum):
    OLDEST = "oldest"
    NEWEST = "newest"
    SHORTEST = "shortest"
    LONGEST = "longest"


ORDER_BY = {
    TaskOrder.OLDEST: F("task_since").asc(nulls_last=True),
    TaskOrder.NEWEST: F("task_since").desc(nulls_last=True),
    TaskOrder.SHORTEST: F("task_words").asc(),
    TaskOrder.LONGEST: F("task_words").desc(),
}


@dataclass(frozen=True)
class TranslationTask:
    """An item, and a language into which it is to be translated or need not be."""

    item: models.Model
    language: str
    status: TranslationStatus
    since: datetime | None
    # How many are to be translated: those of the whole text, or those of the source that changed.
    words: int

    @property
    def title(self) -> str:
        return self.item.any_title() if isinstance(self.item, Publishable) else str(self.item)


class TaskRow(NamedTuple):
    """The columns of the statement that selects tasks (`_as_tasks`)."""

    content_type_id: int
    pk: int
    language: str
    status: str
    since: datetime | None
    words: int


@dataclass(frozen=True)
class TaskGroup:
    status: TranslationStatus
    language: str
    total: int
    tasks: list[TranslationTask]


@dataclass(frozen=True)
class TaskQuery:
    """Finds the tasks for some kinds of items, into some languages, with some statuses."""

    models: Models
    languages: Sequence[str]
    statuses: Sequence[TranslationStatus] = TO_TRANSLATE

    def count(self) -> int:
        return self._queryset().count()

    def tasks(self, order: TaskOrder, start: int, end: int) -> list[TranslationTask]:
        is_by_length = order in (TaskOrder.SHORTEST, TaskOrder.LONGEST)
        found = self._queryset(with_word_counts=is_by_length).order_by(
            ORDER_BY[order], "-task_pk", "task_content_type"
        )
        return _with_items([TaskRow(*columns) for columns in found[start:end]])

    def newest_by_status_and_language(self, limit: int) -> list["TaskGroup"]:
        """The newest tasks of each status and language, and how many there are, in one query."""
        query = _compiled_tasks(tuple(self.models), tuple(self.languages), tuple(self.statuses))
        # It compares no column with a value.
        sql, parameters = query.statement("")
        with connection.cursor() as cursor:
            cursor.execute(NEWEST_OF_EACH.format(tasks=sql), [*parameters, limit])
            found = [(TaskRow(*columns), total) for *columns, total, _place in cursor.fetchall()]
        totals = {(row.status, row.language): total for row, total in found}
        tasks = _with_items([row for row, _total in found])
        return [
            TaskGroup(
                TranslationStatus(status),
                language,
                total,
                [task for task in tasks if (task.status, task.language) == (status, language)],
            )
            for (status, language), total in totals.items()
        ]

    def _queryset(self, *, with_word_counts: bool = False) -> QuerySet[Any, Any]:
        parts: list[QuerySet[Any, Any]] = []
        for status in self.statuses:
            if status != TranslationStatus.OUTDATED:
                parts += [
                    _missing_tasks(model, code, status, with_word_counts)
                    for model in self.models
                    for code in self.languages
                ]
        if TranslationStatus.OUTDATED in self.statuses:
            parts.append(_outdated_tasks(self.models, self.languages))
        return parts[0].union(*parts[1:], all=True) if parts else TranslationPair.objects.none()


@cache
def _compiled_tasks(
    item_models: Models, codes: Sequence[str], statuses: Sequence[TranslationStatus]
) -> CompiledQuery[Any]:
    """Compiled once: the union of sixteen querysets took half of the time of the dashboard."""
    query = TaskQuery(item_models, codes, statuses)
    return CompiledQuery(lambda _unused_value: query._queryset())


def _missing_tasks(
    model: type[models.Model], language: str, status: TranslationStatus, with_word_counts: bool
) -> QuerySet[Any, Any]:
    is_needed = status == TranslationStatus.MISSING
    marked_at = _unneeded_marks(model, language).values("marked_at")
    return _as_tasks(
        # That of django-modeltranslation orders columns as it likes, but the parts of a union fit.
        QuerySet(model).filter(status_condition(model, language, status)),
        content_type=Value(ContentType.objects.get_for_model(model).pk),
        pk=F("pk"),
        language=Value(language),
        status=status,
        since=_source_exists_since(model) if is_needed else Subquery(marked_at),
        words=words_to_translate(model, language) if with_word_counts else Value(0),
    )


def _outdated_tasks(item_models: Models, codes: Sequence[str]) -> QuerySet[Any, Any]:
    """One task for an item and language, of however many originals."""
    content_types = [ContentType.objects.get_for_model(model).pk for model in item_models]
    of_item = {"content_type": OuterRef("content_type"), "object_id": OuterRef("object_id")}
    found = TranslationPair.objects.outdated().filter(
        ~Exists(TrashedItem.objects.filter(**of_item)),
        content_type__in=content_types,
        target__in=codes,
    )
    return _as_tasks(
        found.values("content_type_id", "object_id", "target"),
        content_type=F("content_type_id"),
        pk=F("object_id"),
        language=F("target"),
        status=TranslationStatus.OUTDATED,
        since=Min("outdated_since"),
        words=Sum("changed_words"),
    )


def _as_tasks(
    items: Any,
    *,
    content_type: Any,
    pk: Any,
    language: Any,
    status: TranslationStatus,
    since: Any,
    words: Any,
) -> QuerySet[Any, Any]:
    """The columns have names that no model has."""
    columns: dict[str, Any] = {
        "task_content_type": Cast(content_type, IntegerField()),
        "task_pk": Cast(pk, BigIntegerField()),
        "task_language": Cast(language, CharField()),
        "task_status": Value(status, CharField()),
        "task_since": since,
        "task_words": Cast(words, IntegerField()),
    }
    return items.order_by().annotate(**columns).values_list(*columns)


def status_condition(model: type[models.Model], language: str, status: TranslationStatus) -> Q:
    """A condition on items."""
    if status == TranslationStatus.OUTDATED:
        content_type = ContentType.objects.get_for_model(model)
        pairs = TranslationPair.objects.outdated().filter(
            content_type=content_type, target=language
        )
        return Q(Exists(pairs.filter(object_id=OuterRef("pk"))))
    title, is_unneeded = title_column(model, language), Q(Exists(_unneeded_marks(model, language)))
    has_no_text = Q(**{title: ""}) | Q(**{title: None})
    return has_no_text & (~is_unneeded if status == TranslationStatus.MISSING else is_unneeded)


def _unneeded_marks(model: type[models.Model], language: str) -> QuerySet[UnneededTranslation]:
    """To be used in a query of items."""
    marks = UnneededTranslation.objects.for_model(model)
    return marks.filter(language=language, object_id=OuterRef("pk"))


def _source_exists_since(model: type[models.Model]) -> Any:
    """Since when the text that is to be translated exists: published, else created."""
    names = {field.name for field in model._meta.concrete_fields}
    if not issubclass(model, Publishable):
        return F("created_at") if "created_at" in names else Cast(Value(None), DateTimeField())
    moments = [Cast(name, DateTimeField()) for name in languages.field_names("published_at")]
    # LEAST ignores what is empty.
    return Coalesce(Least(*moments, *moments[:1]), Cast("created_at", DateTimeField()))


def words_to_translate(model: type[models.Model], language: str) -> Any:
    """How many words the longest other language has, in the item and its related models, counted by
    the spaces between them."""
    sizes = [_words_in(model, code) for code in languages.codes() if code != language]
    return Greatest(*sizes) if len(sizes) > 1 else sizes[0] if sizes else Value(0)


def _words_in(model: type[models.Model], language: str) -> Any:
    size = _words_in_fields(model, language)
    for relation in _translated_relations(model):
        related = relation.related_model._default_manager.filter(
            **{relation.field.name: OuterRef("pk")}
        )
        total = (
            related.order_by()
            .values(relation.field.name)
            .annotate(size=Sum(_words_in_fields(relation.related_model, language)))
        )
        size = size + Coalesce(Subquery(total.values("size")), 0)
    return size


def _words_in_fields(model: type[models.Model], language: str) -> Any:
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
    return [name for name in translated_fields(model) if name not in FIELDS_WITHOUT_TEXT]


@cache
def _translated_relations(model: type[models.Model]) -> list[Any]:
    """The relations to translated models that are part of an item: blocks, sessions, offices."""
    return [
        relation
        for relation in model._meta.related_objects
        if isinstance(relation, models.ManyToOneRel)
        and relation.on_delete is models.CASCADE
        and text_fields(relation.related_model)
    ]


def _with_items(rows: list[TaskRow]) -> list[TranslationTask]:
    """Loads the items, those of a kind at once; a task whose item is gone is left out."""
    pks_by_type: dict[int, list[int]] = {}
    for row in rows:
        pks_by_type.setdefault(row.content_type_id, []).append(row.pk)
    items = {}
    for content_type_id, pks in pks_by_type.items():
        model = ContentType.objects.get_for_id(content_type_id).model_class()
        if model is not None:
            for item in _with_word_counts(model).filter(pk__in=pks):
                items[content_type_id, item.pk] = item
    return [
        _task(
            items[row.content_type_id, row.pk],
            row.language,
            TranslationStatus(row.status),
            row.since,
            row.words,
        )
        for row in rows
        if (row.content_type_id, row.pk) in items
    ]


def _with_word_counts(model: type[models.Model]) -> QuerySet[Any]:
    """Annotates how many words each language would need if it has no text."""
    sizes = {f"words_for_{code}": words_to_translate(model, code) for code in languages.codes()}
    return model._default_manager.annotate(**sizes)


def _task(
    item: Any, language: str, status: TranslationStatus, since: Any, words: int
) -> TranslationTask:
    if status != TranslationStatus.OUTDATED:
        words = getattr(item, f"words_for_{language}")
    return TranslationTask(item, language, status, since, words)

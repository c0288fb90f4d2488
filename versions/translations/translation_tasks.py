"""What is to be translated: items that a language lacks, or has in an outdated text. Those of which
somebody said that they need no text in a language are found apart.

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
from cms.queries.compiled_query import CompiledQuery
from versions.models import TranslationPair, TrashedItem, UnneededTranslation
from versions.translations.translated_fields import title_column, translated_fields

Models = Sequence[type[models.Model]]
# Translated fields without words of a text: when a language was published, and the key by which the
# database sorts a name in the order of a language.
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
class TranslationTask:
    """An item and the language into which it is to be translated, or need not be. `words`: those
    that the language lacks, or those of the original that changed."""

    item: models.Model
    language: str
    status: TranslationStatus
    since: datetime | None
    words: int

    @property
    def title(self) -> str:
        return self.item.any_title() if isinstance(self.item, Publishable) else str(self.item)


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

    def tasks(self, order: Order, start: int, end: int) -> list[TranslationTask]:
        is_by_length = order in (Order.SHORTEST, Order.LONGEST)
        found = self._queryset(with_word_counts=is_by_length).order_by(
            ORDER_BY[order], "-task_pk", "task_content_type"
        )
        return _with_items(list(found[start:end]))

    def newest_by_status_and_language(self, number: int) -> list["TaskGroup"]:
        """The newest tasks of each status and language, and how many there are, in one query."""
        query = _compiled_tasks(tuple(self.models), tuple(self.languages), tuple(self.statuses))
        sql, parameters = query.statement("")
        with connection.cursor() as cursor:
            cursor.execute(NEWEST_OF_EACH.format(tasks=sql), [*parameters, number])
            found = cursor.fetchall()
        totals = {(columns[3], columns[2]): columns[6] for columns in found}
        tasks = _with_items([columns[:6] for columns in found])
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
    """Sixteen querysets took half of the time of the dashboard to compile."""
    query = TaskQuery(item_models, codes, statuses)
    return CompiledQuery(lambda _nothing: query._queryset())


def _missing_tasks(
    model: type[models.Model], language: str, status: TranslationStatus, with_word_counts: bool
) -> QuerySet[Any, Any]:
    is_needed = status == TranslationStatus.MISSING
    marked_at = _marks(model, language).values("marked_at")
    return _as_tasks(
        # That of django-modeltranslation orders columns as it likes, but the parts of a union fit.
        QuerySet(model).filter(has_status(model, language, status)),
        content_type=Value(ContentType.objects.get_for_model(model).pk),
        pk=F("pk"),
        language=Value(language),
        status=status,
        since=_source_exists_since(model) if is_needed else Subquery(marked_at),
        words=word_count(model, language) if with_word_counts else Value(0),
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
    """Under names that no model has."""
    columns: dict[str, Any] = {
        "task_content_type": Cast(content_type, IntegerField()),
        "task_pk": Cast(pk, BigIntegerField()),
        "task_language": Cast(language, CharField()),
        "task_status": Value(status, CharField()),
        "task_since": since,
        "task_words": Cast(words, IntegerField()),
    }
    return items.order_by().annotate(**columns).values_list(*columns)


def has_status(model: type[models.Model], language: str, status: TranslationStatus) -> Q:
    """A condition on items."""
    if status == TranslationStatus.OUTDATED:
        content_type = ContentType.objects.get_for_model(model)
        pairs = TranslationPair.objects.outdated().filter(
            content_type=content_type, target=language
        )
        return Q(Exists(pairs.filter(object_id=OuterRef("pk"))))
    title, is_unneeded = title_column(model, language), Q(Exists(_marks(model, language)))
    has_no_text = Q(**{title: ""}) | Q(**{title: None})
    return has_no_text & (~is_unneeded if status == TranslationStatus.MISSING else is_unneeded)


def _marks(model: type[models.Model], language: str) -> QuerySet[UnneededTranslation]:
    """Those of an item in a query."""
    marks = UnneededTranslation.objects.for_model(model)
    return marks.filter(language=language, object_id=OuterRef("pk"))


def _source_exists_since(model: type[models.Model]) -> Any:
    """Since when the text is there that is to be translated, as far as it is known."""
    names = {field.name for field in model._meta.concrete_fields}
    if not issubclass(model, Publishable):
        return F("created_at") if "created_at" in names else Cast(Value(None), DateTimeField())
    moments = [Cast(name, DateTimeField()) for name in languages.field_names("published_at")]
    # LEAST ignores what is empty.
    return Coalesce(Least(*moments, *moments[:1]), Cast("created_at", DateTimeField()))


def word_count(model: type[models.Model], language: str) -> Any:
    """How many words the longest other language has, in the item and in its rows, counted by the
    spaces between them."""
    sizes = [_word_count_in(model, code) for code in languages.codes() if code != language]
    return Greatest(*sizes) if len(sizes) > 1 else sizes[0] if sizes else Value(0)


def _word_count_in(model: type[models.Model], language: str) -> Any:
    size = _word_count_of_fields(model, language)
    for relation in _translated_relations(model):
        rows = relation.related_model._default_manager.filter(
            **{relation.field.name: OuterRef("pk")}
        )
        total = (
            rows.order_by()
            .values(relation.field.name)
            .annotate(size=Sum(_word_count_of_fields(relation.related_model, language)))
        )
        size = size + Coalesce(Subquery(total.values("size")), 0)
    return size


def _word_count_of_fields(model: type[models.Model], language: str) -> Any:
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
    """The relations to translated rows that go with an item: blocks, sessions, offices."""
    return [
        relation
        for relation in model._meta.related_objects
        if isinstance(relation, models.ManyToOneRel)
        and relation.on_delete is models.CASCADE
        and text_fields(relation.related_model)
    ]


def _with_items(found: list[tuple]) -> list[TranslationTask]:
    """Loads the items, those of a kind at once; a task whose item is gone is left out."""
    pks_by_type: dict[int, list[int]] = {}
    for content_type_id, pk, *_rest in found:
        pks_by_type.setdefault(content_type_id, []).append(pk)
    items = {}
    for content_type_id, pks in pks_by_type.items():
        model = ContentType.objects.get_for_id(content_type_id).model_class()
        if model is not None:
            for item in _with_word_counts(model).filter(pk__in=pks):
                items[content_type_id, item.pk] = item
    return [
        _task(items[content_type_id, pk], language, TranslationStatus(status), since, words)
        for content_type_id, pk, language, status, since, words in found
        if (content_type_id, pk) in items
    ]


def _with_word_counts(model: type[models.Model]) -> QuerySet[Any]:
    """With the words that each language lacks if it has no text at all."""
    sizes = {f"words_for_{code}": word_count(model, code) for code in languages.codes()}
    return model._default_manager.annotate(**sizes)


def _task(
    item: Any, language: str, status: TranslationStatus, since: Any, words: int
) -> TranslationTask:
    if status != TranslationStatus.OUTDATED:
        words = getattr(item, f"words_for_{language}")
    return TranslationTask(item, language, status, since, words)

"""The order of results: what is public in the reader's language, then what is only in others; of
each, what has the word in its title before what has it in its text; the newest first."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils import timezone

from cms.i18n import languages
from search.finding.sql_condition import SqlCondition, any_of
from search.finding.windowed_search import EntryGroup

IS_PUBLIC = "published_at <= %s"
# `missing_in` was right when the item was indexed: the index has it.
IS_MISSING_IN = f"""
    missing_in @> ARRAY[%s]::varchar[] AND NOT EXISTS (
        SELECT FROM search_entry AS twin
        WHERE twin.kind = search_entry.kind AND twin.item_id = search_entry.item_id
            AND twin.language = %s AND twin.{IS_PUBLIC}
    )
"""


@dataclass(frozen=True)
class Narrowing:
    """What a search is narrowed down to. `period` is that of the newest entries: an index has
    these."""

    period: SqlCondition = field(default_factory=SqlCondition)
    condition: SqlCondition = field(default_factory=SqlCondition)


def title_groups() -> Iterator[EntryGroup]:
    for entries, condition in _public_entries(Narrowing()):
        yield EntryGroup(entries, "published_at", "title_index", condition)


def text_groups(narrowing: Narrowing) -> Iterator[EntryGroup]:
    """Titles as well: the text in the index begins with the title."""
    for entries, condition in _public_entries(narrowing):
        yield EntryGroup(entries, "published_at", "text_index", condition)


def title_and_text_groups(narrowing: Narrowing) -> Iterator[EntryGroup]:
    for entries, condition in _public_entries(narrowing):
        for searched in ("title_index", "text_index"):
            yield EntryGroup(entries, "published_at", searched, condition)


def _public_entries(narrowing: Narrowing) -> Iterator[tuple[SqlCondition, SqlCondition]]:
    """Those in the reader's language, then those that are not public in it; and what narrows them
    down."""
    language, now = languages.active(), timezone.now()
    public = SqlCondition(IS_PUBLIC, (now,)) & narrowing.period
    yield public & _is_in(language), narrowing.condition
    if others := [code for code in languages.codes() if code != language]:
        is_missing = SqlCondition(IS_MISSING_IN, (language, language, now))
        yield public & any_of(map(_is_in, others)), narrowing.condition & is_missing


def _is_in(language: str) -> SqlCondition:
    return SqlCondition("language = %s", (language,))

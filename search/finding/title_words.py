"""Keeps `Word` what the titles in the index say, in the transaction that changes these."""

import re
from collections import Counter
from collections.abc import Iterable

from django.db import connection

from cms.text.search_normalisation import search_text
from search.finding.word_endings import spellings
from search.limits_and_periods import MAX_WORD_LENGTH
from search.models import Entry, EntryQuerySet, Word

WORD = re.compile(r"[\w’'‑-]+")

ADD = """
    INSERT INTO search_word AS stored (language, spelling, letters, count)
    SELECT * FROM unnest(%s::text[], %s::text[], %s::text[], %s::integer[])
    ON CONFLICT (language, spelling) DO UPDATE SET count = stored.count + excluded.count
"""
# A word that stands in no title any more is deleted before its count would be 0.
REMOVE = """
    WITH removed AS (
        SELECT * FROM unnest(%s::text[], %s::text[], %s::integer[])
        AS given (language, spelling, count)
    ), gone AS (
        DELETE FROM search_word AS stored USING removed
        WHERE (stored.language, stored.spelling) = (removed.language, removed.spelling)
        AND stored.count <= removed.count
    )
    UPDATE search_word AS stored SET count = stored.count - removed.count FROM removed
    WHERE (stored.language, stored.spelling) = (removed.language, removed.spelling)
    AND stored.count > removed.count
"""

Counts = Counter[tuple[str, str]]


def words_of(title: str) -> list[str]:
    """Each word, and what is left of a Korean one without particles, so that either is found by
    what is like it."""
    words = WORD.findall(title)
    found = {*words, *(one for word in words if not word.isascii() for one in spellings(word))}
    return sorted(word for word in found if len(word) <= MAX_WORD_LENGTH and search_text(word))


def add_words(entries: Iterable[Entry]) -> None:
    counts = _counts((entry.language, entry.title_words) for entry in entries)
    letters = [search_text(spelling) for _language, spelling in counts]
    _execute(ADD, counts, letters)


def remove_words(entries: EntryQuerySet) -> None:
    """Before the entries are deleted."""
    _execute(REMOVE, _counts(entries.values_list("language", "title_words")))


def count_all_words() -> None:
    Word.objects.all().delete()
    add_words(Entry.objects.exclude(title_words=[]).only("language", "title_words").iterator())


def _counts(rows: Iterable[tuple[str, list[str]]]) -> Counts:
    return Counter((language, word) for language, words in rows for word in words)


def _execute(sql: str, counts: Counts, *columns: list[str]) -> None:
    if counts:
        languages, words = zip(*counts, strict=True)
        with connection.cursor() as cursor:
            cursor.execute(sql, [list(languages), list(words), *columns, [*counts.values()]])

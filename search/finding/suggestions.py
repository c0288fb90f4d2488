"""Titles that match what somebody has typed so far."""

from search.finding.query_terms import Query
from search.finding.ranking import title_groups
from search.finding.windowed_search import Ranking, entries_with, search
from search.limits_and_periods import (
    MIN_INDEXED_LETTERS,
    MIN_SUGGESTED_LETTERS,
    SUGGESTIONS,
    WINDOW,
)
from search.models import Entry


def is_long_enough(query: Query) -> bool:
    """Whether titles are looked for. Shorter queries say nothing about what there is."""
    return _letters(query) >= MIN_SUGGESTED_LETTERS


def suggested_entries(query: Query) -> list[Entry]:
    """What is public, first in the reader's language, the newest first."""
    letters = _letters(query)
    if letters < MIN_SUGGESTED_LETTERS:
        return []
    windows = (WINDOW, None) if letters >= MIN_INDEXED_LETTERS else (WINDOW,)
    ranking = Ranking(list(title_groups()))
    search([ranking], query, SUGGESTIONS, windows)
    return entries_with(ranking.best(SUGGESTIONS))


def _letters(query: Query) -> int:
    """Those of the longest term."""
    return max((len(one.strip()) for term in query.terms for one in term.spellings), default=0)

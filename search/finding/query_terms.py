"""Parses what somebody typed into the search: a result contains all its terms.

Terms are compared in the spelling of the index, which `cms.text.search_normalisation` makes:
without hyphens, blanks and accents.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from cms.text.plain_text import clean_line
from cms.text.search_normalisation import search_pattern, search_text
from search.finding.sql_condition import SqlCondition, all_of, any_of
from search.finding.word_endings import spellings
from search.limits_and_periods import MAX_QUERY_LENGTH, MAX_TERMS

QUOTED = re.compile(r'["“”„«»「」『』]([^"“”„«»「」『』]*)["“”„«»「」『』]')


@dataclass(frozen=True)
class Term:
    """A result contains one of its spellings, each as `search_text` makes them."""

    spellings: tuple[str, ...]

    def condition(self, field: str) -> SqlCondition:
        """For the index of words, which knows LIKE. A spelling has letters and digits only, nothing
        that means something in a pattern."""
        return any_of(SqlCondition(f"{field} LIKE %s", (f"%{one}%",)) for one in self.spellings)

    def read_condition(self, field: str) -> SqlCondition:
        """For entries that are read one by one, which no index may find instead. In Hangul that is
        decomposed LIKE takes seven times as long, as all letters begin with the same byte."""
        return any_of(SqlCondition(f"strpos({field}, %s) > 0", (one,)) for one in self.spellings)


class Query:
    """What somebody typed. False for nothing, or nothing but punctuation.

    `synonyms`: groups of terms with one meaning.
    """

    def __init__(self, typed: str, synonyms: Sequence[Sequence[str]]) -> None:
        self.typed = clean_line(typed)[:MAX_QUERY_LENGTH]
        self.synonyms = synonyms

    def __bool__(self) -> bool:
        return bool(self.terms)

    @cached_property
    def words(self) -> list[str]:
        """Words and phrases in quotation marks, each once."""
        phrases = QUOTED.findall(self.typed)
        others = QUOTED.sub(" ", self.typed).split()
        return list(dict.fromkeys([*phrases, *others]))[:MAX_TERMS]

    @cached_property
    def terms(self) -> list[Term]:
        """Each word with its synonyms, or the whole query with its own, such as 맨 인 게이지."""
        whole = self._alternatives(self.typed)
        if len(whole) > 1:
            return [Term(tuple(whole))]
        terms = [
            Term(
                tuple(spelling for word in spellings(word) for spelling in self._alternatives(word))
            )
            for word in self.words
        ]
        return [term for term in terms if term.spellings]

    def of(self, typed: str) -> "Query":
        """Another one, with the same synonyms."""
        return Query(typed, self.synonyms)

    def _alternatives(self, word: str) -> list[str]:
        pattern = search_pattern(word)
        if not pattern:
            return []
        alternatives = [pattern]
        for group in self.synonyms:
            spellings_of_group = [search_text(term) for term in group]
            if pattern in spellings_of_group:
                alternatives += spellings_of_group
        return list(dict.fromkeys(alternatives))

    def condition(self, field: str) -> SqlCondition:
        return all_of(term.condition(field) for term in self.terms)

    def read_condition(self, field: str) -> SqlCondition:
        return all_of(term.read_condition(field) for term in self.terms)

"""Parses what somebody typed into the search: a result contains all its terms.

Terms are compared in the spelling of the index, which `cms.text.search_normalisation` makes:
without hyphens, blanks and accents.
"""

import re
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q

from cms.text.plain_text import clean_line
from cms.text.search_normalisation import search_pattern, search_text
from search.finding.word_endings import spellings
from search.limits import MAX_QUERY_LENGTH, MAX_TERMS
from search.models import Synonym

QUOTED = re.compile(r'["“”„«»「」『』]([^"“”„«»「」『』]*)["“”„«»「」『』]')


@dataclass(frozen=True)
class Term:
    """A result contains one of its spellings, each as `search_text` makes them."""

    spellings: tuple[str, ...]

    def condition(self, field: str) -> Q:
        condition = Q()
        for spelling in self.spellings:
            condition |= Q(**{f"{field}__contains": spelling})
        return condition


class Query:
    """What somebody typed. False for nothing, or nothing but punctuation."""

    def __init__(self, typed: str) -> None:
        self.typed = clean_line(typed)[:MAX_QUERY_LENGTH]

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
        synonyms = [synonym.term_list() for synonym in Synonym.objects.all()]
        whole = self._alternatives(self.typed, synonyms)
        if len(whole) > 1:
            return [Term(tuple(whole))]
        terms = [
            Term(
                tuple(
                    spelling
                    for word in spellings(word)
                    for spelling in self._alternatives(word, synonyms)
                )
            )
            for word in self.words
        ]
        return [term for term in terms if term.spellings]

    def _alternatives(self, word: str, synonyms: list[list[str]]) -> list[str]:
        pattern = search_pattern(word)
        if not pattern:
            return []
        alternatives = [pattern]
        for group in synonyms:
            spellings_of_group = [search_text(term) for term in group]
            if pattern in spellings_of_group:
                alternatives += spellings_of_group
        return list(dict.fromkeys(alternatives))

    def condition(self, field: str) -> Q:
        condition = Q()
        for term in self.terms:
            condition &= term.condition(field)
        return condition

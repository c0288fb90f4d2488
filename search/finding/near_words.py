"""What somebody may have meant whose words were not found.

Words come from titles that are public in the reader's language at this moment, so nothing is told
that no page tells. No other words are stored anywhere.
"""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from django.contrib.postgres.search import TrigramWordSimilarity

from cms.i18n import languages
from cms.text.search_normalisation import search_text
from search.finding.query_terms import Query
from search.finding.results import has_results
from search.finding.word_endings import spellings
from search.limits import (
    MAX_NEAR_TERMS,
    MIN_TITLE_LIKENESS,
    MIN_WORD_LIKENESS,
    NEAR_QUERIES,
    NEAR_TITLES,
    NEAR_WINDOW,
)
from search.models import Entry
from search.triggers import searchables

WORD = re.compile(r"[\w’'‑-]+")


def near_queries(query: Query) -> list[str]:
    """Queries that find something, the most likely first: each word that is nowhere is replaced by
    the words most like it; where only no item has all the words, each by itself."""
    words = query.words[:MAX_NEAR_TERMS]
    unknown = [word for word in words if not has_results(Query(word))]
    found: dict[str, None] = {}
    for near in _candidates(words, unknown):
        if near not in found and has_results(Query(near)):
            found[near] = None
        if len(found) == NEAR_QUERIES:
            break
    return list(found)


def _candidates(words: list[str], unknown: list[str]) -> Iterator[str]:
    known = [word for word in words if word not in unknown]
    near = {word: near_words(word) for word in unknown}
    if all(near.values()):
        for number in range(NEAR_QUERIES if near else 0):
            replaced = [
                near[word][min(number, len(near[word]) - 1)] if word in near else word
                for word in words
            ]
            yield " ".join(replaced)
    if len(words) > 1:
        yield from known
        for of_word in near.values():
            yield from of_word[:1]


def near_words(word: str) -> list[str]:
    """The most like it first, each in one spelling."""
    pattern = search_text(word)
    likeness: dict[str, tuple[float, str]] = {}
    for candidate in {part for title in _near_titles(pattern) for part in WORD.findall(title)}:
        for spelling in spellings(candidate):
            letters = search_text(spelling)
            ratio = _likeness(pattern, letters)
            # Of words that differ in a particle only, the one most like what was typed.
            stem = search_text(spellings(candidate)[-1])
            if ratio >= MIN_WORD_LIKENESS:
                likeness[stem] = max(likeness.get(stem, (0.0, "")), (ratio, spelling))
    best = sorted(likeness.values(), key=lambda one: (-one[0], one[1]))
    return [spelling for _ratio, spelling in best[:NEAR_QUERIES]]


def _likeness(one: str, other: str) -> float:
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= MIN_WORD_LIKENESS else 0.0


def _near_titles(pattern: str) -> list[str]:
    """Of the newest: to compare all would take the database too long."""
    kinds = [one.kind for one in searchables() if one.is_guessable and not one.only_in_admin]
    public = Entry.objects.public().filter(language=languages.active(), kind__in=kinds)
    newest = public.order_by("-published_at", "pk").values("pk")[:NEAR_WINDOW]
    likeness = TrigramWordSimilarity(pattern, "title_index")
    titles = Entry.objects.filter(pk__in=newest).annotate(likeness=likeness)
    nearest = titles.filter(likeness__gte=MIN_TITLE_LIKENESS).order_by("-likeness", "pk")
    return list(nearest.values_list("title", flat=True)[:NEAR_TITLES])

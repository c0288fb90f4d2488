"""What somebody may have meant whose words were not found.

Words come from titles that are public in the reader's language (`title_words.py`), so nothing is
told that no page tells.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import QuerySet, Value

from cms.i18n import languages
from cms.text.search_normalisation import search_text
from search.finding.query_terms import Query
from search.finding.results import which_have_results
from search.finding.search_filter import SearchFilter
from search.finding.word_endings import spellings
from search.limits_and_periods import MIN_WORD_LIKENESS, NEAR_QUERIES, NEAR_WORDS
from search.models import Word

NearWords = dict[str, list[str]]


def near_queries(query: Query, words: Sequence[str], unknown: Sequence[str]) -> list[str]:
    """Queries that find something, the most likely first: each of the words that is nowhere
    (`unknown`) is replaced by the words most like it; where only no item has all the words, each by
    itself."""
    candidates = list(dict.fromkeys(_candidates(words, near_words(unknown))))
    # A single word stands in a title; several need not stand in the same item.
    several = [near for near in candidates if " " in near]
    answers = which_have_results([(query.of(near), SearchFilter()) for near in several])
    have_results = dict(zip(several, answers, strict=True))
    return [near for near in candidates if have_results.get(near, True)][:NEAR_QUERIES]


def _candidates(words: Sequence[str], near: NearWords) -> Iterator[str]:
    known = [word for word in words if word not in near]
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


def near_words(unknown: Sequence[str]) -> NearWords:
    """For each word the most like it first, each in one spelling; with one statement."""
    patterns = {word: search_text(word) for word in unknown}
    found: dict[str, list[Word]] = defaultdict(list)
    if patterns:
        first, *others = (_alike(word, pattern) for word, pattern in patterns.items())
        for row in first.union(*others, all=True) if others else first:
            found[vars(row)["meant_by"]].append(row)
    return {word: _best(pattern, found[word]) for word, pattern in patterns.items()}


def _alike(word: str, pattern: str) -> QuerySet[Word]:
    likeness = TrigramSimilarity("letters", pattern)
    alike = Word.objects.filter(language=languages.active(), letters__trigram_similar=pattern)
    alike = alike.annotate(likeness=likeness, meant_by=Value(word))
    return alike.order_by("-likeness", "-count", "pk")[:NEAR_WORDS]


def _best(pattern: str, words: Sequence[Word]) -> list[str]:
    best: dict[str, tuple[float, int, str]] = {}
    for word in words:
        ratio = _likeness(pattern, word.letters)
        if ratio >= MIN_WORD_LIKENESS:
            # Of words that differ in their ending only, the one most like what was typed.
            stem = min(map(search_text, spellings(word.spelling)))
            best[stem] = max(best.get(stem, (0.0, 0, "")), (ratio, word.count, word.spelling))
    ordered = sorted(best.values(), key=lambda one: (-one[0], -one[1], one[2]))
    return [spelling for _ratio, _count, spelling in ordered[:NEAR_QUERIES]]


def _likeness(one: str, other: str) -> float:
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= MIN_WORD_LIKENESS else 0.0

import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from cms.text.search_normalisation import initials, search_text
from search.finding.query_terms import Query

CHARS_BEFORE_MATCH = 60
SNIPPET_LENGTH = 180

# The first character of a text that matches, and the one after the last.
Range = tuple[int, int]


def mark_matches(title: str, query: Query) -> SafeString:
    """The whole title, escaped, with the terms of the query in `<mark>`, and names of which the
    initial consonants were typed."""
    letters, origins = _decomposed(title)
    ranges = [*_ranges(letters, origins, query), *_initial_ranges(letters, origins, query)]
    return _marked(title, _joined(ranges))


def snippet(text: str, query: Query) -> SafeString:
    """About 180 characters around the first match, else the start."""
    text = " ".join(text.split())
    matches = _matches(text, query)
    first = matches[0][0] if matches else 0
    start = _word_start(text, max(0, first - CHARS_BEFORE_MATCH))
    end = min(len(text), start + SNIPPET_LENGTH)
    shown = [
        (max(s, start) - start, min(e, end) - start) for s, e in matches if s < end and e > start
    ]
    before, after = ("…" if start else ""), ("…" if end < len(text) else "")
    return format_html("{}{}{}", before, _marked(text[start:end], shown), after)


def _word_start(text: str, position: int) -> int:
    space = text.find(" ", position)
    return (
        position
        if not position or space < 0 or space - position > CHARS_BEFORE_MATCH // 2
        else space + 1
    )


def _matches(text: str, query: Query) -> list[Range]:
    """Ranges of characters that match; those that touch are joined."""
    return _joined(_ranges(*_decomposed(text), query))


def _ranges(letters: str, origins: list[int], query: Query) -> Iterator[Range]:
    for term in query.terms:
        for spelling in term.spellings:
            # A single initial consonant, which only begins something (`search_pattern`).
            last_start = 0 if spelling.startswith("\n") else len(letters)
            yield from _occurrences(spelling.strip("\n"), letters, origins, last_start)


def _initial_ranges(letters: str, origins: list[int], query: Query) -> Iterator[Range]:
    places = [place for place, letter in enumerate(letters) if initials(letter)]
    consonants = "".join(letters[place] for place in places)
    consonant_origins = [origins[place] for place in places]
    for term in query.terms:
        for spelling in term.spellings:
            if spelling == initials(spelling):
                yield from _occurrences(spelling, consonants, consonant_origins, len(consonants))


def _occurrences(
    pattern: str, letters: str, origins: list[int], last_start: int
) -> Iterator[Range]:
    place = letters.find(pattern)
    while pattern and 0 <= place <= last_start:
        last = place + len(pattern) - 1
        yield origins[place], origins[last] + 1
        place = letters.find(pattern, last + 1)


def _joined(ranges: Iterable[Range]) -> list[Range]:
    joined: list[Range] = []
    for start, end in sorted(ranges):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _decomposed(text: str) -> tuple[str, list[int]]:
    """The text in the spelling of the index, and for each character its position in `text`."""
    apart, origins = [], []
    for number, char in enumerate(unicodedata.normalize("NFC", text)):
        for piece in _letters_of(char):
            apart.append(piece)
            origins.append(number)
    return "".join(apart), origins


# A page of results has some thousand characters, most of them again and again.
@lru_cache(maxsize=4096)
def _letters_of(char: str) -> str:
    return search_text(char)


def _marked(text: str, matches: list[Range]) -> SafeString:
    pieces, last = [], 0
    for start, end in matches:
        pieces += [(text[last:start], text[start:end])]
        last = end
    marked = format_html_join("", "{}<mark>{}</mark>", pieces)
    return format_html("{}{}", marked, text[last:])

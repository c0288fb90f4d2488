import unicodedata

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from cms.text.search_normalisation import search_text
from search.finding.query_terms import Query

CHARS_BEFORE_MATCH = 60
SNIPPET_LENGTH = 180


def mark_matches(text: str, query: Query) -> SafeString:
    """The whole text, escaped, with the terms of the query in `<mark>`."""
    return _marked(text, _matches(text, query))


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


def _matches(text: str, query: Query) -> list[tuple[int, int]]:
    """Ranges of characters that match; those that touch are joined."""
    apart, origins = _decomposed(text)
    ranges = []
    for term in query.terms:
        for spelling in term.spellings:
            pattern = spelling.strip("\n")
            position = apart.find(pattern)
            while pattern and position >= 0:
                last = position + len(pattern) - 1
                ranges.append((origins[position], origins[last] + 1))
                position = apart.find(pattern, last + 1)
    joined: list[tuple[int, int]] = []
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
        for piece in search_text(char):
            apart.append(piece)
            origins.append(number)
    return "".join(apart), origins


def _marked(text: str, matches: list[tuple[int, int]]) -> SafeString:
    pieces, last = [], 0
    for start, end in matches:
        pieces += [(text[last:start], text[start:end])]
        last = end
    marked = format_html_join("", "{}<mark>{}</mark>", pieces)
    return format_html("{}{}", marked, text[last:])

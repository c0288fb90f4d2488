"""Compares two texts for people: paragraph by paragraph, then word by word.

A word is what stands between spaces, so that a Korean reader sees 네트워크가 replaced by
네트워크는, and not a particle; signs count by themselves.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

TOKEN = re.compile(r"\s+|\w+|[^\w\s]")
# Paragraphs that share less are shown as one taken away and one added.
MIN_LIKENESS = 0.5
# More would take seconds: words of a paragraph, pairs of paragraphs that may be alike.
MAX_WORDS = 1500
MAX_PAIRS = 2500


@dataclass(frozen=True)
class TextSpan:
    """A piece of a paragraph; `change` is "same", "added" or "removed"."""

    change: str
    text: str


Paragraph = list[TextSpan]


def compare(before: str, after: str) -> list[Paragraph]:
    """The paragraphs of both texts, each in spans."""
    old, new = _paragraphs(before), _paragraphs(after)
    paragraphs: list[Paragraph] = []
    for operation, start, end, new_start, new_end in _matcher(old, new).get_opcodes():
        if operation == "equal":
            paragraphs += [[TextSpan("same", text)] for text in old[start:end]]
        else:
            paragraphs += _compare_paragraphs(old[start:end], new[new_start:new_end])
    return paragraphs


def _paragraphs(text: str) -> list[str]:
    return [line for line in map(str.strip, text.splitlines()) if line]


def _matcher(old: list[str], new: list[str]) -> SequenceMatcher[str]:
    return SequenceMatcher(None, old, new, autojunk=False)


def _compare_paragraphs(old: list[str], new: list[str]) -> Iterator[Paragraph]:
    """Pairs the paragraphs that are alike. Those that are gone come first, the others in the order
    of the new text."""
    rest, pairs = list(old), {}
    for number, text in enumerate(new if len(old) * len(new) <= MAX_PAIRS else ()):
        like = max(rest, key=lambda one: _likeness(one, text), default="")
        if like and _likeness(like, text) >= MIN_LIKENESS:
            rest.remove(like)
            pairs[number] = like
    for text in rest:
        yield [TextSpan("removed", text)]
    for number, text in enumerate(new):
        yield compare_words(pairs[number], text) if number in pairs else [TextSpan("added", text)]


def _likeness(one: str, other: str) -> float:
    """Between 0 and 1: the share of signs that both have, whatever their order."""
    return SequenceMatcher(None, one, other, autojunk=False).quick_ratio()


def compare_words(old: str, new: str) -> Paragraph:
    """Both texts as one paragraph, word by word."""
    before, after = TOKEN.findall(old), TOKEN.findall(new)
    if max(len(before), len(after)) > MAX_WORDS:
        return [TextSpan("removed", old), TextSpan("added", new)]
    spans: list[TextSpan] = []
    for operation, start, end, new_start, new_end in _matcher(before, after).get_opcodes():
        if operation == "equal":
            spans.append(TextSpan("same", "".join(before[start:end])))
            continue
        if start < end:
            spans.append(TextSpan("removed", "".join(before[start:end])))
        if new_start < new_end:
            spans.append(TextSpan("added", "".join(after[new_start:new_end])))
    return _without_lone_spaces(spans)


def _without_lone_spaces(spans: list[TextSpan]) -> Paragraph:
    """Joins changed words between which only a space is the same, so that they read as one."""
    joined: list[TextSpan] = []
    for number, span in enumerate(spans):
        between = 0 < number < len(spans) - 1 and span.change == "same" and span.text.isspace()
        if between and spans[number - 1].change != "same" and spans[number + 1].change != "same":
            joined += [TextSpan("removed", span.text), TextSpan("added", span.text)]
        else:
            joined.append(span)
    return list(_merged(joined))


def _merged(spans: list[TextSpan]) -> Iterator[TextSpan]:
    """Between two unchanged spans: first all that was taken away, then all that was added."""
    removed = added = ""
    for span in [*spans, TextSpan("same", "")]:
        if span.change == "removed":
            removed += span.text
        elif span.change == "added":
            added += span.text
        else:
            for change, text in (("removed", removed), ("added", added)):
                if text:
                    yield TextSpan(change, text)
            removed = added = ""
            if span.text:
                yield span

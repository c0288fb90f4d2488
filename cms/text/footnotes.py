"""Footnotes, by what people type and paste: a mark in a text, and a paragraph that begins with it.

A mark is [1], or a superscript with 1, [1], 1) or *. A note is a paragraph that begins with the
same mark, superscript or not; a figure alone must be one, as any sentence may begin with a figure.
Pages link the two to each other. What is stored stays as it was typed.
"""

import html
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from django.utils.translation import gettext as _

from cms.text.rich_text import TAG

# Word numbers endnotes with i, ii, iii.
IN_BRACKETS = r"\[(?:[1-9][0-9]{0,2}|[ivxl]{1,6})\]"
NUMBER = r"[1-9][0-9]{0,2}"
SIGN = re.compile(rf"<sup>|{IN_BRACKETS}")
BRACKETS = re.compile(IN_BRACKETS)
SUPERSCRIPT = re.compile(rf"{IN_BRACKETS}|\*{{1,3}}|(?<![0-9]){NUMBER}(?![0-9])\)?")
BETWEEN_SUPERSCRIPTS = re.compile(r"(?:[\s,;·]|&nbsp;)*")
OPENING = re.compile(rf"^(?:\s|&nbsp;)*+({IN_BRACKETS}|{NUMBER}\)|\*{{1,3}})")
ONE_SUPERSCRIPT = re.compile(rf"^(?:\s|&nbsp;)*+({SUPERSCRIPT.pattern})(?:\s|&nbsp;)*+")
BLANK = re.compile(r"(?:\s|&nbsp;)*")
# The 2 of m² is no mark.
UNIT = re.compile(r"(?<![A-Za-z])[cdkm]?m$")
EXPONENTS = {"2", "3"}

TAG_NAME = re.compile(r"</?(\w+)")
# Links and headings stay as they are.
LEFT_ALONE = {"a", "h2", "h3"}


class Mark(NamedTuple):
    """Where a mark stands: in which text, in which piece between its tags."""

    text: int
    piece: int
    start: int
    end: int
    label: str
    is_superscript: bool
    # The piece with the tag of the paragraph that begins with this mark, else 0.
    paragraph: int = 0

    def begins_paragraph(self) -> bool:
        return self.paragraph > 0


class Footnote(NamedTuple):
    marks: list[Mark]
    note: Mark


def link_footnotes(texts: Sequence[str]) -> list[str]:
    """The rich texts of a page, in their order, with links from marks to notes and back.

    A note stands in the text of its mark or in a later one. Marks without a note, and notes without
    a mark, stay as they were typed. Takes sanitised HTML.
    """
    if not any(map(SIGN.search, texts)):
        return list(texts)
    pieces = [TAG.split(text) for text in texts]
    marks = [mark for place in range(len(pieces)) for mark in _marks(place, pieces[place])]
    footnotes = sorted(_footnotes(marks), key=attrgetter("note"))
    links: list[tuple[Mark, str]] = []
    for number, footnote in enumerate(footnotes, 1):
        links += _links(number, footnote)
        _make_note(number, footnote.note, pieces[footnote.note.text])
    # From the end, so that places before stay what they were.
    for mark, link in sorted(links, reverse=True):
        piece = pieces[mark.text][mark.piece]
        pieces[mark.text][mark.piece] = piece[: mark.start] + link + piece[mark.end :]
    return ["".join(parts) for parts in pieces]


def _footnotes(marks: Iterable[Mark]) -> Iterator[Footnote]:
    """Marks lead to the next paragraph with their label; where several follow, to the last, as
    notes stand at the end and an enumeration may stand before them."""
    by_label = defaultdict(list)
    for mark in marks:
        by_label[mark.label].append(mark)
    for same in by_label.values():
        leading: list[Mark] = []
        for are_notes, neighbours in groupby(same, Mark.begins_paragraph):
            if not are_notes:
                leading = list(neighbours)
            elif leading:
                yield Footnote(leading, list(neighbours)[-1])


def _links(number: int, footnote: Footnote) -> Iterator[tuple[Mark, str]]:
    for position, mark in enumerate(footnote.marks, 1):
        name = f"mark-{number}" if position == 1 else f"mark-{number}-{position}"
        link = f'<a href="#note-{number}" id="{name}" role="doc-noteref">{mark.label}</a>'
        yield mark, link if mark.is_superscript else f"<sup>{link}</sup>"


def _make_note(number: int, note: Mark, pieces: list[str]) -> None:
    label = html.escape(_("Back to the text"))
    back = f'<a href="#mark-{number}" role="doc-backlink" aria-label="{label}">↩\ufe0e</a>'
    pieces[note.paragraph] = f'<p id="note-{number}" role="doc-footnote">'
    pieces[_end_of_paragraph(pieces, note.paragraph)] = f" {back}</p>"


def _marks(text: int, pieces: list[str]) -> Iterator[Mark]:
    """What may be a mark or begin a note, in the order of the text."""
    open_tags: list[str] = []
    paragraph = 0
    for place, piece in enumerate(pieces):
        if place % 2:
            paragraph = place if piece == "<p>" and not open_tags else paragraph
            _follow(piece, open_tags)
        elif not BLANK.fullmatch(piece):
            if LEFT_ALONE.isdisjoint(open_tags):
                yield from _marks_in_piece(text, pieces, place, paragraph, "sup" in open_tags)
            paragraph = 0


def _follow(tag: str, open_tags: list[str]) -> None:
    found = TAG_NAME.match(tag)
    if not found or found[1] == "br":
        return
    if not tag.startswith("</"):
        open_tags.append(found[1])
    elif open_tags:
        open_tags.pop()


def _marks_in_piece(
    text: int, pieces: list[str], place: int, paragraph: int, is_superscript: bool
) -> Iterator[Mark]:
    piece = pieces[place]
    opening = _opening(piece, is_superscript) if paragraph else None
    if opening and not _has_words_after(pieces, place, opening.end(1)):
        opening = None
    if opening:
        start, end = opening.span(1)
        yield Mark(text, place, start, end, opening[1], is_superscript, paragraph)
    if is_superscript:
        found = [] if opening else _superscripts(piece, pieces[place - 2] if place > 1 else "")
    else:
        found = list(BRACKETS.finditer(piece, opening.end(1) if opening else 0))
    for one in found:
        yield Mark(text, place, one.start(), one.end(), one[0], is_superscript)


def _opening(piece: str, is_superscript: bool) -> re.Match | None:
    return ONE_SUPERSCRIPT.fullmatch(piece) if is_superscript else OPENING.match(piece)


def _superscripts(piece: str, before: str) -> list[re.Match]:
    """The marks of a superscript that holds nothing else: 1, or 1, 2."""
    found = list(SUPERSCRIPT.finditer(piece))
    is_exponent = piece in EXPONENTS and UNIT.search(before)
    holds_more = not BETWEEN_SUPERSCRIPTS.fullmatch(SUPERSCRIPT.sub("", piece))
    return [] if is_exponent or holds_more else found


def _has_words_after(pieces: list[str], place: int, start: int) -> bool:
    end = _end_of_paragraph(pieces, place)
    words = pieces[place][start:] + "".join(pieces[place + 2 : end : 2])
    return not BLANK.fullmatch(words)


def _end_of_paragraph(pieces: list[str], place: int) -> int:
    return next(end for end in range(place, len(pieces)) if pieces[end].startswith("</p"))

"""CSV files: read as Excel in Korea or anybody else writes them, and written for all of them."""

import csv
import re
from collections.abc import Callable, Iterable, Iterator
from io import StringIO
from itertools import islice

from network import text

DELIMITERS = ",;\t|"
# Excel in Korea saves "CSV" in this code page, and only "CSV UTF-8" in UTF-8.
ENCODINGS = ("utf-8-sig", "cp949")
# The code page of Excel in Western Europe: it reads nearly anything, so it is asked last.
WESTERN = "cp1252"
MARKS = {
    b"\xff\xfe\x00\x00": "utf-32",
    b"\x00\x00\xfe\xff": "utf-32",
    b"\xff\xfe": "utf-16",
    b"\xfe\xff": "utf-16",
}
# A line that tells Excel the delimiter and that Excel does not show.
SEPARATOR_LINE = re.compile(r'\A\s*"?sep=([^\w"\r\n])"?[ \t,;|]*(?:\r\n|\r|\n|$)', re.IGNORECASE)
BINARY = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\x81\x8d\x8f\x90\x9d\ufffd]")
# As many lines as a delimiter is judged by.
JUDGED = 40


class NotCSVError(ValueError):
    """The content is no text, or no table that can be told."""


def lines(content: bytes, score: Callable[[list[list[str]]], int]) -> Iterator[list[str]]:
    """The lines of a table as cells. Raises NotCSVError.

    Of the delimiters that it can have been written with, the one wins whose first lines get the
    highest `score`, and among equals the one that cuts most lines into equally many cells.
    """
    words = decoded(content)
    if said := SEPARATOR_LINE.match(words):
        words, delimiter = words[said.end() :], said[1]
    else:
        delimiter = max(DELIMITERS, key=lambda sign: _judged(words, sign, score))
    try:
        yield from csv.reader(StringIO(words, newline=""), delimiter=delimiter)
    except csv.Error as error:
        raise NotCSVError from error


def decoded(content: bytes) -> str:
    """The text of a file that does not say how it is encoded. Raises NotCSVError."""
    for encoding in _encodings(content):
        try:
            words = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not BINARY.search(words):
            return words.removeprefix("\ufeff")
    raise NotCSVError


def as_csv(cells: Iterable[Iterable[str]]) -> bytes:
    """Lines for every spreadsheet program: Excel in Korea knows UTF-8 by its mark only."""
    buffer = StringIO(newline="")
    csv.writer(buffer).writerows(map(text.harmless_cell, line) for line in cells)
    return buffer.getvalue().encode("utf-8-sig")


def _encodings(content: bytes) -> tuple[str, ...]:
    for mark, encoding in MARKS.items():
        if content.startswith(mark):
            return (encoding,)
    # UTF-16 without its mark: delimiters and digits have a zero byte beside them.
    if content[1:400:2].count(0) > len(content[1:400:2]) // 8:
        return ("utf-16-le",)
    if content[:400:2].count(0) > len(content[:400:2]) // 8:
        return ("utf-16-be",)
    return (*ENCODINGS, WESTERN)


def _judged(words: str, delimiter: str, score) -> tuple[int, int]:
    try:
        reader = csv.reader(StringIO(words, newline=""), delimiter=delimiter)
        found = [line for line in islice(reader, JUDGED) if any(line)]
    except csv.Error:
        return (-1, 0)
    widths = [len(line) for line in found if len(line) > 1]
    return score(found), max(map(widths.count, widths), default=0)

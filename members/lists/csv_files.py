"""Reading CSV files as Excel and others write them, and writing them for all."""

import csv
import re
from collections.abc import Callable, Iterable, Iterator
from io import StringIO
from itertools import islice

from cms.text import plain_text
from members.lists.encodings import NotCSVError, decode

DELIMITERS = ",;\t|"
# A line that tells Excel the delimiter and that Excel does not show.
SEPARATOR_LINE = re.compile(r'\A\s*"?sep=([^\w"\r\n])"?[ \t,;|]*(?:\r\n|\r|\n|$)', re.IGNORECASE)
# The delimiter is chosen by so many lines.
SAMPLE_LINES = 300
# A noncharacter of Unicode, which no file has.
END = "\uffff"


# Rates how much some lines look like a list of members.
Score = Callable[[list[list[str]]], int]


class OpenQuoteError(NotCSVError):
    """A quotation mark is opened and not closed, so that it takes all lines below it. `line`: the
    number of its line, counted as `read_lines` does."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


def read_lines(content: bytes, score: Score) -> Iterator[list[str]]:
    """Yields the lines of a table as cells. Raises NotCSVError or one of its subclasses.

    The delimiter is the one that gives the first lines the highest `score`; if several do, the one
    that cuts the most lines into the same number of cells.
    """
    text = decode(content)
    if separator := SEPARATOR_LINE.match(text):
        text, delimiter = text[separator.end() :], separator[1]
    else:
        delimiter = max(DELIMITERS, key=lambda character: _delimiter_score(text, character, score))
    lines = csv.reader(StringIO(f"{text}\n{END}", newline=""), delimiter=delimiter)
    try:
        for number, line in enumerate(lines, start=1):
            if line == [END]:
                return
            if line and line[-1].endswith(END):
                raise OpenQuoteError(number)
            yield line
    except csv.Error as error:
        raise NotCSVError from error


def as_csv(cells: Iterable[Iterable[str]]) -> bytes:
    """With a byte order mark, by which Excel in Korea recognises UTF-8."""
    buffer = StringIO(newline="")
    csv.writer(buffer).writerows(map(plain_text.escape_formula, line) for line in cells)
    return buffer.getvalue().encode("utf-8-sig")


def _delimiter_score(text: str, delimiter: str, score: Score) -> tuple[int, int]:
    try:
        reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
        lines = [line for line in islice(reader, SAMPLE_LINES) if any(line)]
    except csv.Error:
        return (-1, 0)
    widths = [len(line) for line in lines if len(line) > 1]
    return score(lines), max(map(widths.count, widths), default=0)

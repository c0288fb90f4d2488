"""Reading CSV files as Excel and others write them, and writing them for all."""

import csv
import re
from collections.abc import Callable, Iterable, Iterator
from io import StringIO
from itertools import islice

from cms.decoding.tasks.undeclared_encodings import is_probably_korean, is_probably_western
from cms.text import cleaning

DELIMITERS = ",;\t|"
# Excel in Korea saves "CSV" in this code page, and only "CSV UTF-8" in UTF-8.
KOREAN = "cp949"
# The code page of Excel in Western Europe.
WESTERN = "cp1252"
# Both decode nearly anything, so that names would be wrong without a word.
PLAUSIBLE = {KOREAN: is_probably_korean, WESTERN: is_probably_western}
BYTE_ORDER_MARKS = {
    b"\xff\xfe\x00\x00": "utf-32",
    b"\x00\x00\xfe\xff": "utf-32",
    b"\xff\xfe": "utf-16",
    b"\xfe\xff": "utf-16",
}
# A line that tells Excel the delimiter and that Excel does not show.
SEPARATOR_LINE = re.compile(r'\A\s*"?sep=([^\w"\r\n])"?[ \t,;|]*(?:\r\n|\r|\n|$)', re.IGNORECASE)
BINARY = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\x81\x8d\x8f\x90\x9d\ufffd]")
# The delimiter is chosen by so many lines.
SAMPLE_LINES = 40
# Marks the end of a file for programs from the time of CP/M.
END_OF_FILE = "\x1a"
# A noncharacter of Unicode, which no file has.
END = "\uffff"


# Rates how much some lines look like a list of members.
Score = Callable[[list[list[str]]], int]


class NotCSVError(ValueError):
    pass


class UnknownEncodingError(NotCSVError):
    pass


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


def decode(content: bytes) -> str:
    """Returns the text of a file of unknown encoding. Raises NotCSVError."""
    is_text = False
    for encoding in _encodings(content):
        try:
            text = content.decode(encoding).removesuffix(END_OF_FILE)
        except UnicodeDecodeError:
            continue
        if BINARY.search(text):
            continue
        if text.isascii() or PLAUSIBLE.get(encoding, bool)(text):
            return text.lstrip("\ufeff")
        is_text = True
    raise UnknownEncodingError if is_text else NotCSVError


def as_csv(cells: Iterable[Iterable[str]]) -> bytes:
    """With a byte order mark, by which Excel in Korea recognises UTF-8."""
    buffer = StringIO(newline="")
    csv.writer(buffer).writerows(map(cleaning.escape_formula, line) for line in cells)
    return buffer.getvalue().encode("utf-8-sig")


def _encodings(content: bytes) -> tuple[str, ...]:
    for mark, encoding in BYTE_ORDER_MARKS.items():
        if content.startswith(mark):
            return (encoding,)
    # UTF-16 without its mark: delimiters and digits have a zero byte beside them.
    if content[1:400:2].count(0) > len(content[1:400:2]) // 8:
        return ("utf-16-le",)
    if content[:400:2].count(0) > len(content[:400:2]) // 8:
        return ("utf-16-be",)
    return ("utf-8-sig", KOREAN, WESTERN)


def _delimiter_score(text: str, delimiter: str, score: Score) -> tuple[int, int]:
    try:
        reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
        lines = [line for line in islice(reader, SAMPLE_LINES) if any(line)]
    except csv.Error:
        return (-1, 0)
    widths = [len(line) for line in lines if len(line) > 1]
    return score(lines), max(map(widths.count, widths), default=0)

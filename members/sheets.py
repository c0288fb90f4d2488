"""Spreadsheets as rows of text: CSV as Excel in Korea or anybody else writes it, and XLSX."""

import csv
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO, StringIO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from openpyxl import load_workbook

from network import text

MAX_MEGABYTES = 10
# An XLSX is a ZIP: a few kilobytes can unfold to gigabytes.
MAX_UNPACKED_MEGABYTES = 60
MAX_PARTS = 500
MAX_ROWS = 5_000
MAX_COLUMNS = 60
MAX_CELL = 20_000

DELIMITERS = ",;\t"
# Excel in Korea saves "CSV" in this code page, and only "CSV UTF-8" in UTF-8.
ENCODINGS = ("utf-8-sig", "cp949")
UTF_16 = (b"\xff\xfe", b"\xfe\xff")

IN_QUOTES = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')


@dataclass(frozen=True)
class Sheet:
    """The headings of a spreadsheet and its rows that are not empty, all cells as text."""

    headings: list[str]
    # Shape: (number of the row in the file, cells).
    rows: list[tuple[int, list[str]]]


def read(file) -> Sheet:
    """An uploaded file as a sheet. Raises ValidationError with a sentence that says what to do."""
    if file.size > MAX_MEGABYTES * 1024 * 1024:
        raise ValidationError(
            _("This file is larger than {limit} MB. Split it and upload the parts.").format(
                limit=MAX_MEGABYTES
            )
        )
    content = file.read()
    lines = xlsx_lines(content) if content.startswith(b"PK") else csv_lines(content)
    return as_sheet(lines)


def as_sheet(lines: Iterable[list[str]]) -> Sheet:
    headings, rows = [], []
    for number, cells in enumerate(lines, start=1):
        cells = [cleaned(cell, number) for cell in cells]
        while cells and not cells[-1]:
            cells.pop()
        if not cells:
            continue
        if len(cells) > MAX_COLUMNS:
            raise refusal_of_size()
        if not headings:
            headings = cells
        else:
            rows.append((number, (cells + [""] * len(headings))[: len(headings)]))
        if len(rows) > MAX_ROWS:
            raise refusal_of_size()
    if not rows:
        raise ValidationError(
            _(
                "There is nothing in this file. The first row holds headings, the others one "
                "organisation each."
            )
        )
    return Sheet(headings, rows)


def cleaned(cell: str, row: int) -> str:
    if len(cell) > MAX_CELL:
        words = _("Row {row} has a cell of more than {limit} characters. Shorten it.")
        raise ValidationError(words.format(row=row, limit=MAX_CELL))
    cell = text.clean(cell).strip()
    bare = cell.removeprefix("'")
    return bare if text.harmless_cell(bare) == cell else cell


def refusal_of_size() -> ValidationError:
    words = _("Up to {rows} rows and {columns} columns can be taken in. Split the file.")
    return ValidationError(words.format(rows=MAX_ROWS, columns=MAX_COLUMNS))


def csv_lines(content: bytes) -> Iterator[list[str]]:
    words = decoded(content)
    first = words.lstrip().partition("\n")[0]
    delimiter = max(DELIMITERS, key=first.count)
    try:
        yield from csv.reader(StringIO(words, newline=""), delimiter=delimiter)
    except csv.Error as error:
        raise unreadable() from error


def decoded(content: bytes) -> str:
    encodings = ("utf-16",) if content.startswith(UTF_16) else ENCODINGS
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise unreadable()


def xlsx_lines(content: bytes) -> Iterator[list[str]]:
    """The first sheet of a workbook. What openpyxl cannot read it tells in many ways."""
    try:
        refuse_bombs(zipfile.ZipFile(BytesIO(content)))
        book = load_workbook(BytesIO(content), read_only=True, keep_links=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        # One more than is allowed, so that too many are noticed.
        for row in sheet.iter_rows(max_row=MAX_ROWS + 2, max_col=MAX_COLUMNS + 1):
            yield [written(cell) for cell in row]
    except ValidationError:
        raise
    except Exception as error:
        raise unreadable() from error


def refuse_bombs(archive: zipfile.ZipFile) -> None:
    """By what the archive says of itself: more than that Python does not unpack."""
    parts = archive.infolist()
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > MAX_PARTS or unpacked > MAX_UNPACKED_MEGABYTES * 1024 * 1024:
        raise ValidationError(
            _(
                "This file unfolds to far more than a list of members. Save the list alone as CSV "
                "and upload that."
            )
        )


def written(cell) -> str:
    """A cell as its author sees it; formulas stay the text they are."""
    match cell.value:
        case None:
            return ""
        case datetime() | date() as day:
            return as_precise(day, cell.number_format or "")
        case float() as number if number.is_integer():
            return str(int(number))
        case value:
            return str(value)


def as_precise(day: date, number_format: str) -> str:
    """A date as far as the format of its cell shows it: 2025, 2025-07, 2025-07-09."""
    shown = IN_QUOTES.sub("", number_format).lower()
    if "d" in shown or "y" not in shown:
        return f"{day:%Y-%m-%d}"
    return f"{day:%Y-%m}" if "m" in shown else f"{day:%Y}"


def unreadable() -> ValidationError:
    return ValidationError(
        _("This file cannot be read as a spreadsheet. Save it as XLSX or CSV and upload it again.")
    )


def as_csv(lines: Iterable[Iterable[str]]) -> bytes:
    """Lines for every spreadsheet program: Excel in Korea knows UTF-8 by its mark only."""
    buffer = StringIO(newline="")
    csv.writer(buffer).writerows(map(text.harmless_cell, line) for line in lines)
    return buffer.getvalue().encode("utf-8-sig")

"""Uploaded spreadsheets as a table of text: headings, rows and what was left out."""

import json
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from members import csv_files, headings, tables
from network import isolation, text
from network.isolated.workbooks import MAX_CELL, MAX_COLUMNS, MAX_ROWS, Grid

MAX_MEGABYTES = 10
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PASSWORD_PROTECTED = "EncryptedPackage".encode("utf-16-le")
WEB_PAGE = (b"<!doctype", b"<html", b"<table", b"<?xml", b"<meta")

REFUSALS = {
    "unreadable": gettext_lazy(
        "This file cannot be read as a spreadsheet. Save it as XLSX or CSV and upload it again."
    ),
    "other kind": gettext_lazy(
        "This is a file of another kind than its name says, or of an older one: XLS, XLSB, ODS or "
        "a web page. Open it in your spreadsheet program, save it as XLSX and upload that."
    ),
    "password": gettext_lazy(
        "This spreadsheet is protected with a password. Save it without one and upload it again."
    ),
    "bomb": gettext_lazy(
        "This file unfolds to far more than a list of members. Save the list alone as CSV "
        "and upload that."
    ),
    "busy": gettext_lazy("Too many files are being read at the moment. Upload it again soon."),
}
# What a child says of a workbook, in the words of `REFUSALS`.
OTHER_KINDS = {"binary": "other kind", "opendocument": "other kind"}


@dataclass(frozen=True)
class Sheet:
    """The headings of a list and its rows that are not empty, all cells as text."""

    headings: list[str]
    # Shape: (number of the row in the file, cells).
    rows: list[tuple[int, list[str]]]
    # Sentences about what of the file was not read.
    notes: list[str] = field(default_factory=list)


def read(file) -> Sheet:
    """The list in an uploaded file. Raises ValidationError with a sentence that says what to do."""
    if file.size > MAX_MEGABYTES * 1024 * 1024:
        raise ValidationError(
            _("This file is larger than {limit} MB. Split it and upload the parts.").format(
                limit=MAX_MEGABYTES
            )
        )
    known = headings.known_headings()
    table = tables.find(grids(file.read(), known), known)
    if len(table.rows) > MAX_ROWS or len(table.headings) > MAX_COLUMNS:
        raise refusal_of_size()
    if not table.rows:
        raise ValidationError(
            _(
                "There is nothing in this file. One row holds headings, the rows below it one "
                "organisation each."
            )
        )
    return Sheet(table.headings, table.rows, table.notes)


def grids(content: bytes, known: dict[str, str]) -> list[Grid]:
    """Every sheet of a file, its cells cleaned."""
    if content.startswith(b"PK"):
        found = workbook_grids(content)
    else:
        refuse_other_kinds(content)
        found = [csv_grid(content, known)]
    for grid in found:
        for number, cells in grid.rows.items():
            grid.rows[number] = {
                place: words for place, cell in cells.items() if (words := cleaned(cell, number))
            }
        grid.rows = {number: cells for number, cells in grid.rows.items() if cells}
    return found


def refuse_other_kinds(content: bytes) -> None:
    if content.startswith(OLE):
        raise refusal("password" if PASSWORD_PROTECTED in content else "other kind")
    if content[:200].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(WEB_PAGE):
        raise refusal("other kind")


def csv_grid(content: bytes, known: dict[str, str]) -> Grid:
    """The only sheet of a CSV file."""
    grid = Grid("")
    try:
        lines = csv_files.lines(content, lambda found: tables.recognised_in_lines(found, known))
        for number, cells in enumerate(lines, start=1):
            filled = {place: cell for place, cell in enumerate(cells) if cell.strip()}
            if filled:
                grid.rows[number] = filled
            if len(grid.rows) > MAX_ROWS + tables.SEARCHED or max(filled, default=0) > MAX_COLUMNS:
                raise refusal_of_size()
    except csv_files.NotCSVError as error:
        raise refusal("unreadable") from error
    return grid


def workbook_grids(content: bytes) -> list[Grid]:
    """The sheets of an XLSX, which a child process reads."""
    try:
        answer = isolation.run("network.isolated.workbooks.read", content)
    except isolation.BusyError as error:
        raise refusal("busy") from error
    except isolation.IsolationError as error:
        raise refusal("bomb") from error
    match answer.values:
        case {"refused": "size"}:
            raise refusal_of_size()
        case {"refused": "cell", "row": row}:
            raise refusal_of_cell(row)
        case {"refused": reason}:
            raise refusal(OTHER_KINDS.get(reason, reason))
    return [grid_from(said) for said in json.load(answer.parts[0])]


def grid_from(said: dict) -> Grid:
    """JSON has lists for tuples and texts for the numbers of columns."""
    rows = {
        number: {int(place): cell for place, cell in cells.items()}
        for number, cells in said.pop("rows")
    }
    return Grid(rows=rows, **said)


def cleaned(cell: str, row: int) -> str:
    if len(cell) > MAX_CELL:
        raise refusal_of_cell(row)
    cell = text.clean(cell).strip()
    bare = cell.removeprefix("'")
    return bare if text.harmless_cell(bare) == cell else cell


def refusal(reason: str) -> ValidationError:
    return ValidationError(str(REFUSALS.get(reason, REFUSALS["unreadable"])))


def refusal_of_size() -> ValidationError:
    words = _("Up to {rows} rows and {columns} columns can be taken in. Split the file.")
    return ValidationError(words.format(rows=MAX_ROWS, columns=MAX_COLUMNS))


def refusal_of_cell(row: int) -> ValidationError:
    words = _("Row {row} has a cell of more than {limit} characters. Shorten it.")
    return ValidationError(words.format(row=row, limit=MAX_CELL))

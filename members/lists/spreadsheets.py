"""Reading uploaded spreadsheets (XLSX and CSV) as text: headings, rows and what was left out."""

import json
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.decoding import sandbox
from cms.decoding.errors import BusyError, SandboxError
from cms.decoding.tasks.workbooks.grid import MAX_CELL, MAX_COLUMNS, MAX_ROWS, Grid
from cms.text import plain_text
from members.limits_and_periods import MAX_LIST_MEGABYTES
from members.lists import csv_files, encodings, headings, table_detection

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PASSWORD_PROTECTED = "EncryptedPackage".encode("utf-16-le")
# Web pages, alone and in an e-mail as some programs export tables, PDF, RTF, contacts, SYLK.
OTHER_KINDS_BEGIN = (
    *(b"<!doctype", b"<html", b"<table", b"<?xml", b"<meta", b"<!--", b"<head", b"<body"),
    *(b"mime-version:", b"%pdf-", b"{\\rtf", b"begin:vcard", b"id;p"),
)

REJECTION_MESSAGES = {
    "unreadable": gettext_lazy(
        "This file cannot be read as a spreadsheet. Save it as XLSX or CSV and upload it again."
    ),
    "other kind": gettext_lazy(
        "This file is not of the kind that its name says, or of an older kind: XLS, XLSB, ODS or a "
        "web page. Open it in your spreadsheet program, save it as XLSX and upload that."
    ),
    "encoding": gettext_lazy(
        "It cannot be told in which encoding this file was saved, and names would be garbled. "
        "In your spreadsheet program choose “Save as” and the type “CSV UTF-8” or XLSX, "
        "and upload that."
    ),
    "password": gettext_lazy(
        "This spreadsheet is protected with a password. Save it without one and upload it again."
    ),
    "bomb": gettext_lazy(
        "This file unpacks to far more than a list of members. Save the list alone as CSV and "
        "upload that."
    ),
    "busy": gettext_lazy(
        "Too many files are being read at the moment. Upload it again in a moment."
    ),
}
# From the answers of the child process to the keys of `REJECTION_MESSAGES`.
OTHER_KINDS = {"binary": "other kind", "opendocument": "other kind"}


@dataclass(frozen=True)
class ListContent:
    headings: list[str]
    # Shape: (number of the row in the file, cells).
    rows: list[tuple[int, list[str]]]
    # Sentences about the parts of the file that were not read.
    notes: list[str] = field(default_factory=list)


def read_spreadsheet(file: UploadedFile) -> ListContent:
    """Returns the list in an uploaded file. Raises ValidationError with a message that says what to
    do."""
    if (file.size or 0) > MAX_LIST_MEGABYTES * 1024 * 1024:
        raise ValidationError(
            _("This file is larger than {limit} MB. Split it and upload the parts.").format(
                limit=MAX_LIST_MEGABYTES
            )
        )
    known = headings.known_headings()
    table = table_detection.find_table(read_grids(file.read(), known), known)
    if len(table.rows) > MAX_ROWS or len(table.headings) > MAX_COLUMNS:
        raise too_large_error()
    if not table.rows:
        raise ValidationError(
            _(
                "This file is empty. It needs one row of headings and, below it, one row for each "
                "organisation."
            )
        )
    return ListContent(table.headings, table.rows, table.notes)


def read_grids(content: bytes, known: dict[str, str]) -> list[Grid]:
    if content.startswith(b"PK"):
        grids = read_workbook(content)
    else:
        reject_other_kinds(content)
        grids = [read_csv(content, known)]
    for grid in grids:
        for number, cells in grid.rows.items():
            grid.rows[number] = {
                index: text for index, cell in cells.items() if (text := clean_cell(cell, number))
            }
        grid.rows = {number: cells for number, cells in grid.rows.items() if cells}
    return grids


def reject_other_kinds(content: bytes) -> None:
    if content.startswith(OLE):
        raise rejection("password" if PASSWORD_PROTECTED in content else "other kind")
    if content[:200].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(OTHER_KINDS_BEGIN):
        raise rejection("other kind")


def read_csv(content: bytes, known: dict[str, str]) -> Grid:
    grid = Grid("")
    try:
        lines = csv_files.read_lines(
            content, lambda lines: table_detection.count_headings(lines, known)
        )
        for number, cells in enumerate(lines, start=1):
            filled = {index: cell for index, cell in enumerate(cells) if cell.strip()}
            if filled:
                grid.rows[number] = filled
            if (
                len(grid.rows) > MAX_ROWS + table_detection.MAX_HEADING_ROW
                or max(filled, default=0) > MAX_COLUMNS
            ):
                raise too_large_error()
    except csv_files.OpenQuoteError as error:
        raise open_quote_error(error.line) from error
    except encodings.UnknownEncodingError as error:
        raise rejection("encoding") from error
    except encodings.NotCSVError as error:
        raise rejection("unreadable") from error
    return grid


def read_workbook(content: bytes) -> list[Grid]:
    try:
        answer = sandbox.run_task("cms.decoding.tasks.workbooks.workbook.read_workbook", content)
    except BusyError as error:
        raise rejection("busy") from error
    except SandboxError as error:
        raise rejection("bomb") from error
    match answer.values:
        case {"rejected": "size"}:
            raise too_large_error()
        case {"rejected": "cell", "row": row}:
            raise long_cell_error(row)
        case {"rejected": reason}:
            raise rejection(OTHER_KINDS.get(reason, reason))
    return [grid_from_json(grid) for grid in json.load(answer.files[0])]


def grid_from_json(content: dict) -> Grid:
    """JSON turned tuples into lists, and the indexes of columns into strings."""
    rows = {
        number: {int(index): cell for index, cell in cells.items()}
        for number, cells in content.pop("rows")
    }
    return Grid(rows=rows, **content)


def clean_cell(cell: str, row: int) -> str:
    if len(cell) > MAX_CELL:
        raise long_cell_error(row)
    cell = plain_text.clean(cell).strip()
    unescaped = cell.removeprefix("'")
    return unescaped if plain_text.escape_formula(unescaped) == cell else cell


def rejection(reason: str) -> ValidationError:
    return ValidationError(str(REJECTION_MESSAGES.get(reason, REJECTION_MESSAGES["unreadable"])))


def too_large_error() -> ValidationError:
    message = _("Up to {rows} rows and {columns} columns can be imported. Split the file.")
    return ValidationError(message.format(rows=MAX_ROWS, columns=MAX_COLUMNS))


def long_cell_error(row: int) -> ValidationError:
    message = _("Row {row} has a cell of more than {limit} characters. Shorten it.")
    return ValidationError(message.format(row=row, limit=MAX_CELL))


def open_quote_error(row: int) -> ValidationError:
    message = _(
        "Row {row}: a quotation mark is opened and not closed, so the rows below it cannot be read."
        " Correct it and upload the file again."
    )
    return ValidationError(message.format(row=row))

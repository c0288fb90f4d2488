"""Reads workbooks (XLSX, ECMA-376) as grids of text: each cell as its author sees it.

openpyxl was not used: its read-only mode knows neither merged cells nor hidden rows, the other mode
takes fifty times the size of the file, and its regular expression for number formats is quadratic.
"""

import codecs
import json
import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from typing import Any, BinaryIO
from xml.parsers import expat

from cms.decoding.tasks import number_formats

# An XLSX is a ZIP: a few kilobytes can expand to gigabytes.
MAX_UNPACKED_MEGABYTES = 60
MAX_PARTS = 500
MAX_SHEETS = 50
MAX_ROWS = 5_000
MAX_COLUMNS = 60
MAX_CELL = 20_000
# Of all cells of a workbook; a list of members has a few hundred thousand.
MAX_CHARACTERS = 8_000_000
MAX_STRINGS = MAX_ROWS * MAX_COLUMNS
MAX_MERGED = 2_000
# XFD, the last that Excel has.
LAST_COLUMN = 16_384

REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})", re.ASCII)
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_", re.ASCII)
CHUNK_SIZE = 64 * 1024
# A child cannot open files, so the encoding that `zipfile` uses for names is loaded here.
codecs.lookup("cp437")
# Raised by Python for damaged archives and XML.
READ_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    expat.ExpatError,
    EOFError,
    KeyError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
)


# The relations of a part. Shape: {id: (last word of the type, path in the archive)}.
Relations = dict[str, tuple[str, str]]


class WorkbookRejectedError(Exception):
    """The workbook cannot be read.

    `reason` is "unreadable", "binary" (XLSB), "opendocument", "password", "bomb", "size" or "cell",
    with the number of its row.
    """

    def __init__(self, reason: str, row: int = 0) -> None:
        super().__init__(reason)
        self.reason, self.row = reason, row


@dataclass
class Grid:
    """The cells of a sheet that are not empty, and what is hidden from its author."""

    name: str
    is_hidden: bool = False
    # Shape: {number of the row: {number of the column from 0: text}}.
    rows: dict[int, dict[int, str]] = field(default_factory=dict)
    # Shape: (first row, first column, last row, last column), all of them in it.
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    # Names (B2) of cells with a formula but without its result.
    without_result: list[str] = field(default_factory=list)

    def as_json(self) -> dict:
        return {**asdict(self), "rows": sorted(self.rows.items())}


def read_workbook(source: BinaryIO, send: Callable[[bytes], None]) -> dict:
    """Send the sheets that have cells as JSON, in the order of the workbook.

    Shape: a list of `Grid`; rows as [[number, {column: text}], ...]. A workbook that cannot be read
    returns {"rejected": reason, "row": number}.
    """
    try:
        grids = Workbook(zipfile.ZipFile(source)).grids()
    except WorkbookRejectedError as rejection:
        return {"rejected": rejection.reason, "row": rejection.row}
    except (*READ_ERRORS, MemoryError) as error:
        return {"rejected": "bomb" if isinstance(error, MemoryError) else "unreadable", "row": 0}
    send(json.dumps([grid.as_json() for grid in grids]).encode())
    return {}


class Workbook:
    """The parts of a workbook that determine what its cells show."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        refuse_bombs(archive)
        self.archive = archive
        self.names = {name.lower().lstrip("/"): name for name in archive.namelist()}
        self.path = self._workbook_path()
        self.characters = 0
        self.from_1904 = False
        self.sheets: list[dict[str, str]] = []
        self._read_workbook()
        targets = self._relations(self.path)
        self.strings = list(self._strings(targets))
        self.formats = list(self._formats(targets))
        self.targets = targets

    def grids(self) -> list[Grid]:
        found = [self._grid(sheet) for sheet in self.sheets[:MAX_SHEETS]]
        return [grid for grid in found if grid.rows]

    def _workbook_path(self) -> str:
        for kind, target in self._relations("").values():
            if kind == "officeDocument":
                if target.endswith(".bin"):
                    raise WorkbookRejectedError("binary")
                return target
        if "mimetype" in self.names:
            raise WorkbookRejectedError("opendocument")
        raise WorkbookRejectedError("unreadable")

    def _relations(self, part: str) -> Relations:
        folder, name = posixpath.split(part)
        path = posixpath.join(folder, "_rels", f"{name}.rels")
        found: Relations = {}

        def start(tag: str, attributes: dict[str, str]) -> None:
            if tag == "Relationship" and attributes.get("TargetMode") != "External":
                target = attributes.get("Target", "")
                whole = target[1:] if target.startswith("/") else posixpath.join(folder, target)
                kind = attributes.get("Type", "").rpartition("/")[2]
                found[attributes.get("Id", "")] = (kind, posixpath.normpath(whole))

        if path.lower() in self.names:
            self._parse(path, start)
        return found

    def _read_workbook(self) -> None:
        def start(tag: str, attributes: dict[str, str]) -> None:
            if tag == "workbookPr":
                self.from_1904 = attributes.get("date1904") in ("1", "true")
            if tag == "sheet":
                self.sheets.append(attributes)

        self._parse(self.path, start)

    def _part_of_kind(self, targets: Relations, kind: str) -> str:
        return next((path for known, path in targets.values() if known == kind), "")

    def _strings(self, targets: Relations) -> Iterator[str]:
        """The texts that cells share, without phonetic guides."""
        path = self._part_of_kind(targets, "sharedStrings")
        if path.lower() not in self.names:
            return
        found: list[str] = []
        pieces: list[str] = []
        state = {"text": False, "phonetic": 0}

        def start(tag: str, _attributes: dict[str, str]) -> None:
            if tag == "si":
                pieces.clear()
            elif tag == "rPh":
                state["phonetic"] += 1
            state["text"] = tag == "t" and not state["phonetic"]

        def end(tag: str) -> None:
            if tag == "si":
                found.append(unescape("".join(pieces)))
                if len(found) > MAX_STRINGS:
                    raise WorkbookRejectedError("bomb")
            elif tag == "rPh":
                state["phonetic"] -= 1
            state["text"] = False

        def data(piece: str) -> None:
            if state["text"]:
                pieces.append(piece)

        self._parse(path, start, end, data)
        yield from found

    def _formats(self, targets: Relations) -> Iterator[str]:
        """The number format of each cell style, in the order of the styles."""
        path = self._part_of_kind(targets, "styles")
        if path.lower() not in self.names:
            return
        own: dict[str, str] = {}
        styles: list[str] = []
        inside: list[str] = []

        def start(tag: str, attributes: dict[str, str]) -> None:
            inside.append(tag)
            if tag == "numFmt":
                own[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
            elif tag == "xf" and "cellXfs" in inside:
                styles.append(attributes.get("numFmtId", "0"))

        self._parse(path, start, lambda _tag: inside.pop())
        for number in styles:
            yield own.get(number) or number_formats.BUILT_IN.get(parse_int(number), "General")

    def _grid(self, sheet: dict) -> Grid:
        relation = next((value for key, value in sheet.items() if key.endswith("id")), "")
        kind, path = self.targets.get(relation, ("", ""))
        hidden = sheet.get("state", "visible") != "visible"
        grid = Grid(sheet.get("name", ""), hidden)
        if kind == "worksheet":
            reader = _SheetReader(self, grid)
            self._parse(path, reader.start, reader.end, reader.data)
        return grid

    def _parse(
        self,
        path: str,
        start: Callable[[str, dict[str, str]], None],
        end: Callable[[str], object] | None = None,
        data: Callable[[str], None] | None = None,
    ) -> None:
        """Parse a part by local names, as there are two namespaces."""
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = lambda tag, attributes: start(
            local_name(tag), {local_name(name): value for name, value in attributes.items()}
        )
        if end:
            parser.EndElementHandler = lambda tag: end(local_name(tag))
        if data:
            parser.CharacterDataHandler = data
        parser.StartDoctypeDeclHandler = refuse_entities
        with self.archive.open(self.names[path.lower()]) as part:
            while piece := part.read(CHUNK_SIZE):
                parser.Parse(piece, False)
        parser.Parse(b"", True)

    def count_characters(self, text: str) -> str:
        """The text; raises WorkbookRejectedError when all texts together are too long."""
        self.characters += len(text)
        if self.characters > MAX_CHARACTERS:
            raise WorkbookRejectedError("bomb")
        return text


class _SheetReader:
    """Fills a grid from the XML events of a sheet."""

    def __init__(self, book: Workbook, grid: Grid) -> None:
        self.book, self.grid = book, grid
        self.column = -1
        self.row = 0
        # Those with a cell that is not empty.
        self.columns: set[int] = set()
        self.kind, self.style = "n", 0
        self.pieces: list[str] = []
        self.collects = self.has_formula = self.is_phonetic = False
        self.formula = ""
        self.part = ""

    def start(self, tag: str, attributes: dict) -> None:
        match tag:
            case "row":
                self._start_row(attributes)
            case "c":
                self._start_cell(attributes)
            case "v" | "t" | "f":
                self.part = "" if self.is_phonetic else tag
                self.has_formula = self.has_formula or tag == "f"
            case "rPh":
                self.is_phonetic = True
            case "col":
                self._hide_columns(attributes)
            case "mergeCell":
                self._merge(attributes.get("ref", ""))

    def end(self, tag: str) -> None:
        match tag:
            case "v" | "t" | "f":
                self.part = ""
            case "rPh":
                self.is_phonetic = False
            case "c":
                self._end_cell()

    def data(self, piece: str) -> None:
        if self.part == "f":
            self.formula = (self.formula + piece)[:MAX_CELL]
        elif self.part:
            self.pieces.append(piece)

    def _start_row(self, attributes: dict) -> None:
        self.row = parse_int(attributes.get("r", ""), self.row + 1)
        self.column = -1
        is_flat = attributes.get("customHeight") == "1" and attributes.get("ht") == "0"
        if (attributes.get("hidden") in ("1", "true") or is_flat) and len(
            self.grid.hidden_rows
        ) <= MAX_ROWS:
            self.grid.hidden_rows.append(self.row)

    def _start_cell(self, attributes: dict) -> None:
        self.column += 1
        if found := REFERENCE.fullmatch(attributes.get("r", "")):
            self.column = column_number(found[1])
        self.kind = attributes.get("t", "n")
        self.style = parse_int(attributes.get("s", ""), 0)
        self.pieces, self.formula, self.has_formula = [], "", False

    def _end_cell(self) -> None:
        text = self._shown("".join(self.pieces))
        if not text and self.has_formula and self.kind != "str":
            text = f"={self.formula}"
            self.grid.without_result.append(f"{column_name(self.column)}{self.row}")
            del self.grid.without_result[10:]
        if not text.strip():
            return
        if len(text) > MAX_CELL:
            raise WorkbookRejectedError("cell", self.row)
        self.columns.add(self.column)
        if len(self.columns) > MAX_COLUMNS + 1 or len(self.grid.rows) > MAX_ROWS + 100:
            raise WorkbookRejectedError("size")
        self.grid.rows.setdefault(self.row, {})[self.column] = self.book.count_characters(text)

    def _shown(self, value: str) -> str:
        """The text that a cell with this value shows."""
        formats = self.book.formats
        number_format = formats[self.style] if 0 <= self.style < len(formats) else "General"
        match self.kind:
            case "s":
                place = parse_int(value, -1)
                strings = self.book.strings
                value = strings[place] if 0 <= place < len(strings) else ""
                return number_formats.format_text(value, number_format)
            case "inlineStr" | "str":
                return number_formats.format_text(unescape(value), number_format)
            case "b":
                return {"1": "TRUE", "true": "TRUE", "0": "FALSE", "false": "FALSE"}.get(value, "")
            case "e" | "d":
                return value.removesuffix("T00:00:00")
        return self._number_shown(value.strip(), number_format)

    def _number_shown(self, value: str, number_format: str) -> str:
        try:
            number = float(value) if value else None
        except ValueError:
            return value
        if number is None:
            return ""
        return number_formats.format_number(number, number_format, from_1904=self.book.from_1904)

    def _hide_columns(self, attributes: dict) -> None:
        is_flat = attributes.get("customWidth") == "1" and attributes.get("width") == "0"
        if attributes.get("hidden") in ("1", "true") or is_flat:
            first = parse_int(attributes.get("min", ""), 1) - 1
            last = min(parse_int(attributes.get("max", ""), first + 1), LAST_COLUMN)
            if len(self.grid.hidden_columns) <= LAST_COLUMN:
                self.grid.hidden_columns += range(max(first, 0), last)

    def _merge(self, reference: str) -> None:
        found = list(filter(None, map(REFERENCE.fullmatch, reference.split(":"))))
        if len(found) == 2 == reference.count(":") + 1 and len(self.grid.merged) < MAX_MERGED:
            (first, top), (last, bottom) = (corner.groups() for corner in found)
            self.grid.merged.append(
                (int(top), column_number(first), int(bottom), column_number(last))
            )


def refuse_bombs(archive: zipfile.ZipFile) -> None:
    """By the sizes that the archive declares: Python does not unpack more."""
    parts = archive.infolist()
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > MAX_PARTS or unpacked > MAX_UNPACKED_MEGABYTES * 1024 * 1024:
        raise WorkbookRejectedError("bomb")
    if any(part.flag_bits & 1 for part in parts):
        raise WorkbookRejectedError("password")


def refuse_entities(*_declaration: Any) -> None:
    """No workbook declares entities; a hostile one could expand to gigabytes."""
    raise WorkbookRejectedError("bomb")


def local_name(name: str) -> str:
    return name.rpartition(" ")[2]


def parse_int(text: str, otherwise: int = -1) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else otherwise


def unescape(text: str) -> str:
    """A workbook writes characters that XML does not allow as _x000D_."""
    return ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def column_number(letters: str) -> int:
    """A is 0, Z is 25, AA is 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def column_name(number: int) -> str:
    name, number = "", number + 1
    while number > 0:
        number, rest = divmod(number - 1, 26)
        name = chr(ord("A") + rest) + name
    return name

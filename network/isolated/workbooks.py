"""Workbooks (XLSX, ECMA-376) as grids of text: each cell as its author sees it.

openpyxl was left for this: in the mode that reads row by row it knows neither merged cells nor
hidden rows, the other mode takes fifty times the size of the file, and its regular expression for
number formats is quadratic.
"""

import codecs
import json
import posixpath
import re
import zipfile
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import BinaryIO
from xml.parsers import expat

from network.isolated import number_formats

# An XLSX is a ZIP: a few kilobytes can unfold to gigabytes.
MAX_UNPACKED_MEGABYTES = 60
MAX_PARTS = 500
MAX_SHEETS = 50
MAX_ROWS = 5_000
MAX_COLUMNS = 60
MAX_CELL = 20_000
# All cells of a workbook together; a list of members has a few hundred thousand.
MAX_LETTERS = 8_000_000
MAX_STRINGS = MAX_ROWS * MAX_COLUMNS
MAX_MERGED = 2_000

REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})", re.ASCII)
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_", re.ASCII)
CHUNK = 64 * 1024
# A child opens no files, so what `zipfile` would load for names of parts is loaded before.
codecs.lookup("cp437")
# What Python raises for archives and XML that are damaged.
BROKEN = (
    zipfile.BadZipFile,
    zipfile.zlib.error,
    expat.ExpatError,
    EOFError,
    KeyError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
)


class RefusedError(Exception):
    """The workbook cannot be read.

    `reason` is "unreadable", "binary" (XLSB), "opendocument", "password", "bomb", "size" or
    "cell", with the number of its row.
    """

    def __init__(self, reason: str, row: int = 0):
        super().__init__(reason)
        self.reason, self.row = reason, row


@dataclass
class Grid:
    """A sheet: its cells that are not empty and what its author does not see of it."""

    name: str
    is_hidden: bool = False
    # Shape: {number of the row: {number of the column from 0: text}}.
    rows: dict[int, dict[int, str]] = field(default_factory=dict)
    # Shape: (first row, first column, last row, last column), all of them in it.
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    # Cells with a formula whose result the file does not hold, as B2.
    without_result: list[str] = field(default_factory=list)

    def as_json(self) -> dict:
        return {**asdict(self), "rows": sorted(self.rows.items())}


def read(source: BinaryIO, send: Callable[[bytes], None]) -> dict:
    """Sends the sheets that have cells as JSON, in the order of the workbook.

    Shape: a list of `Grid`; rows as [[number, {column: text}], ...]. A workbook that cannot be
    read is told in the values returned: {"refused": reason, "row": number}.
    """
    try:
        grids = Workbook(zipfile.ZipFile(source)).grids()
    except RefusedError as refusal:
        return {"refused": refusal.reason, "row": refusal.row}
    except (*BROKEN, MemoryError) as error:
        return {"refused": "bomb" if isinstance(error, MemoryError) else "unreadable", "row": 0}
    send(json.dumps([grid.as_json() for grid in grids]).encode())
    return {}


class Workbook:
    """The parts of a workbook that say what its cells show."""

    def __init__(self, archive: zipfile.ZipFile):
        refuse_bombs(archive)
        self.archive = archive
        self.names = {name.lower().lstrip("/"): name for name in archive.namelist()}
        self.path = self._path_of_workbook()
        self.letters = 0
        self.from_1904 = False
        self.sheets = []
        self._read_workbook()
        targets = self._relations(self.path)
        self.strings = list(self._strings(targets))
        self.formats = list(self._formats(targets))
        self.targets = targets

    def grids(self) -> list[Grid]:
        found = [self._grid(sheet) for sheet in self.sheets[:MAX_SHEETS]]
        return [grid for grid in found if grid.rows]

    def _path_of_workbook(self) -> str:
        for kind, target in self._relations("").values():
            if kind == "officeDocument":
                if target.endswith(".bin"):
                    raise RefusedError("binary")
                return target
        if "mimetype" in self.names:
            raise RefusedError("opendocument")
        raise RefusedError("unreadable")

    def _relations(self, part: str) -> dict[str, tuple[str, str]]:
        """What a part points to. Shape: {id: (last word of the kind, path in the archive)}."""
        folder, name = posixpath.split(part)
        path = posixpath.join(folder, "_rels", f"{name}.rels")
        found = {}

        def start(tag, attributes):
            if tag == "Relationship" and attributes.get("TargetMode") != "External":
                target = attributes.get("Target", "")
                whole = target[1:] if target.startswith("/") else posixpath.join(folder, target)
                kind = attributes.get("Type", "").rpartition("/")[2]
                found[attributes.get("Id", "")] = (kind, posixpath.normpath(whole))

        if path.lower() in self.names:
            self._parse(path, start)
        return found

    def _read_workbook(self) -> None:
        def start(tag, attributes):
            if tag == "workbookPr":
                self.from_1904 = attributes.get("date1904") in ("1", "true")
            if tag == "sheet":
                self.sheets.append(attributes)

        self._parse(self.path, start)

    def _part_of_kind(self, targets, kind: str) -> str:
        return next((path for known, path in targets.values() if known == kind), "")

    def _strings(self, targets):
        """The texts that cells share; of a rich text its words, without how they are read aloud."""
        path = self._part_of_kind(targets, "sharedStrings")
        if path.lower() not in self.names:
            return
        found, words, state = [], [], {"text": False, "phonetic": 0}

        def start(tag, _attributes):
            if tag == "si":
                words.clear()
            elif tag == "rPh":
                state["phonetic"] += 1
            state["text"] = tag == "t" and not state["phonetic"]

        def end(tag):
            if tag == "si":
                found.append(unescaped("".join(words)))
                if len(found) > MAX_STRINGS:
                    raise RefusedError("bomb")
            elif tag == "rPh":
                state["phonetic"] -= 1
            state["text"] = False

        def data(piece):
            if state["text"]:
                words.append(piece)

        self._parse(path, start, end, data)
        yield from found

    def _formats(self, targets):
        """The number format of each style of cells, in the order of the styles."""
        path = self._part_of_kind(targets, "styles")
        if path.lower() not in self.names:
            return
        own, styles, inside = {}, [], []

        def start(tag, attributes):
            inside.append(tag)
            if tag == "numFmt":
                own[attributes.get("numFmtId")] = attributes.get("formatCode", "")
            elif tag == "xf" and "cellXfs" in inside:
                styles.append(attributes.get("numFmtId", "0"))

        self._parse(path, start, lambda _tag: inside.pop())
        for number in styles:
            yield own.get(number) or number_formats.BUILT_IN.get(whole(number), "General")

    def _grid(self, sheet: dict) -> Grid:
        relation = next((value for key, value in sheet.items() if key.endswith("id")), "")
        kind, path = self.targets.get(relation, ("", ""))
        hidden = sheet.get("state", "visible") != "visible"
        grid = Grid(sheet.get("name", ""), hidden)
        if kind == "worksheet":
            reader = _SheetReader(self, grid)
            self._parse(path, reader.start, reader.end, reader.data)
        return grid

    def _parse(self, path: str, start, end=None, data=None) -> None:
        """Walk through a part by its local names, whichever of the two namespaces it is in."""
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = lambda tag, attributes: start(
            local(tag), {local(name): value for name, value in attributes.items()}
        )
        if end:
            parser.EndElementHandler = lambda tag: end(local(tag))
        if data:
            parser.CharacterDataHandler = data
        parser.StartDoctypeDeclHandler = refuse_entities
        with self.archive.open(self.names[path.lower()]) as part:
            while piece := part.read(CHUNK):
                parser.Parse(piece, False)
        parser.Parse(b"", True)

    def counted(self, words: str) -> str:
        """The words; too many of them together are refused."""
        self.letters += len(words)
        if self.letters > MAX_LETTERS:
            raise RefusedError("bomb")
        return words


class _SheetReader:
    """Hears of the elements of a sheet and fills a grid."""

    def __init__(self, book: Workbook, grid: Grid):
        self.book, self.grid = book, grid
        self.row = self.column = -1
        self.row = 0
        self.kind, self.style, self.words = "n", 0, []
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
            self.words.append(piece)

    def _start_row(self, attributes: dict) -> None:
        self.row = whole(attributes.get("r", ""), self.row + 1)
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
        self.style = whole(attributes.get("s", ""), 0)
        self.words, self.formula, self.has_formula = [], "", False

    def _end_cell(self) -> None:
        words = self._shown("".join(self.words))
        if not words and self.has_formula and self.kind != "str":
            words = f"={self.formula}"
            self.grid.without_result.append(f"{column_name(self.column)}{self.row}")
            del self.grid.without_result[10:]
        if not words.strip():
            return
        if len(words) > MAX_CELL:
            raise RefusedError("cell", self.row)
        if self.column > MAX_COLUMNS or len(self.grid.rows) > MAX_ROWS + 100:
            raise RefusedError("size")
        self.grid.rows.setdefault(self.row, {})[self.column] = self.book.counted(words)

    def _shown(self, value: str) -> str:
        """What a cell with this value shows."""
        formats = self.book.formats
        number_format = formats[self.style] if 0 <= self.style < len(formats) else "General"
        match self.kind:
            case "s":
                place = whole(value, -1)
                strings = self.book.strings
                value = strings[place] if 0 <= place < len(strings) else ""
                return number_formats.text_shown(value, number_format)
            case "inlineStr" | "str":
                return number_formats.text_shown(unescaped(value), number_format)
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
        return number_formats.shown(number, number_format, from_1904=self.book.from_1904)

    def _hide_columns(self, attributes: dict) -> None:
        is_flat = attributes.get("customWidth") == "1" and attributes.get("width") == "0"
        if attributes.get("hidden") in ("1", "true") or is_flat:
            first = whole(attributes.get("min", ""), 1) - 1
            last = min(whole(attributes.get("max", ""), first + 1), MAX_COLUMNS + 1)
            self.grid.hidden_columns += range(max(first, 0), last)

    def _merge(self, reference: str) -> None:
        found = [REFERENCE.fullmatch(corner) for corner in reference.split(":")]
        if len(found) == 2 and all(found) and len(self.grid.merged) < MAX_MERGED:
            (first, top), (last, bottom) = (corner.groups() for corner in found)
            self.grid.merged.append(
                (int(top), column_number(first), int(bottom), column_number(last))
            )


def refuse_bombs(archive: zipfile.ZipFile) -> None:
    """By what the archive says of itself: more than that Python does not unpack."""
    parts = archive.infolist()
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > MAX_PARTS or unpacked > MAX_UNPACKED_MEGABYTES * 1024 * 1024:
        raise RefusedError("bomb")
    if any(part.flag_bits & 1 for part in parts):
        raise RefusedError("password")


def refuse_entities(*_declaration) -> None:
    """A workbook declares no entities; what does unfolds to gigabytes."""
    raise RefusedError("bomb")


def local(name: str) -> str:
    return name.rpartition(" ")[2]


def whole(words: str, otherwise: int = -1) -> int:
    return int(words) if words.isascii() and words.isdigit() and len(words) < 10 else otherwise


def unescaped(words: str) -> str:
    """_x000D_ is how a workbook writes what XML cannot."""
    return ESCAPED.sub(lambda found: chr(int(found[1], 16)), words) if "_x" in words else words


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

"""Reads the cells of a sheet from its XML."""

import re
from dataclasses import dataclass

from cms.decoding.tasks.workbooks import number_formats
from cms.decoding.tasks.workbooks.grid import (
    LAST_COLUMN,
    MAX_CELL,
    MAX_CHARACTERS,
    MAX_COLUMNS,
    MAX_MERGED,
    MAX_ROWS,
    Grid,
    WorkbookRejectedError,
)
from cms.decoding.tasks.workbooks.values import parse_int, unescape

REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})", re.ASCII)


@dataclass
class SharedParts:
    """What the cells of all sheets of a workbook refer to, and how much they show together."""

    strings: list[str]
    # The number format of each cell style.
    formats: list[str]
    from_1904: bool
    characters: int = 0

    def count_characters(self, text: str) -> str:
        """The text; raises WorkbookRejectedError when all texts together are too long."""
        self.characters += len(text)
        if self.characters > MAX_CHARACTERS:
            raise WorkbookRejectedError("bomb")
        return text


class SheetReader:
    """Fills a grid from the XML events of a sheet."""

    def __init__(self, shared: SharedParts, grid: Grid) -> None:
        self.shared, self.grid = shared, grid
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
        self.grid.rows.setdefault(self.row, {})[self.column] = self.shared.count_characters(text)

    def _shown(self, value: str) -> str:
        """The text that a cell with this value shows."""
        formats = self.shared.formats
        number_format = formats[self.style] if 0 <= self.style < len(formats) else "General"
        match self.kind:
            case "s":
                place = parse_int(value, -1)
                strings = self.shared.strings
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
        return number_formats.format_number(number, number_format, from_1904=self.shared.from_1904)

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

"""Reads workbooks (XLSX, ECMA-376) as grids of text: each cell as its author sees it.

openpyxl was not used: its read-only mode knows neither merged cells nor hidden rows, the other mode
takes fifty times the size of the file, and its regular expression for number formats is quadratic.
"""

import json
import posixpath
import zipfile
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO
from xml.parsers import expat

from cms.decoding.tasks.workbooks import number_formats
from cms.decoding.tasks.workbooks.grid import (
    MAX_PARTS,
    MAX_SHEETS,
    MAX_STRINGS,
    MAX_UNPACKED_MEGABYTES,
    Grid,
    WorkbookRejectedError,
)
from cms.decoding.tasks.workbooks.sheet import SharedParts, SheetReader
from cms.decoding.tasks.workbooks.values import parse_int, unescape
from cms.decoding.tasks.zipped_xml import READ_ERRORS

CHUNK_SIZE = 64 * 1024


# The relations of a part. Shape: {id: (last word of the type, path in the archive)}.
Relations = dict[str, tuple[str, str]]


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
        self.from_1904 = False
        self.sheets: list[dict[str, str]] = []
        self._read_workbook()
        targets = self._relations(self.path)
        strings, formats = list(self._strings(targets)), list(self._formats(targets))
        self.shared = SharedParts(strings, formats, self.from_1904)
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
            reader = SheetReader(self.shared, grid)
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

"""Compound files (OLE, MS-CFB): DOC, XLS, PPT, HWP, and office files with a password."""

import codecs
import struct
from collections.abc import Iterator

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Sector numbers from here on have special meanings, such as the end of a chain.
FIRST_SPECIAL_SECTOR = 0xFFFFFFFA
NO_ENTRY = 0xFFFFFFFF
STORAGE, STREAM, ROOT = 1, 2, 5
ENTRY_SIZE = 128

SUMMARIES = ("\x05SummaryInformation", "\x05HwpSummaryInformation")
COMPANY_SUMMARY = "\x05DocumentSummaryInformation"
CODE_PAGE, AUTHOR, LAST_AUTHOR, MANAGER, COMPANY = 1, 4, 8, 14, 15
TEXT, WIDE_TEXT = 30, 31
UTF_8_PAGE = 65001
ENCODINGS = {UTF_8_PAGE: "utf-8", 1200: "utf-16-le", 949: "cp949"}
WESTERN = "cp1252"
# A child cannot open files, so the code pages are loaded here.
for encoding in (*ENCODINGS.values(), WESTERN):
    codecs.lookup(encoding)


class DamagedError(ValueError):
    """The file contradicts itself."""


class CompoundFile:
    """The streams in the root of a compound file. Raises DamagedError."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        if len(content) < 512 or not content.startswith(SIGNATURE):
            raise DamagedError
        shift, mini_shift = struct.unpack_from("<HH", content, 30)
        if shift not in (9, 12) or mini_shift != 6:
            raise DamagedError
        self.size, self.mini_size = 1 << shift, 1 << mini_shift
        first_entry, _signature, self.cutoff, first_mini = struct.unpack_from("<IIII", content, 48)
        self.table = self._table()
        entries = self._chain(first_entry)
        self.entries = [entries[at : at + ENTRY_SIZE] for at in range(0, len(entries), ENTRY_SIZE)]
        if not self.entries or self.entries[0][66] != ROOT:
            raise DamagedError
        self.mini_table = (
            _numbers(self._chain(first_mini)) if first_mini < FIRST_SPECIAL_SECTOR else []
        )
        start, length = self._location(self.entries[0])
        self.mini_stream = self._chain(start)[:length] if length else b""
        top = list(self._top_entries())
        self.streams = {name: entry for name, entry in top if entry[66] == STREAM}
        self.storages = {name for name, entry in top if entry[66] == STORAGE}

    def stream(self, name: str) -> bytes:
        """The complete content of a stream. Raises DamagedError, KeyError."""
        start, length = self._location(self.streams[name])
        content = self._mini_chain(start) if length < self.cutoff else self._chain(start)
        if len(content) < length:
            raise DamagedError
        return content[:length]

    def author_names(self) -> list[str]:
        """The authors and the company in the file's properties."""
        found = []
        for name, wanted in (
            *((name, (AUTHOR, LAST_AUTHOR)) for name in SUMMARIES),
            (COMPANY_SUMMARY, (MANAGER, COMPANY)),
        ):
            if name in self.streams:
                found += read_properties(self.stream(name), wanted)
        return list(dict.fromkeys(found))

    def _table(self) -> list[int]:
        """For each sector the number of the next."""
        places = list(struct.unpack_from("<109I", self.content, 76))
        following, seen = struct.unpack_from("<I", self.content, 68)[0], 0
        while following < FIRST_SPECIAL_SECTOR:
            more = _numbers(self._sector(following))
            places, following, seen = [*places, *more[:-1]], more[-1], seen + 1
            if seen > len(self.content) // self.size:
                raise DamagedError
        table = b"".join(self._sector(place) for place in places if place < FIRST_SPECIAL_SECTOR)
        return _numbers(table)

    def _sector(self, number: int) -> bytes:
        at = (number + 1) * self.size
        sector = self.content[at : at + self.size]
        if not sector:
            raise DamagedError
        # Some programs do not fill the last one.
        return sector.ljust(self.size, b"\0")

    def _chain(self, start: int) -> bytes:
        return b"".join(map(self._sector, _follow_chain(start, self.table)))

    def _mini_chain(self, start: int) -> bytes:
        size = self.mini_size
        places = _follow_chain(start, self.mini_table)
        return b"".join(self.mini_stream[at * size : (at + 1) * size] for at in places)

    def _location(self, entry: bytes) -> tuple[int, int]:
        start, length = struct.unpack_from("<II", entry, 116)
        if length > len(self.content):
            raise DamagedError
        return (start, length) if length else (FIRST_SPECIAL_SECTOR, 0)

    def _top_entries(self) -> Iterator[tuple[str, bytes]]:
        """The entries in the root, which form a tree. Shape: name, entry."""
        pending, seen = [struct.unpack_from("<I", self.entries[0], 76)[0]], set()
        while pending:
            number = pending.pop()
            if number == NO_ENTRY or number in seen:
                continue
            if number >= len(self.entries):
                raise DamagedError
            seen.add(number)
            entry = self.entries[number]
            pending += struct.unpack_from("<II", entry, 68)
            length = min(struct.unpack_from("<H", entry, 64)[0], 64)
            name = entry[: max(length - 2, 0)].decode("utf-16-le", "replace")
            yield name, entry


def read_properties(stream: bytes, wanted: tuple[int, ...]) -> list[str]:
    """The texts of a property set (MS-OLEPS) with these numbers; empty if it is damaged."""
    try:
        section = stream[struct.unpack_from("<I", stream, 44)[0] :]
        number = min(struct.unpack_from("<I", section, 4)[0], 200)
        places = dict(struct.unpack_from("<II", section, 8 + 8 * n) for n in range(number))
        page = UTF_8_PAGE
        if CODE_PAGE in places:
            page = struct.unpack_from("<H", section, places[CODE_PAGE] + 4)[0]
        return [
            text
            for one in wanted
            if one in places
            if (text := _read_text(section, places[one], page))
        ]
    except (struct.error, LookupError, ValueError):
        return []


def _read_text(section: bytes, at: int, page: int) -> str:
    kind, length = struct.unpack_from("<II", section, at)
    if kind == WIDE_TEXT:
        text = section[at + 8 : at + 8 + 2 * length].decode("utf-16-le", "replace")
    elif kind == TEXT:
        text = section[at + 8 : at + 8 + length].decode(ENCODINGS.get(page, WESTERN), "replace")
    else:
        return ""
    return text.partition("\0")[0].strip()[:200]


def _follow_chain(start: int, table: list[int]) -> Iterator[int]:
    """The sectors of a chain. Raises DamagedError for a loop."""
    for _step in range(len(table) + 1):
        if start >= FIRST_SPECIAL_SECTOR:
            return
        if start >= len(table):
            raise DamagedError
        yield start
        start = table[start]
    raise DamagedError


def _numbers(content: bytes) -> list[int]:
    return list(struct.unpack(f"<{len(content) // 4}I", content[: len(content) // 4 * 4]))

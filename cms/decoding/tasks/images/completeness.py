"""Decodes JPEG and PNG and refuses those that end early but in order, with the mark of an end.

Decoders take those without an error and fill what is missing with grey or black. Pillow does not
pass the warnings of libjpeg on, so rows that are not decoded are found by pixels set in them
before.
"""

import re
import struct
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, BinaryIO

from PIL import Image

CHUNK_SIZE = 256 * 1024
# Pixels set in a row, over its whole width.
MARKED_PIXELS = 64
# No decoder comes to these values by chance.
NOISE = sha256(b"not decoded").digest()

FRAMES = {0xC0, 0xC1, 0xC2, 0xC3, *range(0xC5, 0xC8), *range(0xC9, 0xCC), *range(0xCD, 0xD0)}
# Coded with Huffman codes, from the first row to the last.
SEQUENTIAL = {0xC0, 0xC1}
PROGRESSIVE = {0xC2, 0xCA}
START_OF_SCAN, END_OF_IMAGE = 0xDA, 0xD9
WITHOUT_LENGTH = {0x01, *range(0xD0, 0xD9)}
COEFFICIENTS = 64
# What ends a scan: anything but a stuffed byte, a filler and a restart.
END_OF_SCAN = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")
# For libjpeg, which reads ahead, after the last byte of a scan. Decodes to a few blocks at most.
PADDING = b"\xff\x00" * 32


class EndsEarlyError(Exception):
    """Some rows, components or all colours of an image are missing."""


def load_whole(picture: Image.Image) -> None:
    """Decode an image of any format. Raises EndsEarlyError, or what Pillow raises."""
    if picture.format == "PNG":
        _load_png(picture)
    elif picture.format in ("JPEG", "MPO"):
        _load_jpeg(picture)
    else:
        picture.load()


def _load_png(picture: Image.Image) -> None:
    if picture.mode == "P" and picture.palette is None:
        raise EndsEarlyError
    picture.im = Image.core.new(picture.mode, picture.size)
    # Of interlaced images, the last row of odd number is decoded last.
    rows = [row for row in (picture.height - 1, picture.height - 2) if row >= 0]
    for row in rows:
        _mark_row(picture, row)
    picture.load()
    if any(_is_marked(picture, row) for row in rows):
        raise EndsEarlyError


def _load_jpeg(picture: Any) -> None:
    frame = _read_frame(picture.fp)
    if frame.components - frame.complete_components():
        raise EndsEarlyError
    if frame.kind in SEQUENTIAL and frame.scans == 1:
        picture.load_read = _SingleScanReader(picture, picture.fp, frame.end_of_scan).read
    picture.load()


class _SingleScanReader:
    """Gives the decoder what comes after the scan only when it has decoded the last row."""

    def __init__(self, picture: Image.Image, file: BinaryIO, end: int) -> None:
        self.picture, self.file, self.end = picture, file, end
        self.is_started = self.is_padded = self.is_checked = False

    def read(self, size: int) -> bytes:
        last_row = self.picture.height - 1
        if not self.is_started:
            self.is_started = True
            _mark_row(self.picture, last_row)
        before_end = self.end - self.file.tell()
        if before_end > 0:
            return self.file.read(min(size, before_end))
        if not self.is_padded:
            self.is_padded = True
            return PADDING
        if not self.is_checked and _is_marked(self.picture, last_row):
            raise EndsEarlyError
        self.is_checked = True
        return self.file.read(size)


def _marks(picture: Image.Image, row: int) -> list[tuple[tuple[int, int], Any]]:
    """Places in a row with values that are set there."""
    places = range(0, picture.width, -(-picture.width // MARKED_PIXELS))
    values = [NOISE[number % len(NOISE)] for number, _place in enumerate(places)]
    if picture.mode == "1":
        values = [255 * (value > 127) for value in values]
    bands = len(picture.getbands())
    marks: list[Any] = values if bands == 1 else [(value,) * bands for value in values]
    return [((x, row), mark) for x, mark in zip(places, marks, strict=True)]


def _mark_row(picture: Image.Image, row: int) -> None:
    for place, value in _marks(picture, row):
        picture.im.putpixel(place, value)


def _is_marked(picture: Image.Image, row: int) -> bool:
    return all(picture.im.getpixel(place) == value for place, value in _marks(picture, row))


@dataclass
class _Frame:
    """What the header of a JPEG announces and its scans contain."""

    kind: int = 0
    components: set[int] = field(default_factory=set)
    scans: int = 0
    # Where the last scan ends (bytes from the start of the file).
    end_of_scan: int = 0
    # Bits that are missing of each coefficient. Shape: {component: [0, 0, 1, ...]}.
    missing_bits: dict[int, list[int | None]] = field(default_factory=dict)

    def complete_components(self) -> set[int]:
        return {number for number, bits in self.missing_bits.items() if not any(map(_lacks, bits))}

    def add_scan(self, header: bytes, end: int) -> None:
        count = header[0]
        first, last, bits = header[1 + 2 * count : 4 + 2 * count]
        if self.kind not in PROGRESSIVE:
            first, last, bits = 0, COEFFICIENTS - 1, 0
        for number in header[1 : 1 + 2 * count : 2]:
            missing = self.missing_bits.setdefault(number, [None] * COEFFICIENTS)
            for coefficient in range(first, min(last, COEFFICIENTS - 1) + 1):
                missing[coefficient] = bits & 15
        self.scans, self.end_of_scan = self.scans + 1, end


def _lacks(bits: int | None) -> bool:
    return bits is None or bits > 0


def _read_frame(file: BinaryIO) -> _Frame:
    """Of the first image in a JPEG file. What is damaged ends it."""
    frame, at = _Frame(), 2
    while True:
        file.seek(at)
        start = file.read(4)
        if len(start) < 2 or start[0] != 0xFF or start[1] == END_OF_IMAGE:
            return frame
        marker = start[1]
        if marker == 0xFF or marker in WITHOUT_LENGTH:
            at += 1 if marker == 0xFF else 2
            continue
        length = struct.unpack(">H", start[2:].rjust(2, b"\0"))[0]
        header = file.read(length - 2) if length > 2 else b""
        at += 2 + length
        try:
            if marker in FRAMES:
                frame.kind, frame.components = marker, set(header[6 : 6 + 3 * header[5] : 3])
            elif marker == START_OF_SCAN:
                at = _find_end_of_scan(file, at)
                frame.add_scan(header, at)
        except (IndexError, ValueError):
            return frame


def _find_end_of_scan(file: BinaryIO, at: int) -> int:
    file.seek(at)
    rest = b""
    while chunk := file.read(CHUNK_SIZE):
        chunk = rest + chunk
        if found := END_OF_SCAN.search(chunk):
            return at - len(rest) + found.start()
        at += len(chunk) - len(rest)
        rest = chunk[-1:]
    return at

"""Images that end early but in order: their last rows would be grey or black without a word."""

import struct
import zlib
from dataclasses import asdict
from hashlib import shake_256
from io import BytesIO

import pytest
from PIL import Image

from cms.decoding.tasks.images.decoding import check_image
from cms.files import images

SIZE = (320, 240)
END_OF_IMAGE = b"\xff\xd9"
JPEG_KINDS = {
    "baseline": {},
    "all colours": {"subsampling": 0},
    "own tables": {"optimize": True},
    "restarts": {"restart_marker_blocks": 4},
    "progressive": {"progressive": True},
}
MODES = ("1", "L", "LA", "P", "RGB", "RGBA", "I;16")


def noise(mode: str = "RGB") -> Image.Image:
    width, height = SIZE
    if mode == "I;16":
        return Image.frombytes(mode, SIZE, shake_256().digest(2 * width * height))
    return Image.frombytes("RGB", SIZE, shake_256().digest(3 * width * height)).convert(mode)


def saved(picture: Image.Image, kind: str, **how) -> bytes:
    buffer = BytesIO()
    picture.save(buffer, kind, **how)
    return buffer.getvalue()


def rejection(content: bytes) -> str:
    """Why a picture is refused; empty if it is taken."""
    limits = asdict(images.LIMITS_OF_STAFF_PHOTO) | {"shorter": 1, "longer": 1}
    return check_image(BytesIO(content), lambda _part: None, limits=limits).get("rejected", "")


def cut(jpeg: bytes, share: float) -> bytes:
    return jpeg[: int(len(jpeg) * share)].rstrip(b"\xff") + END_OF_IMAGE


@pytest.mark.parametrize("kind", JPEG_KINDS)
def test_a_whole_jpeg_is_taken_whatever_follows_it(kind):
    jpeg = saved(noise(), "JPEG", **JPEG_KINDS[kind])
    assert rejection(jpeg) == rejection(jpeg + b"\0" * 99) == rejection(jpeg + jpeg) == ""


@pytest.mark.parametrize("kind", JPEG_KINDS)
@pytest.mark.parametrize("share", [0.2, 0.4, 0.6])
def test_a_jpeg_with_an_early_end_is_damaged(kind, share):
    jpeg = saved(noise(), "JPEG", **JPEG_KINDS[kind])
    early = cut(jpeg, share)
    assert rejection(early) == rejection(early + jpeg[len(early) :]) == "broken"


@pytest.mark.parametrize("mode", ["L", "CMYK"])
def test_a_jpeg_of_other_colours_is_read_to_its_end(mode):
    jpeg = saved(noise(mode), "JPEG")
    assert (rejection(jpeg), rejection(cut(jpeg, 0.9))) == ("", "broken")


def test_a_jpeg_that_lacks_its_last_strip_is_damaged():
    jpeg = saved(noise(), "JPEG")
    assert rejection(cut(jpeg, 0.97)) == "broken"


def test_plain_and_tiny_jpegs_are_taken():
    for size in ((1, 1), (7, 3), (8, 8), (17, 900), (2000, 1)):
        for how in JPEG_KINDS.values():
            assert rejection(saved(Image.new("RGB", size, "grey"), "JPEG", **how)) == ""


def test_a_large_jpeg_that_is_decoded_at_a_part_of_its_size_is_read_to_its_end():
    jpeg = saved(noise().resize((9000, 9000), Image.Resampling.NEAREST), "JPEG")
    assert (rejection(jpeg), rejection(cut(jpeg, 0.9))) == ("", "broken")


@pytest.mark.parametrize("mode", MODES)
def test_a_png_with_too_few_rows_is_damaged(mode):
    png = saved(noise(mode), "PNG")
    head, rows = parts(png)
    assert rejection(png) == rejection(with_rows(head, rows)) == ""
    length = len(rows) // SIZE[1]
    for number in (1, 100, SIZE[1] - 1):
        assert rejection(with_rows(head, rows[: number * length])) == "broken"


def test_an_interlaced_png_is_read_to_its_end():
    """Grey of 8 x 8: seven passes of 1, 1, 2, 4, 8, 16 and 32 pixels, each row after a zero."""
    widths = [1, 1, *[2] * 1, *[2] * 2, *[4] * 2, *[4] * 4, *[8] * 4]
    rows = [b"\0" + b"\x5a" * width for width in widths]
    header = struct.pack(">IIBBBBB", 8, 8, 8, 0, 0, 0, 1)
    head = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header)
    assert rejection(with_rows(head, b"".join(rows))) == ""
    for missing in (1, 3, 5, 9):
        assert rejection(with_rows(head, b"".join(rows[:-missing]))) == "broken"


def test_a_png_without_its_palette_is_damaged():
    header = struct.pack(">IIBBBBB", 8, 8, 8, 3, 0, 0, 0)
    head = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header)
    rows = b"\0\1\1\1\1\1\1\1\1" * 8
    assert rejection(with_rows(head, rows)) == "broken"
    assert rejection(with_rows(head + chunk(b"PLTE", b"\1\2\3" * 2), rows)) == ""


def test_plain_and_tiny_pngs_are_taken():
    for size in ((1, 1), (3, 1), (1, 9), (40, 2)):
        for mode in MODES:
            assert rejection(saved(Image.new(mode, size), "PNG")) == ""


def parts(png: bytes) -> tuple[bytes, bytes]:
    """What stands before the rows, and the rows."""
    at, rows, head = 8, b"", png[:8]
    while at < len(png):
        length, kind = struct.unpack_from(">I4s", png, at)
        if kind == b"IDAT":
            rows += png[at + 8 : at + 8 + length]
        elif kind != b"IEND":
            head += png[at : at + 12 + length]
        at += 12 + length
    return head, zlib.decompress(rows)


def with_rows(head: bytes, rows: bytes) -> bytes:
    return head + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

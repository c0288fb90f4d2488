"""Colour profiles and 16-bit PNGs of known values, made from their specifications alone."""

import struct
import zlib
from io import BytesIO

from PIL import ImageCms

SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()

# Bruce Lindbloom's matrix from linear sRGB to XYZ under D50, which profiles count in.
TO_XYZ = (
    (0.4360747, 0.3850649, 0.1430804),
    (0.2225045, 0.7168786, 0.0606169),
    (0.0139322, 0.0971045, 0.7141733),
)
WHITE = (0.9642, 1.0, 0.8249)
# The primaries of Adobe RGB (1998) under D50.
ADOBE_PRIMARIES = (
    (0.60974, 0.31111, 0.01947),
    (0.20528, 0.62567, 0.06087),
    (0.14919, 0.06322, 0.74457),
)
GAMMA_OF_ADOBE, GAMMA_OF_GREY = 2.19921875, 1.8


def linear(value: int) -> float:
    share = value / 255
    return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4


def lab(colour: tuple[int, int, int]) -> tuple[float, float, float]:
    """CIELAB under D50 of an sRGB colour."""
    shares = [linear(value) for value in colour]
    xyz = [sum(a * b for a, b in zip(row, shares, strict=True)) for row in TO_XYZ]
    x, y, z = (_bent(value / white) for value, white in zip(xyz, WHITE, strict=True))
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def _bent(value: float) -> float:
    return value ** (1 / 3) if value > 216 / 24389 else (24389 / 27 * value + 16) / 116


def adobe_rgb() -> bytes:
    curve = _curve(GAMMA_OF_ADOBE)
    tags = {b"wtpt": _xyz(WHITE)}
    for letter, primary in zip(b"rgb", ADOBE_PRIMARIES, strict=True):
        tags[bytes([letter]) + b"XYZ"] = _xyz(primary)
        tags[bytes([letter]) + b"TRC"] = curve
    return _profile(b"mntr", b"RGB ", b"XYZ ", tags)


def grey() -> bytes:
    tags = {b"wtpt": _xyz(WHITE), b"kTRC": _curve(GAMMA_OF_GREY)}
    return _profile(b"mntr", b"GRAY", b"XYZ ", tags)


def cmyk(inks: dict[tuple[int, int, int, int], tuple[int, int, int]]) -> bytes:
    """A press whose full inks (0 or 1 each) have the given sRGB colours; black where none is."""
    straight = bytes(range(256))
    table = b""
    for number in range(16):
        key = tuple(number >> bit & 1 for bit in (3, 2, 1, 0))
        lightness, a, b = lab(inks.get(key, (0, 0, 0)))
        table += bytes([round(lightness * 2.55), round(a + 128), round(b + 128)])
    unit = struct.pack(">9i", 65536, 0, 0, 0, 65536, 0, 0, 0, 65536)
    lut = b"mft1\0\0\0\0" + bytes([4, 3, 2, 0]) + unit + straight * 4 + table + straight * 3
    tags = {b"wtpt": _xyz(WHITE), b"A2B0": lut}
    return _profile(b"prtr", b"CMYK", b"Lab ", tags)


def _xyz(values: tuple[float, float, float]) -> bytes:
    return b"XYZ \0\0\0\0" + struct.pack(">3i", *(round(value * 65536) for value in values))


def _curve(gamma: float) -> bytes:
    return b"curv\0\0\0\0" + struct.pack(">IH", 1, round(gamma * 256)) + b"\0\0"


def _profile(device: bytes, space: bytes, connection: bytes, tags: dict[bytes, bytes]) -> bytes:
    name = b"desc\0\0\0\0" + struct.pack(">I", 5) + b"test\0" + b"\0" * 79
    tags = {b"desc": name, b"cprt": b"text\0\0\0\0none\0", **tags}
    place, index, body = 132 + 12 * len(tags), b"", b""
    for tag, data in tags.items():
        index += tag + struct.pack(">II", place + len(body), len(data))
        body += data + b"\0" * (-len(data) % 4)
    header = struct.pack(">I4sI4s4s4s", 0, b"lcms", 0x02400000, device, space, connection)
    header += struct.pack(">6H", 2026, 1, 1, 0, 0, 0) + b"acsp" + b"\0" * 28
    header += struct.pack(">3i", *(round(value * 65536) for value in WHITE))
    header = header.ljust(128, b"\0")
    size = len(header) + 4 + len(index) + len(body)
    return struct.pack(">I", size) + header[4:] + struct.pack(">I", len(tags)) + index + body


GREY, GREY_ALPHA, RGB, RGBA = 0, 4, 2, 6


def with_chunks(png: bytes, **chunks: bytes) -> bytes:
    """A PNG with more chunks right after its header."""
    added = b"".join(_chunk(kind.encode(), data) for kind, data in chunks.items())
    return png[:33] + added + png[33:]


def gama(value: float) -> bytes:
    return struct.pack(">I", round(value * 100_000))


def chrm(*chromaticities: float) -> bytes:
    """x and y of white, red, green and blue."""
    return struct.pack(">8I", *(round(value * 100_000) for value in chromaticities))


def png_16(
    kind: int, pixel: tuple[int, ...], size=(240, 160), profile=b"", transparent=()
) -> bytes:
    """A PNG with 16 bits a channel, all of it one pixel."""
    row = b"\0" + struct.pack(f">{len(pixel)}H", *pixel) * size[0]
    return _png(
        struct.pack(">IIBBBBB", *size, 16, kind, 0, 0, 0), row * size[1], profile, transparent
    )


def png_grey(bits: int, value: int, transparent=(), size=(240, 160)) -> bytes:
    """A PNG of grey with 2 or 4 bits, all of it one value."""
    byte = sum(value << shift for shift in range(0, 8, bits))
    row = b"\0" + bytes([byte]) * (size[0] * bits // 8)
    header = struct.pack(">IIBBBBB", *size, bits, GREY, 0, 0, 0)
    return _png(header, row * size[1], transparent=transparent)


def ramp_16(width: int = 65536 // 64, height: int = 160) -> bytes:
    """Grey from 0 to 65535, from left to right."""
    row = b"\0" + struct.pack(f">{width}H", *(round(n * 65535 / (width - 1)) for n in range(width)))
    return _png(struct.pack(">IIBBBBB", width, height, 16, GREY, 0, 0, 0), row * height)


def _png(header: bytes, rows: bytes, profile: bytes = b"", transparent: tuple = ()) -> bytes:
    out = BytesIO(b"\x89PNG\r\n\x1a\n")
    out.seek(0, 2)
    chunks = [(b"IHDR", header)]
    if profile:
        chunks.append((b"iCCP", b"p\0\0" + zlib.compress(profile)))
    if transparent:
        chunks.append((b"tRNS", struct.pack(f">{len(transparent)}H", *transparent)))
    chunks += [(b"IDAT", zlib.compress(rows)), (b"IEND", b"")]
    for kind, data in chunks:
        out.write(_chunk(kind, data))
    return out.getvalue()


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

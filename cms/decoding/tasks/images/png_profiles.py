"""Colour profiles of PNGs that declare gamma and primaries alone (gAMA and cHRM).

W3C, Portable Network Graphics, 11.3.2.
"""

import struct
from collections.abc import Sequence
from itertools import pairwise

from PIL import Image

# D50, in which profiles count.
WHITE = (0.9642, 1.0, 0.8249)
# Bradford's responses of the eye to XYZ, by which a white is adapted to another.
BRADFORD = ((0.8951, 0.2664, -0.1614), (-0.7502, 1.7135, 0.0367), (0.0389, -0.0685, 1.0296))
# White, red, green and blue (x, y) of sRGB.
SRGB_CHROMATICITIES = (0.3127, 0.329, 0.64, 0.33, 0.3, 0.6, 0.15, 0.06)
# Programs write it for sRGB, whose curve is no power.
GAMMA_FOR_SRGB = 1 / 2.2
GAMMA_TOLERANCE, CHROMATICITY_TOLERANCE = 0.005, 0.002
# Others are mistakes of programs.
GAMMAS = (0.1, 3.0)

Vector = Sequence[float]
Matrix = Sequence[Vector]


def colour_profile(picture: Image.Image) -> bytes | None:
    """The ICC profile that an image has or whose values it declares; None for sRGB."""
    info = picture.info
    if info.get("icc_profile") or picture.format != "PNG" or "srgb" in info:
        return info.get("icc_profile")
    gamma = info.get("gamma", GAMMA_FOR_SRGB)
    chromaticities = info.get("chromaticity", SRGB_CHROMATICITIES)
    if not GAMMAS[0] <= gamma <= GAMMAS[1] or _is_srgb(gamma, chromaticities):
        return None
    try:
        return _matrix_profile(1 / gamma, _primaries(chromaticities))
    except (ArithmeticError, struct.error):
        # No primaries that any device could have.
        return None


def _is_srgb(gamma: float, chromaticities: Vector) -> bool:
    differences = zip(chromaticities, SRGB_CHROMATICITIES, strict=True)
    return abs(gamma - GAMMA_FOR_SRGB) < GAMMA_TOLERANCE and all(
        abs(own - srgb) < CHROMATICITY_TOLERANCE for own, srgb in differences
    )


def _primaries(chromaticities: Vector) -> list[Vector]:
    """XYZ of red, green and blue, of which white is the sum, adapted to D50."""
    white, *primaries = [
        (x / y, 1.0, (1 - x - y) / y) for x, y in list(pairwise(chromaticities))[::2]
    ]
    columns = _transpose(primaries)
    shares = _apply(_invert(columns), white)
    scaled = [
        [share * value for value in primary]
        for share, primary in zip(shares, primaries, strict=True)
    ]
    seen, wished = _apply(BRADFORD, white), _apply(BRADFORD, WHITE)
    to_eye = [
        [value * to / of for value in row]
        for row, to, of in zip(BRADFORD, wished, seen, strict=True)
    ]
    return [_apply(_invert(BRADFORD), _apply(to_eye, primary)) for primary in scaled]


def _matrix_profile(exponent: float, primaries: list[Vector]) -> bytes:
    """An ICC profile (version 2.4) of a screen."""
    curve = b"curv\0\0\0\0" + struct.pack(">IHxx", 1, round(exponent * 256))
    tags = {b"wtpt": _xyz(WHITE)}
    for letter, primary in zip((b"r", b"g", b"b"), primaries, strict=True):
        tags[letter + b"XYZ"], tags[letter + b"TRC"] = _xyz(primary), curve
    index, body, start = b"", b"", 132 + 12 * len(tags)
    for tag, data in tags.items():
        index += tag + struct.pack(">II", start + len(body), len(data))
        body += data
    header = struct.pack(">4xI4s4s4s12x4s28x", 0x02400000, b"mntr", b"RGB ", b"XYZ ", b"acsp")
    header = (header + _xyz(WHITE)[8:]).ljust(124, b"\0")
    return (
        struct.pack(">I", start + len(body)) + header + struct.pack(">I", len(tags)) + index + body
    )


def _xyz(values: Vector) -> bytes:
    return b"XYZ \0\0\0\0" + struct.pack(">3i", *(round(value * 65536) for value in values))


def _transpose(matrix: Matrix) -> Matrix:
    return list(zip(*matrix, strict=True))


def _apply(matrix: Matrix, vector: Vector) -> Vector:
    return [sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix]


def _invert(matrix: Matrix) -> Matrix:
    """Of three by three, by its adjugate. Raises ZeroDivisionError if there is none."""
    (a, b, c), (d, e, f), (g, h, i) = matrix
    adjugate = (
        (e * i - f * h, c * h - b * i, b * f - c * e),
        (f * g - d * i, a * i - c * g, c * d - a * f),
        (d * h - e * g, b * g - a * h, a * e - b * d),
    )
    determinant = a * adjugate[0][0] + b * adjugate[1][0] + c * adjugate[2][0]
    return [[value / determinant for value in row] for row in adjugate]

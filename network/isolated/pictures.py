"""Opens uploaded pictures and turns them into plain pixels: upright, in sRGB, not too large.

Runs in children of `network.isolation` only. Memory decides how things are done here: a picture of
64 megapixels takes 256 MB once decoded, so it is converted and scaled in strips, never as a whole.
"""

from collections.abc import Callable, Iterator
from functools import wraps
from hashlib import sha256
from io import BytesIO
from math import ceil
from typing import BinaryIO

# A child opens no file, so whatever Pillow would import when it is needed is imported here.
from PIL import (
    AvifImagePlugin,  # noqa: F401
    Image,
    ImageCms,
    ImageMath,
    JpegImagePlugin,  # noqa: F401
    MpoImagePlugin,  # noqa: F401
    PngImagePlugin,  # noqa: F401
    TiffImagePlugin,  # noqa: F401
    UnidentifiedImageError,
    WebPImagePlugin,  # noqa: F401
)

try:
    import pillow_heif
except ImportError:  # An extra that operators choose; see docs/operations.md.
    pillow_heif = None
else:
    pillow_heif.register_heif_opener(thumbnails=False)

FORMATS = ("JPEG", "PNG", "WEBP")
# The kinds of HEIF that hold pictures coded with HEVC, as phones make them.
HEIC_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")
# Phones keep a second picture behind the first; that is no animation.
MAY_HOLD_PREVIEWS = ("MPO", "HEIF")

# Longest side (px) of what is kept of a picture while it is worked on: what a newspaper can print
# across a page (300 dpi on 34 cm).
LONGEST_SIDE = 4000
# Two pictures are the same when they are so at this size, which is what the pages show.
COMPARED_SIDE = 1600
STRIP_ROWS = 96
# More than the reach of the Lanczos filter, in rows of the result.
STRIP_MARGIN = 8
# What a progressive JPEG may take: libjpeg keeps its coefficients, two bytes each, for all pixels.
MOST_BYTES_OF_COEFFICIENTS = 250_000_000

ORIENTATION = 0x0112
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
# The colour spaces of profiles that fit the modes which pictures are worked on in.
SPACES = {"L": "GRAY", "RGB": "RGB", "CMYK": "CMYK"}

# Sizes are judged by `opened`, which knows what the sender may send.
Image.MAX_IMAGE_PIXELS = None
Image.preinit()


class RefusedError(Exception):
    """Why a picture cannot be used: a key of `network.images.MESSAGES` and values for it."""

    def __init__(self, reason: str, **values):
        super().__init__(reason)
        self.reason, self.values = reason, values


def answers_refusals(task: Callable) -> Callable:
    """Let a task answer `{"refused": reason, ...}` instead of raising RefusedError."""

    @wraps(task)
    def answering(*args, **kwargs) -> dict:
        try:
            return task(*args, **kwargs)
        except RefusedError as refusal:
            return {"refused": refusal.reason, "values": refusal.values}
        except MemoryError:
            return {"refused": "memory", "values": {}}

    return answering


@answers_refusals
def check(source: BinaryIO, send: Callable, limits: dict) -> dict:
    """Decode a picture to see whether it can be used."""
    picture = opened(source, limits)
    size = upright_size(picture)
    return {"size": size, "checksum": checksum(scaled(pixels(picture), COMPARED_SIDE))}


@answers_refusals
def logo(source: BinaryIO, send: Callable, limits: dict, side: int) -> dict:
    """Send a PNG of the pixels, at most `side` wide and high."""
    picture = opened(source, limits)
    profile = picture.info.get("icc_profile")
    small = in_srgb(scaled(pixels(picture), side), profile)
    buffer = BytesIO()
    small.save(buffer, "PNG", optimize=True)
    send(buffer.getvalue())
    return {"size": small.size}


def opened(source: BinaryIO, limits: dict) -> Image.Image:
    """A picture that has been looked at but not decoded. Raises RefusedError.

    Shape of `limits`: megapixels by format, the least of the shorter and of the longer side (px),
    and whether HEIC is read.
    """
    reads_heic = limits["heic"] and pillow_heif is not None
    try:
        picture = Image.open(source, formats=[*FORMATS, *(["HEIF"] if reads_heic else [])])
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, TypeError) as error:
        reason = "heic" if _is_heic(source) and not reads_heic else "unknown"
        raise RefusedError(reason) from error
    _check_size(picture, limits)
    if picture.format not in MAY_HOLD_PREVIEWS and getattr(picture, "n_frames", 1) > 1:
        raise RefusedError("moving")
    return picture


def _check_size(picture: Image.Image, limits: dict) -> None:
    width, height = picture.size
    megapixels, most = width * height / 1_000_000, limits["megapixels"]
    limit = most.get("JPEG" if picture.format == "MPO" else picture.format, most["other"])
    if megapixels > limit:
        raise RefusedError("pixels", pixels=ceil(megapixels), limit=limit)
    if min(width, height) < limits["shorter"] or max(width, height) < limits["longer"]:
        words = {"width": width, "height": height}
        raise RefusedError("small", **words, shorter=limits["shorter"], longer=limits["longer"])
    if picture.info.get("progressive") and _coefficients(picture) > MOST_BYTES_OF_COEFFICIENTS:
        raise RefusedError("memory")


def _coefficients(picture: Image.Image) -> float:
    """Bytes that libjpeg needs to decode a progressive JPEG."""
    samples = [across * down for _number, across, down, _table in picture.layer]
    return 2 * picture.width * picture.height * sum(samples) / max(samples)


def _is_heic(source: BinaryIO) -> bool:
    source.seek(0)
    start = source.read(64)
    brands = [start[8:12], *(start[place : place + 4] for place in range(16, len(start), 4))]
    return start[4:8] == b"ftyp" and brands[0] in HEIC_BRANDS and b"avif" not in brands


def orientation(picture: Image.Image) -> int:
    """How a picture is to be turned, as EXIF numbers it; 1 where nothing readable says so."""
    try:
        return picture.getexif().get(ORIENTATION, 1)
    except Exception:  # Whatever broken metadata make Pillow raise, the pixels are sound.
        return 1


def upright_size(picture: Image.Image) -> tuple[int, int]:
    return picture.size[::-1] if orientation(picture) in (5, 6, 7, 8) else picture.size


def pixels(picture: Image.Image, longest: int = LONGEST_SIDE) -> Image.Image:
    """The pixels alone, upright, at most `longest` wide and high: L, LA, RGB, RGBA or CMYK.

    The colours are those of the picture's profile still. Raises RefusedError.
    """
    size = _fitting(picture.size, longest)
    if picture.format in ("JPEG", "MPO"):
        # libjpeg leaves out what a half, a quarter or an eighth of the size does not need.
        picture.draft(None, size)
    try:
        picture.load()
    except MemoryError:
        raise
    except Exception as error:  # Pillow's decoders raise whatever their formats make them raise.
        raise RefusedError("broken") from error
    turn = TURNS.get(orientation(picture))
    result = _in_strips(picture, size)
    picture.im = None  # The memory of the whole is needed for what follows.
    result = result if turn is None else result.transpose(turn)
    result.info = {}
    return result


def scaled(picture: Image.Image, longest: int) -> Image.Image:
    """A copy that is at most `longest` wide and high."""
    size = _fitting(picture.size, longest)
    if size == picture.size:
        return picture.copy()
    return picture.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)


def checksum(picture: Image.Image) -> str:
    """Tells whether two files hold the same picture, whatever else is in them."""
    said = f"{picture.mode} {picture.size}".encode()
    return sha256(said + picture.tobytes()).hexdigest()


def _fitting(size: tuple[int, int], longest: int) -> tuple[int, int]:
    smaller = min(1, longest / max(size))
    return max(1, round(size[0] * smaller)), max(1, round(size[1] * smaller))


def _in_strips(picture: Image.Image, size: tuple[int, int]) -> Image.Image:
    """The picture scaled down to `size` in a mode that can be worked on."""
    if picture.size == size:
        return workable(picture, picture).copy()
    result = None
    for top, strip in _strips(picture, size):
        result = result or Image.new(strip.mode, size)
        result.paste(strip, (0, top))
    return result


def _strips(picture: Image.Image, size: tuple[int, int]) -> Iterator[tuple[int, Image.Image]]:
    """Rows of the scaled picture with the number of the first. Neighbours overlap before they are
    scaled, so that no seam shows."""
    width, height = size
    down = picture.height / height
    for top in range(0, height, STRIP_ROWS):
        bottom = min(height, top + STRIP_ROWS)
        first, last = max(0, top - STRIP_MARGIN), min(height, bottom + STRIP_MARGIN)
        rows = int(first * down), min(picture.height, ceil(last * down))
        strip = workable(picture.crop((0, rows[0], picture.width, rows[1])), picture)
        box = (0, first * down - rows[0], picture.width, min(last * down - rows[0], strip.height))
        target = (width, last - first)
        strip = strip.resize(target, Image.Resampling.LANCZOS, box=box, reducing_gap=3.0)
        yield top, strip.crop((0, top - first, width, bottom - first))


def workable(strip: Image.Image, picture: Image.Image) -> Image.Image:
    """Rows of a picture as L, LA, RGB, RGBA or CMYK, each with 8 bits."""
    transparent = _transparency(picture)
    match strip.mode:
        case "RGB" | "L" | "LA" | "RGBA" | "CMYK" if transparent is None:
            return strip
        case "I;16" | "I;16L" | "I;16B" | "I;16N" | "I":
            return _from_16_bits(strip, transparent)
        case "1" | "L":
            return strip.convert("L" if transparent is None else "LA")
        case "P" | "RGB":
            return strip.convert("RGB" if transparent is None else "RGBA")
        case "La":
            return strip.convert("LA")
        case "PA" | "RGBa":
            return strip.convert("RGBA")
        case "F":
            return strip.convert("L")
        case _:
            return strip.convert("RGB")


def _transparency(picture: Image.Image):
    """The colour (or table) that a PNG declares transparent; None without one."""
    return (
        picture.info.get("transparency") if picture.mode in ("1", "L", "P", "RGB", "I;16") else None
    )


def _from_16_bits(strip: Image.Image, transparent: int | None) -> Image.Image:
    """Grey of 0..65535 as 0..255: white stays white, and what lies between lies where it did."""
    wide = strip.convert("I")
    grey = wide.point(lambda value: value * (1 / 257) + 0.5).convert("L")
    if transparent is None:
        return grey
    seen = ImageMath.lambda_eval(lambda args: (args["wide"] != transparent) * 255, wide=wide)
    return Image.merge("LA", [grey, seen.convert("L")])


def in_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """RGB or RGBA with the colours that browsers take the numbers for."""
    has_alpha = picture.mode in ("LA", "RGBA")
    colour = picture.convert(picture.mode[:-1]) if has_alpha else picture
    if profile:
        colour = _transformed(colour, profile)
    colour = colour.convert("RGB")
    if has_alpha:
        colour.putalpha(picture.getchannel("A"))
    colour.info = {}
    return colour


def _transformed(picture: Image.Image, profile: bytes) -> Image.Image:
    """Colours by their profile; as they are where it cannot be read or is of another kind."""
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        space = source.profile.xcolor_space.strip()
        if picture.mode == "L" and space == "RGB":
            picture = picture.convert("RGB")
        if SPACES[picture.mode] != space:
            return picture
        return ImageCms.profileToProfile(
            picture, source, ImageCms.createProfile("sRGB"), outputMode="RGB"
        )
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return picture

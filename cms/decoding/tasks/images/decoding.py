"""Decodes uploaded images into plain pixels: upright, not too large, in sRGB.

Runs in children of `cms.decoding.sandbox` only. Memory decides how it is done: an image of 64
megapixels takes 256 MB once decoded, so it is converted and scaled in strips, never as a whole.
"""

from collections.abc import Callable, Iterator
from functools import wraps
from hashlib import sha256
from importlib.util import find_spec
from io import BytesIO
from math import ceil
from typing import Any, BinaryIO

# A child cannot open files, so everything that Pillow would import on demand is imported here.
from PIL import (
    AvifImagePlugin,  # noqa: F401
    Image,
    ImageCms,
    ImageMath,
    JpegImagePlugin,
    MpoImagePlugin,  # noqa: F401
    PngImagePlugin,
    TiffImagePlugin,  # noqa: F401
    UnidentifiedImageError,
    WebPImagePlugin,  # noqa: F401
)

from cms.decoding.tasks.images import rendition_sizes
from cms.decoding.tasks.images.completeness import load_whole
from cms.decoding.tasks.images.png_profiles import colour_profile

# An extra that operators choose; see docs/operations.md. If it is installed and broken, the import
# below fails, which `except ImportError` would hide by refusing the photos of phones.
HAS_HEIC_DECODER = find_spec("pillow_heif") is not None
if HAS_HEIC_DECODER:
    import pillow_heif

    pillow_heif.register_heif_opener(thumbnails=False)

FORMATS = ("JPEG", "PNG", "WEBP")
# The brands of HEIF for images coded with HEVC, as phones make them.
HEIC_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")
# Phones store a second image after the first; that is no animation.
FORMATS_WITH_PREVIEWS = ("MPO", "HEIF")

# Longest side (px) of decoded images: no file needs more.
LONGEST_SIDE = rendition_sizes.PRESS_LONGEST_SIDE
# Two images are the same if they are at this size, which is what pages show.
COMPARED_SIDE = rendition_sizes.LONGEST_SIDE
STRIP_ROWS = 96
# More than the reach of the Lanczos filter, in rows of the result.
STRIP_MARGIN = 8
# For a progressive JPEG, libjpeg keeps the coefficients of all pixels, two bytes each.
MAX_BYTES_OF_COEFFICIENTS = 250_000_000

ORIENTATION = 0x0112
TRANSPOSITIONS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
# White of 8 bits by white of 2 and of 4 bits, as Pillow calls them.
GREY_FACTORS = {"L;2": 85, "L;4": 17}
# The colour space that a profile must have to apply to an image of this mode.
COLOUR_SPACES = {"L": "GRAY", "RGB": "RGB", "CMYK": "CMYK"}

# `open_image` checks sizes, by what the sender may send.
Image.MAX_IMAGE_PIXELS = None
Image.preinit()


class ImageRejectedError(Exception):
    """An image cannot be used. `reason`: a key of `cms.files.images.MESSAGES`; `values` for its
    placeholders."""

    def __init__(self, reason: str, **values: Any) -> None:
        super().__init__(reason)
        self.reason, self.values = reason, values


def returns_rejections(task: Callable) -> Callable:
    """Decorator for tasks: returns `{"rejected": reason, ...}` instead of raising
    ImageRejectedError."""

    @wraps(task)
    def wrapped(*args: Any, **kwargs: Any) -> dict:
        try:
            return task(*args, **kwargs)
        except ImageRejectedError as rejection:
            return {"rejected": rejection.reason, "values": rejection.values}
        except MemoryError:
            return {"rejected": "memory", "values": {}}

    return wrapped


@returns_rejections
def check_image(source: BinaryIO, send: Callable, limits: dict) -> dict:
    """Decode an image to see whether it can be used."""
    picture = open_image(source, limits)
    size, pixels = picture.size, load_pixels(picture)
    return {
        "size": upright_size(picture, size),
        "pixel_hash": pixel_hash(scale_down(pixels, COMPARED_SIDE)),
    }


@returns_rejections
def render_logo(source: BinaryIO, send: Callable, limits: dict, side: int) -> dict:
    """Send a PNG of the pixels, at most `side` wide and high."""
    picture = open_image(source, limits)
    profile = colour_profile(picture)
    small = to_srgb(scale_down(load_pixels(picture), side), profile)
    buffer = BytesIO()
    small.save(buffer, "PNG", optimize=True)
    send(buffer.getvalue())
    return {"size": small.size}


def open_image(source: BinaryIO, limits: dict) -> Image.Image:
    """An image whose header was checked, not decoded yet. Raises ImageRejectedError.

    Shape of `limits`: megapixels by format, the minimum of the shorter and of the longer side (px),
    and whether HEIC is read.
    """
    reads_heic = limits["heic"] and HAS_HEIC_DECODER
    try:
        picture = Image.open(source, formats=[*FORMATS, *(["HEIF"] if reads_heic else [])])
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, TypeError) as error:
        reason = "heic" if _is_heic(source) and not reads_heic else "unknown"
        raise ImageRejectedError(reason) from error
    _check_size(picture, limits)
    if picture.format not in FORMATS_WITH_PREVIEWS and getattr(picture, "n_frames", 1) > 1:
        raise ImageRejectedError("moving")
    _scale_transparent_value(picture)
    return picture


def _scale_transparent_value(picture: Image.Image) -> None:
    """PNG: Pillow makes 0..255 of grey with 2 or 4 bits, but not of the value that is
    transparent."""
    transparent = picture.info.get("transparency")
    tiles = picture.tile if isinstance(picture, PngImagePlugin.PngImageFile) else []
    factor = GREY_FACTORS.get(str(tiles[0].args)) if tiles else None
    if factor and isinstance(transparent, int):
        picture.info["transparency"] = transparent * factor


def _check_size(picture: Image.Image, limits: dict) -> None:
    width, height = picture.size
    megapixels, most = width * height / 1_000_000, limits["megapixels"]
    limit = most.get("JPEG" if picture.format == "MPO" else picture.format, most["other"])
    if megapixels > limit:
        raise ImageRejectedError("pixels", pixels=ceil(megapixels), limit=limit)
    if min(width, height) < limits["shorter"] or max(width, height) < limits["longer"]:
        size = {"width": width, "height": height}
        raise ImageRejectedError(
            "small", **size, shorter=limits["shorter"], longer=limits["longer"]
        )
    if picture.info.get("progressive") and _coefficient_bytes(picture) > MAX_BYTES_OF_COEFFICIENTS:
        raise ImageRejectedError("memory")


def _coefficient_bytes(picture: Image.Image) -> float:
    """Bytes that libjpeg needs to decode a progressive JPEG."""
    layers = picture.layer if isinstance(picture, JpegImagePlugin.JpegImageFile) else []
    samples = [across * down for _number, across, down, _table in layers]
    return 2 * picture.width * picture.height * sum(samples) / max(samples)


def _is_heic(source: BinaryIO) -> bool:
    source.seek(0)
    start = source.read(64)
    brands = [start[8:12], *(start[place : place + 4] for place in range(16, len(start), 4))]
    return start[4:8] == b"ftyp" and brands[0] in HEIC_BRANDS and b"avif" not in brands


def orientation(picture: Image.Image) -> int:
    """As EXIF numbers it; 1 if nothing readable says so. Only for images that `load_pixels` has
    decoded: Pillow looks for EXIF after the pixels of a PNG, and errors of these would be lost."""
    try:
        return picture.getexif().get(ORIENTATION, 1)
    except Exception:  # Whatever broken metadata make Pillow raise, the pixels are sound.
        return 1


def upright_size(picture: Image.Image, size: tuple[int, int]) -> tuple[int, int]:
    """`size`: as it was before decoding, which may reduce it."""
    return size[::-1] if orientation(picture) in (5, 6, 7, 8) else size


def load_pixels(picture: Image.Image, longest: int = LONGEST_SIDE) -> Image.Image:
    """The pixels alone, upright, at most `longest` wide and high: L, LA, RGB, RGBA or CMYK.

    The colours are still those of the image's profile. Raises ImageRejectedError.
    """
    size = _fit_size(picture.size, longest)
    if picture.format in ("JPEG", "MPO"):
        # libjpeg can decode at a half, a quarter or an eighth of the size.
        picture.draft(None, size)
    try:
        load_whole(picture)
    except MemoryError:
        raise
    except Exception as error:  # Pillow's decoders raise whatever their formats make them raise.
        raise ImageRejectedError("broken") from error
    transposition = TRANSPOSITIONS.get(orientation(picture))
    result = _scale_in_strips(picture, size)
    # The memory of the whole is needed for what follows; Pillow has no other way to free it.
    picture.im = None  # type: ignore[assignment]
    result = result if transposition is None else result.transpose(transposition)
    result.info = {}
    return result


def scale_down(picture: Image.Image, longest: int) -> Image.Image:
    """A copy that is at most `longest` wide and high."""
    size = _fit_size(picture.size, longest)
    if size == picture.size:
        return picture.copy()
    return picture.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)


def pixel_hash(picture: Image.Image) -> str:
    """Equal for two files with the same pixels, whatever else they contain."""
    header = f"{picture.mode} {picture.size}".encode()
    return sha256(header + picture.tobytes()).hexdigest()


def _fit_size(size: tuple[int, int], longest: int) -> tuple[int, int]:
    smaller = min(1, longest / max(size))
    return max(1, round(size[0] * smaller)), max(1, round(size[1] * smaller))


def _scale_in_strips(picture: Image.Image, size: tuple[int, int]) -> Image.Image:
    """Scale down to `size`, in a mode of `to_working_mode`."""
    if picture.size == size:
        return to_working_mode(picture, picture).copy()
    strips = _strips(picture, size)
    top, strip = next(strips)
    result = Image.new(strip.mode, size)
    result.paste(strip, (0, top))
    for top, strip in strips:
        result.paste(strip, (0, top))
    return result


def _strips(picture: Image.Image, size: tuple[int, int]) -> Iterator[tuple[int, Image.Image]]:
    """Rows of the scaled image with the number of the first. Neighbours overlap before they are
    scaled, so that no seam shows."""
    width, height = size
    down = picture.height / height
    for top in range(0, height, STRIP_ROWS):
        bottom = min(height, top + STRIP_ROWS)
        first, last = max(0, top - STRIP_MARGIN), min(height, bottom + STRIP_MARGIN)
        rows = int(first * down), min(picture.height, ceil(last * down))
        strip = to_working_mode(picture.crop((0, rows[0], picture.width, rows[1])), picture)
        box = (0, first * down - rows[0], picture.width, min(last * down - rows[0], strip.height))
        target = (width, last - first)
        strip = strip.resize(target, Image.Resampling.LANCZOS, box=box, reducing_gap=3.0)
        yield top, strip.crop((0, top - first, width, bottom - first))


def to_working_mode(strip: Image.Image, picture: Image.Image) -> Image.Image:
    """Rows of an image as L, LA, RGB, RGBA or CMYK with 8 bits each."""
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


def _transparency(picture: Image.Image) -> Any:
    """The colour (or table) that a PNG declares transparent; None without one."""
    return (
        picture.info.get("transparency") if picture.mode in ("1", "L", "P", "RGB", "I;16") else None
    )


def _from_16_bits(strip: Image.Image, transparent: int | None) -> Image.Image:
    """Grey of 0..65535 as 0..255: white stays white, and everything between keeps its
    proportion."""
    wide = strip.convert("I")
    grey = wide.point(lambda value: value * (1 / 257) + 0.5).convert("L")
    if transparent is None:
        return grey
    seen = ImageMath.lambda_eval(lambda args: (args["wide"] != transparent) * 255, wide=wide)
    return Image.merge("LA", [grey, seen.convert("L")])


def to_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """RGB or RGBA in the colour space that browsers assume."""
    has_alpha = picture.mode in ("LA", "RGBA")
    colour = picture.convert(picture.mode[:-1]) if has_alpha else picture
    if profile:
        colour = _apply_profile(colour, profile)
    colour = colour.convert("RGB")
    if has_alpha:
        colour.putalpha(picture.getchannel("A"))
    colour.info = {}
    return colour


def _apply_profile(picture: Image.Image, profile: bytes) -> Image.Image:
    """Unchanged where the profile cannot be read or is of another colour space."""
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        space = source.profile.xcolor_space.strip()
        if picture.mode == "L" and space == "RGB":
            picture = picture.convert("RGB")
        if COLOUR_SPACES[picture.mode] != space:
            return picture
        target = ImageCms.createProfile("sRGB")
        return ImageCms.profileToProfile(picture, source, target, outputMode="RGB") or picture
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return picture

"""Pictures that are uploaded: told by decoding them, never by their name or their word."""

import secrets
from dataclasses import dataclass
from io import BytesIO
from math import ceil
from pathlib import PurePath

import pi_heif
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.deconstruct import deconstructible
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

MAX_MEGABYTES = 25
MAX_MEGAPIXELS = 40
FORMATS = ("JPEG", "PNG", "WEBP", "HEIF")

# Phones keep a second picture behind the first; that is no animation.
MAY_HOLD_PREVIEWS = ("MPO", "HEIF")

pi_heif.register_heif_opener()

MESSAGES = {
    "large": _(
        "This file is larger than {limit} MB. Save it with stronger compression or fewer pixels "
        "and upload it again."
    ),
    "unknown": _(
        "This is no picture that can be used here. Upload a JPEG, PNG, WebP or HEIC file; other "
        "kinds, such as SVG or PDF, must be saved as one of these first."
    ),
    "pixels": _(
        "This picture has {pixels} megapixels; up to {limit} can be used. Make it smaller and "
        "upload it again."
    ),
    "moving": _("Moving pictures cannot be used. Save one frame as JPEG and upload that."),
    "broken": _("This file is damaged or incomplete. Export or copy it anew and upload it again."),
}


@deconstructible
@dataclass
class random_name:  # noqa: N801 - used like the functions Django takes for `upload_to`
    """File names nobody can guess and no file system trips over: `photos/x3k…9.jpg`."""

    folder: str

    def __call__(self, _instance, filename: str) -> str:
        ending = PurePath(filename).suffix.lower()
        ending = ending if ending.isascii() and ending[1:].isalnum() else ""
        return f"{self.folder}/{secrets.token_hex(16)}{ending[:6]}"


def check(file) -> None:
    """Refuse an upload that is no picture, too large, moving or broken. For use as a validator.

    Raises ValidationError with a sentence that says what to do.
    """
    if not getattr(file, "_committed", False):
        decode(file)


def decode(file) -> Image.Image:
    """The pixels of an uploaded picture, turned upright. Raises ValidationError.

    The size is read from the header and refused before a single pixel is decoded.
    """
    if file.size > MAX_MEGABYTES * 1024 * 1024:
        raise _refusal("large", limit=MAX_MEGABYTES)
    file.seek(0)
    picture = _opened(file)
    pixels = picture.width * picture.height / 1_000_000
    if pixels > MAX_MEGAPIXELS:
        raise _refusal("pixels", pixels=ceil(pixels), limit=MAX_MEGAPIXELS)
    if picture.format not in MAY_HOLD_PREVIEWS and getattr(picture, "n_frames", 1) > 1:
        raise _refusal("moving")
    try:
        return ImageOps.exif_transpose(picture)
    except Exception as error:  # Pillow's decoders raise whatever their formats make them raise.
        raise _refusal("broken") from error
    finally:
        file.seek(0)


def bare(picture: Image.Image) -> Image.Image:
    """The pixels alone, RGB or RGBA in sRGB: no EXIF, place, comment, thumbnail, serial number."""
    mode = "RGBA" if picture.has_transparency_data else "RGB"
    if profile := picture.info.get("icc_profile"):
        picture = _in_srgb(picture, profile)
    pixels = picture.convert(mode)
    pixels.info = {}
    pixels.getexif().clear()
    return pixels


def logo(file, side: int) -> ContentFile:
    """A logo as it becomes public: a PNG of its pixels, at most `side` wide and high.

    Raises ValidationError when the file is no picture that can be used.
    """
    check(file)
    picture = bare(decode(file))
    picture.thumbnail((side, side))
    buffer = BytesIO()
    picture.save(buffer, "PNG", optimize=True)
    return ContentFile(buffer.getvalue(), name="logo.png")


def _in_srgb(picture: Image.Image, profile: bytes) -> Image.Image:
    """Colours as browsers take them; a profile that cannot be read counts as sRGB."""
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        mode = "RGBA" if picture.has_transparency_data else "RGB"
        return ImageCms.profileToProfile(
            picture, source, ImageCms.createProfile("sRGB"), outputMode=mode
        )
    except (ImageCms.PyCMSError, OSError, ValueError):
        return picture


def _opened(file) -> Image.Image:
    try:
        return Image.open(file, formats=FORMATS)
    except Image.DecompressionBombError as error:
        raise _refusal("pixels", pixels="180+", limit=MAX_MEGAPIXELS) from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise _refusal("unknown") from error


def _refusal(reason: str, **values) -> ValidationError:
    return ValidationError(str(MESSAGES[reason]).format(**values), code=reason)

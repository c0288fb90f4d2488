"""Pictures that are uploaded: told by decoding them, never by their name or their word.

Nothing here decodes them: `network.isolated.pictures` does, in a child process that may die.
"""

import secrets
from dataclasses import asdict, dataclass
from pathlib import PurePath

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.deconstruct import deconstructible
from django.utils.translation import gettext_lazy as _

from network import isolation

MESSAGES = {
    "large": _(
        "This file is larger than {limit} MB. Save it with stronger compression or fewer pixels "
        "and upload it again."
    ),
    "unknown": _(
        "This is no picture that can be used here. Upload a JPEG, PNG or WebP file; other kinds, "
        "such as SVG or PDF, must be saved as one of these first."
    ),
    "heic": _(
        "HEIC pictures cannot be read here. Set the phone's camera to “Most Compatible” (JPEG), or "
        "export this picture as JPEG and upload that."
    ),
    "pixels": _(
        "This picture has {pixels} megapixels; up to {limit} can be used. Make it smaller and "
        "upload it again."
    ),
    "small": _(
        "This picture is too small to be shown well: it has {width} × {height} pixels. Upload one "
        "whose longer side has at least {longer} and whose shorter side at least {shorter} pixels."
    ),
    "memory": _(
        "This picture takes too much memory to be opened. Save it with fewer pixels, or as a JPEG "
        "that is not progressive, and upload it again."
    ),
    "moving": _("Moving pictures cannot be used. Save one frame as JPEG and upload that."),
    "broken": _("This file is damaged or incomplete. Export or copy it anew and upload it again."),
    "busy": _("Many pictures are coming in at the moment. Try again in a minute."),
}


@dataclass(frozen=True)
class Limits:
    """What a sender may send: megabytes of the file, megapixels by format, least sides in pixels.

    `heic` says whether HEIC files may be decoded; that needs an extra library, too.
    """

    megabytes: int
    megapixels: dict[str, int]
    shorter: int = 1
    longer: int = 1
    heic: bool = False
    seconds: int = 40


# A child gets by with 400 MB: JPEG is decoded at a reduced size, the decoders of WebP and HEIC need
# several times the memory of the picture.
DESK_MEGAPIXELS = {"JPEG": 200, "PNG": 64, "WEBP": 20, "HEIF": 25, "other": 20}
# The smallest file of a card has 400 × 267 pixels: half of that is enlarged so much that it blurs.
DESK_PHOTO = Limits(40, DESK_MEGAPIXELS, shorter=160, longer=200, heic=True)
# What has been made a logo already was judged by its first file: scaling may have made it thin.
DESK = Limits(25, DESK_MEGAPIXELS, heic=True)
# Logos stand in boxes about 64 pixels high; word marks are wide and low.
DESK_LOGO = Limits(25, DESK_MEGAPIXELS, shorter=24, longer=64, heic=True)
STRANGERS_LOGO = Limits(5, {"other": 8}, shorter=24, longer=64, seconds=10)


@deconstructible
@dataclass
class random_name:  # noqa: N801 - used like the functions Django takes for `upload_to`
    """File names nobody can guess and no file system trips over: `photos/x3k…9.jpg`."""

    folder: str

    def __call__(self, _instance, filename: str) -> str:
        ending = PurePath(filename).suffix.lower()
        ending = ending if ending.isascii() and ending[1:].isalnum() else ""
        return f"{self.folder}/{secrets.token_hex(16)}{ending[:6]}"


def check(file, limits: Limits = DESK) -> None:
    """Refuse an upload that is no picture, too large or small, moving or broken: a validator.

    Raises ValidationError with a sentence that says what to do.
    """
    if not getattr(file, "_committed", False):
        decode("network.isolated.pictures.check", file, limits)


def checksum_of_photo(file) -> str:
    """Of the pixels, the same as of the renditions made of them. Raises ValidationError."""
    return decode("network.isolated.pictures.check", file, DESK_PHOTO).values["checksum"]


def check_photo(file) -> None:
    check(file, DESK_PHOTO)


def logo(file, side: int, limits: Limits = DESK_LOGO) -> ContentFile:
    """A logo as it becomes public: a PNG of its pixels, at most `side` wide and high.

    Raises ValidationError when the file is no picture that can be used.
    """
    result = decode("network.isolated.pictures.logo", file, limits, {"side": side})
    return ContentFile(result.parts[0].read(), name="logo.png")


def decode(task: str, file, limits: Limits, arguments: dict | None = None) -> isolation.Result:
    """Have a child work on a picture; every task of `network.isolated` for pictures is run here.

    Raises ValidationError with a sentence that says what to do, also when the child dies.
    """
    if file.size > limits.megabytes * 1024 * 1024:
        raise _refusal("large", limit=limits.megabytes)
    told = asdict(limits) | {"heic": limits.heic and settings.READ_HEIC}
    arguments = {"limits": told} | (arguments or {})
    try:
        result = isolation.run(task, file, arguments, seconds=limits.seconds)
    except isolation.BusyError as error:
        raise _refusal("busy") from error
    except isolation.IsolationError as error:
        raise _refusal("unknown") from error
    if reason := result.values.get("refused"):
        raise _refusal(reason, **result.values["values"])
    return result


def _refusal(reason: str, **values) -> ValidationError:
    return ValidationError(str(MESSAGES[reason]).format(**values), code=reason)

"""Uploaded images, recognised by decoding them, never by their name or content type.

Decoding happens in child processes (`cms.decoding.tasks.images.decoding`), which may crash.
"""

from dataclasses import asdict, dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils import formats
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from cms.decoding import sandbox
from cms.decoding.errors import BusyError, SandboxError
from cms.decoding.replies import TaskResult

MESSAGES = {
    "large": _(
        "This file is larger than {limit} MB. Save it with stronger compression or fewer pixels "
        "and upload it again."
    ),
    "unknown": _(
        "This picture cannot be used here. Upload a JPEG, PNG or WebP file; other kinds, such as "
        "SVG or PDF, must be saved as one of these first."
    ),
    "heic": _(
        "HEIC pictures cannot be read here. Set the phone’s camera to “Most Compatible” (JPEG), or"
        " export this picture as JPEG and upload that."
    ),
    "pixels": _(
        "This picture has {pixels}; up to {limit} can be used. Make it smaller and upload it again."
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
    "broken": _("This file is damaged or incomplete. Export or copy it again and upload that."),
    "busy": _("Many pictures are coming in at the moment. Try again in a minute."),
}


@dataclass(frozen=True)
class ImageLimits:
    """What may be uploaded: megabytes of the file, megapixels by format, shortest sides in pixels.

    `heic`: whether HEIC files may be decoded, which needs an extra library.
    """

    megabytes: int
    megapixels: dict[str, int]
    shorter: int = 1
    longer: int = 1
    heic: bool = False
    seconds: int = 40

    @property
    def megapixels_of_any_format(self) -> int:
        """For a format without a limit of its own."""
        return self.megapixels["other"]


# A child has 400 MB of memory: JPEG is decoded at a reduced size, decoders of WebP and HEIC need
# several times the size of the image.
STAFF_MEGAPIXELS = {"JPEG": 200, "PNG": 64, "WEBP": 20, "HEIF": 25, "other": 20}
# The smallest rendition for cards is 400 × 267 pixels: an image half that size is blurred when
# enlarged.
LIMITS_OF_STAFF_PHOTO = ImageLimits(40, STAFF_MEGAPIXELS, shorter=160, longer=200, heic=True)
# Existing logos were checked when they were uploaded: scaling may have made them narrow.
LIMITS_OF_STAFF_IMAGE = ImageLimits(25, STAFF_MEGAPIXELS, heic=True)
# Logos are shown about 64 pixels high; word marks are wide and low.
LIMITS_OF_STAFF_LOGO = ImageLimits(25, STAFF_MEGAPIXELS, shorter=24, longer=64, heic=True)
LIMITS_OF_APPLICANT_LOGO = ImageLimits(5, {"other": 8}, shorter=24, longer=64, seconds=10)


def validate_image(file: Any, limits: ImageLimits = LIMITS_OF_STAFF_IMAGE) -> None:
    """A validator for uploads. Raises ValidationError with a sentence that says what to do."""
    if not getattr(file, "_committed", False):
        run_image_task("cms.decoding.tasks.images.decoding.check_image", file, limits)


def photo_pixel_hash(file: Any) -> str:
    """Hash of the pixels, equal to that of the renditions. Raises ValidationError."""
    return run_image_task(
        "cms.decoding.tasks.images.decoding.check_image", file, LIMITS_OF_STAFF_PHOTO
    ).values["pixel_hash"]


def validate_photo(file: Any) -> None:
    validate_image(file, LIMITS_OF_STAFF_PHOTO)


def make_logo(file: Any, side: int, limits: ImageLimits = LIMITS_OF_STAFF_LOGO) -> ContentFile:
    """The public file of a logo: a PNG, at most `side` pixels wide and high. Raises ValidationError
    for an unusable image."""
    result = run_image_task(
        "cms.decoding.tasks.images.decoding.render_logo", file, limits, {"side": side}
    )
    return ContentFile(result.files[0].read(), name="logo.png")


def run_image_task(
    task: str, file: Any, limits: ImageLimits, arguments: dict | None = None
) -> TaskResult:
    """Run a task of `cms.decoding.tasks` on an image in a child process.

    Raises ValidationError with a sentence that says what to do, also when the child dies.
    """
    if file.size > limits.megabytes * 1024 * 1024:
        raise _error("large", limit=limits.megabytes)
    limits_for_task = asdict(limits) | {"heic": limits.heic and settings.READ_HEIC}
    arguments = {"limits": limits_for_task} | (arguments or {})
    try:
        result = sandbox.run_task(task, file, arguments, seconds=limits.seconds)
    except BusyError as error:
        raise _error("busy") from error
    except SandboxError as error:
        raise _error("unknown") from error
    if reason := result.values.get("rejected"):
        raise _error(reason, **result.values["values"])
    return result


def megapixels_text(megapixels: int) -> str:
    """“8 megapixels”; Korean counts pixels in ten thousands, as 800만 화소."""
    unit = int(pgettext("how many pixels the unit of the next text stands for", "1000000"))
    number = formats.number_format(megapixels * 1_000_000 // unit, force_grouping=True)
    return gettext("{number} megapixels").format(number=number)


def _error(reason: str, **values: Any) -> ValidationError:
    if reason == "pixels":
        values = {name: megapixels_text(number) for name, number in values.items()}
    return ValidationError(str(MESSAGES[reason]).format(**values), code=reason)

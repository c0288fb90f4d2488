"""Renders the files that pages show from an image file, in a decoder process.

The process runs `cms.decoding.tasks.images.renditions`. Nothing is stored here.
"""

from base64 import b64encode
from dataclasses import dataclass
from typing import BinaryIO

from django.core.files.base import File
from django.utils.html import strip_tags
from django.utils.translation import override

from cms.decoding.sandbox import TaskResult
from cms.files import images
from cms.i18n import languages
from photos.files.embedded_credits import EmbeddedCredits
from photos.files.suggestions import suggest_fields
from photos.models import Photo


@dataclass
class Renditions:
    """What the decoder process rendered. `rendition_storage.store` saves the temporary files."""

    width: int
    height: int
    # Equal for two files of the same picture.
    pixel_hash: str
    # Texts that the metadata of the file suggest for fields of the photo.
    suggestions: dict[str, str]
    # Widths (px) by shape: `{"whole": [480, 800], "card": [400]}`.
    widths: dict[str, list[int]]
    files: dict[str, BinaryIO]


def render(photo: Photo, image_file: File) -> Renditions:
    """Render all files of a photo, with its credits and its focus.

    Raises ValidationError when the file is no usable image.
    """
    result = _run("render", photo, image_file)
    width, height = result.values["size"]
    return Renditions(
        width=width,
        height=height,
        pixel_hash=result.values["checksum"],
        suggestions=suggest_fields(result.values["suggestions"]),
        widths=result.values["widths"],
        files=_files_by_name(result),
    )


def render_press_file(photo: Photo, image_file: File) -> BinaryIO:
    """Render only the large file for newsrooms. Raises ValidationError like `render`."""
    return _files_by_name(_run("render_press", photo, image_file))["press.jpg"]


def credits_for(photo: Photo) -> EmbeddedCredits:
    credits, rights = [], {}
    for code in languages.codes():
        with override(code):
            credits.append(strip_tags(photo.credit_line()))
            rights[code] = f"{strip_tags(photo.credit_line())}. {photo.get_licence_display()}"
    creator = " / ".join(photo.photographer.names()) if photo.photographer else ""
    return EmbeddedCredits(creator, " / ".join(dict.fromkeys(credits)), rights)


def _run(task: str, photo: Photo, image_file: File) -> TaskResult:
    credits = credits_for(photo)
    task_options = {
        "focus": [photo.focus_x, photo.focus_y],
        "is_person_portrait": photo.is_person_portrait,
        "press": photo.is_offered_to_press(),
        "packet": b64encode(credits.xmp_packet()).decode(),
        "iptc": b64encode(credits.iptc_segment()).decode(),
    }
    path = f"cms.decoding.tasks.images.renditions.{task}"
    return images.run_image_task(path, image_file, images.STAFF_PHOTO, {"plan": task_options})


def _files_by_name(result: TaskResult) -> dict[str, BinaryIO]:
    return dict(zip(result.values["files"], result.parts, strict=True))

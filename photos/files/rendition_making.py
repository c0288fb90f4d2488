"""Makes the renditions of a photo, the files that pages show, in a decoder process.

The process runs `cms.decoding.tasks.images.rendition_encoding`, or
`cms.decoding.tasks.share_cards.card_layout` for another credit in the picture for
shared links. Nothing is stored here.
"""

from base64 import b64encode
from dataclasses import dataclass
from hashlib import sha256
from typing import BinaryIO

from django.core.files.base import File
from django.utils.html import strip_tags
from django.utils.translation import override

from cms.decoding.replies import TaskResult
from cms.decoding.sandbox import run_task
from cms.files import images
from cms.i18n import languages
from cms.publishing.structured_data import strip_markup
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
    # Names of files by language, as `Photo.share_cards` has them.
    share_cards: dict[str, str]
    files: dict[str, BinaryIO]


def make_renditions(photo: Photo, image_file: File) -> Renditions:
    """Render all files of a photo, with its credits and its focus.

    Raises ValidationError when the file is no usable image.
    """
    result = _run("encode_renditions", photo, image_file)
    width, height = result.values["size"]
    files = _files_by_name(result)
    return Renditions(
        width=width,
        height=height,
        pixel_hash=result.values["pixel_hash"],
        suggestions=suggest_fields(result.values["suggestions"]),
        widths=result.values["widths"],
        share_cards=_drawn(share_card_credits(photo), files),
        files=files,
    )


def make_press_file(photo: Photo, image_file: File) -> BinaryIO:
    """Render only the large file for newsrooms. Raises ValidationError like `make_renditions`."""
    return _files_by_name(_run("encode_press_file", photo, image_file))["press.jpg"]


def draw_share_cards(photo: Photo, share_picture: bytes) -> tuple[dict[str, str], dict]:
    """Draw the credits into the picture for shared links. Returns `Photo.share_cards` and the
    files. Raises SandboxError.
    """
    credits = share_card_credits(photo)
    task = "cms.decoding.tasks.share_cards.card_layout.draw_credits_on_photo"
    options = _embedded(photo) | {"share_cards": _texts_by_file(credits)}
    files = _files_by_name(run_task(task, share_picture, {"options": options}))
    return _drawn(credits, files), files


def share_card_credits(photo: Photo) -> dict[str, str]:
    """The credit by language."""
    credits = {}
    for code in languages.codes():
        with override(code):
            credits[code] = strip_markup(photo.credit_line())
    return {code: credit for code, credit in credits.items() if credit}


def share_card_name(credit: str) -> str:
    """Another credit gives another name, so that no cache shows the old one."""
    return f"share-{sha256(credit.encode()).hexdigest()[:12]}.jpg"


def _texts_by_file(credits: dict[str, str]) -> dict[str, str]:
    return {share_card_name(credit): credit for credit in credits.values()}


def _drawn(credits: dict[str, str], files: dict[str, BinaryIO]) -> dict[str, str]:
    """The names of the files that were drawn, by language."""
    names = {code: share_card_name(credit) for code, credit in credits.items()}
    return {code: name for code, name in names.items() if name in files}


def credits_for(photo: Photo) -> EmbeddedCredits:
    credits, rights = [], {}
    for code in languages.codes():
        with override(code):
            credits.append(strip_tags(photo.credit_line()))
            rights[code] = f"{strip_tags(photo.credit_line())}. {photo.get_licence_display()}"
    creator = " / ".join(photo.photographer.names()) if photo.photographer else ""
    return EmbeddedCredits(creator, " / ".join(dict.fromkeys(credits)), rights)


def _run(task: str, photo: Photo, image_file: File) -> TaskResult:
    options = {
        "focus": [photo.focus_x, photo.focus_y],
        "is_person_portrait": photo.is_person_portrait,
        "press": photo.is_press_photo(),
        "share_cards": _texts_by_file(share_card_credits(photo)),
        **_embedded(photo),
    }
    path = f"cms.decoding.tasks.images.rendition_encoding.{task}"
    return images.run_image_task(
        path, image_file, images.LIMITS_OF_STAFF_PHOTO, {"options": options}
    )


def _embedded(photo: Photo) -> dict[str, str]:
    credits = credits_for(photo)
    return {
        "packet": b64encode(credits.xmp_packet()).decode(),
        "iptc": b64encode(credits.iptc_segment()).decode(),
    }


def _files_by_name(result: TaskResult) -> dict[str, BinaryIO]:
    return dict(zip(result.values["files"], result.files, strict=True))

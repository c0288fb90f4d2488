"""Duplicate photos: recognised by the hash of the file and by the hash of its pixels."""

from hashlib import sha256

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db.models import Q
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from cms.files import images
from photos.limits_and_periods import HASH_BATCH_SIZE
from photos.models import Photo

# In place of the hash of an original that is gone or damaged.
UNREADABLE = "unreadable"


class DuplicatePhotoError(ValidationError):
    def __init__(self, photo: Photo) -> None:
        self.photo = photo
        message = _(
            "This picture is in the library already: {photo}. Use that one, or choose to upload it "
            "anyway."
        )
        super().__init__(format_html(message, photo=change_link(photo)), code="duplicate")


def raise_if_duplicate(photo: Photo, file_hash: str, pixel_hash: str = "") -> None:
    """Raises DuplicatePhotoError when a photo other than `photo` has one of these hashes."""
    is_same = Q(file_hash=file_hash)
    if pixel_hash:
        is_same |= Q(pixel_hash=pixel_hash)
    if existing := Photo.objects.filter(is_same).exclude(pk=photo.pk).order_by("pk").first():
        raise DuplicatePhotoError(existing)


def file_hash(file: File) -> str:
    """Returns the SHA-256 of an open file and rewinds the file."""
    digest = sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()


def count_photos_without_hash() -> int:
    return Photo.objects.filter(file_hash="").count()


def compute_missing_hashes() -> int:
    """Returns the number of photos that were hashed."""
    photos = Photo.objects.filter(file_hash="")[:HASH_BATCH_SIZE]
    for photo in photos:
        try:
            with photo.original.open("rb") as original:
                hashes = {
                    "file_hash": file_hash(original),
                    "pixel_hash": images.photo_pixel_hash(original),
                }
        except (OSError, ValidationError) as error:
            if getattr(error, "code", "") == "busy":
                # All decoder processes are rendering uploads: the next run continues.
                break
            hashes = {"file_hash": UNREADABLE}
        Photo.objects.filter(pk=photo.pk).update(**hashes)
    return len(photos)


def change_url(photo: Photo) -> str:
    return reverse("admin:photos_photo_change", args=[photo.pk])


def change_link(photo: Photo) -> SafeString:
    return format_html('<a href="{}">{}</a>', change_url(photo), photo)

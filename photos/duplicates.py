"""The same picture sent twice: noticed by the bytes of its file and by its pixels."""

from hashlib import file_digest, sha256

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from photos.models import Photo

SAME = _(
    "This picture is in the library already: {photo}. Use that one, or choose to keep it twice."
)


class SamePhotoError(ValidationError):
    """The library holds the picture already, as `photo`."""

    def __init__(self, photo: Photo):
        self.photo = photo
        super().__init__(format_html(SAME, photo=link(photo)), code="same")


def refuse(photo: Photo) -> None:
    """Raises SamePhotoError when another photo has the bytes or the pixels of this one."""
    same = Q()
    if photo.file_hash:
        same |= Q(file_hash=photo.file_hash)
    if photo.pixel_hash:
        same |= Q(pixel_hash=photo.pixel_hash)
    known = Photo.objects.filter(same).exclude(pk=photo.pk).order_by("pk").first() if same else None
    if known:
        raise SamePhotoError(known)


def hash_of(file) -> str:
    """SHA-256 of an open file, which is at its beginning again afterwards."""
    file.seek(0)
    if hasattr(file, "chunks"):
        digest = sha256()
        for chunk in file.chunks():
            digest.update(chunk)
    else:
        digest = file_digest(file, "sha256")
    file.seek(0)
    return digest.hexdigest()


def address(photo: Photo) -> str:
    """Where the photo that is there is looked at."""
    return reverse("admin:photos_photo_change", args=[photo.pk])


def link(photo: Photo) -> str:
    return format_html('<a href="{}">{}</a>', address(photo), photo)

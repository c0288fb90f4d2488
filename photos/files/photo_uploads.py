"""Makes a photo of an uploaded file in three steps, each in its own module:

`photos.files.duplicates` refuses a duplicate, `photos.files.rendition_making` makes the renditions
in a decoder process, and `photos.files.rendition_storage` stores them with the photo.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256

from django.core.files.base import File
from django.db import IntegrityError, transaction

from cms.validators import national_id_numbers
from photos.files import duplicates, rendition_making, rendition_storage
from photos.models import Photo


@dataclass
class RenderedUpload:
    """A usable file with its renditions: it is decoded once."""

    file: File
    file_hash: str
    renditions: rendition_making.Renditions


def render_upload(photo: Photo, file: File) -> RenderedUpload:
    """Render a file with the credits of a photo. Nothing is stored yet, and no transaction is open
    while the decoder process runs.

    Raises ValidationError when the file is no usable image, DuplicatePhotoError when
    `photo.enforce_unique` and the library holds the picture.
    """
    file_hash = duplicates.file_hash(file)
    if photo.enforce_unique:
        # Before the work of rendering.
        duplicates.raise_if_duplicate(photo, file_hash)
    renditions = rendition_making.make_renditions(photo, file)
    if photo.enforce_unique:
        duplicates.raise_if_duplicate(photo, file_hash, renditions.pixel_hash)
    return RenderedUpload(file, file_hash, renditions)


def get_or_add_photo(
    photo: Photo, file: File, *, idempotency_key: str = "", allow_duplicate: bool = False
) -> Photo:
    """Add the photo of an upload, or return the one that the same request has added: a browser
    repeats a request when the response was lost.

    Raises ValidationError and DuplicatePhotoError like `render_upload`.
    """
    photo.idempotency_hash = _idempotency_hash(idempotency_key, file)
    if existing := _find_by_hash(photo.idempotency_hash):
        return existing
    photo.enforce_unique = not allow_duplicate
    try:
        add_photo(photo, render_upload(photo, file))
    except (IntegrityError, duplicates.DuplicatePhotoError):
        # The same request, sent again, may have been faster.
        if existing := _find_by_hash(photo.idempotency_hash):
            return existing
        raise
    return photo


def _idempotency_hash(idempotency_key: str, file: File) -> str | None:
    """Includes the hash of the file: a page to which a browser goes back sends the same key,
    perhaps with another file."""
    if not idempotency_key:
        return None
    return sha256(f"{idempotency_key} {duplicates.file_hash(file)}".encode()).hexdigest()


def _find_by_hash(idempotency_hash: str | None) -> Photo | None:
    photos = Photo.objects.select_related("photographer")
    return photos.filter(idempotency_hash=idempotency_hash).first() if idempotency_hash else None


def add_photo(photo: Photo, upload: RenderedUpload) -> None:
    """Save a new photo with its files. Raises DuplicatePhotoError when `photo.enforce_unique` and
    another upload of the picture was faster."""
    photo.suggestions = upload.renditions.suggestions
    try:
        _save(photo, upload)
    except IntegrityError:
        duplicates.raise_if_duplicate(photo, photo.file_hash, photo.pixel_hash)
        raise


def replace_file(photo: Photo, upload: RenderedUpload) -> None:
    old = Photo.objects.get(pk=photo.pk).original.name
    # Somebody chose this picture for this photo, so a duplicate is allowed.
    photo.enforce_unique = False
    with transaction.atomic():
        _save(photo, upload)
        transaction.on_commit(lambda: rendition_storage.delete_original(old))


@transaction.atomic
def _save(photo: Photo, upload: RenderedUpload) -> None:
    name, renditions = upload.file.name or "", upload.renditions
    photo.file_name = national_id_numbers.mask_file_name(name)[-200:]
    photo.file_hash, photo.pixel_hash = upload.file_hash, renditions.pixel_hash
    photo.width, photo.height = renditions.width, renditions.height
    with _files_deleted_on_error(photo):
        photo.original.save(name, upload.file, save=False)
        photo.save()
        rendition_storage.store(photo, renditions)


@contextmanager
def _files_deleted_on_error(photo: Photo) -> Iterator[None]:
    """When saving a photo fails, delete the files written for it; its old files stay."""
    original, token, is_new = photo.original.name, photo.folder_token, photo._state.adding
    try:
        yield
    except Exception:
        if photo.original.name != original:
            rendition_storage.delete_original(photo.original.name)
        if photo.folder_token != token:
            rendition_storage.delete_folders(photo.folder_token)
        if is_new and photo.pk:
            rendition_storage.delete_private_files(photo)
        raise

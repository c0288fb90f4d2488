"""What is done with photos: take in, replace, withdraw, restore, credit.

Each verb is one transaction; files follow when it stands.
"""

from django.core.files.uploadedfile import UploadedFile
from django.db import models, transaction
from django.utils import timezone

from network import languages
from photos import darkroom, metadata
from photos.models import Photo, Photographer


@transaction.atomic
def take_in(upload: UploadedFile, **words) -> Photo:
    """A new photo from an uploaded file, developed and with its suggestions noted.

    Raises ValidationError when the file is no picture that can be used.
    """
    photo = Photo(original=upload, file_name=upload.name[-200:], **words)
    picture = darkroom.receive(photo)
    photo.suggestions = metadata.suggestions_of(upload)
    photo.save()
    darkroom.develop(photo, picture)
    return photo


@transaction.atomic
def replace(photo: Photo, upload: UploadedFile) -> None:
    """Another file for the same photo: every page that shows it shows the new one.

    Raises ValidationError when the file is no picture that can be used.
    """
    old = photo.original.name
    photo.original = upload
    photo.file_name = upload.name[-200:]
    picture = darkroom.receive(photo)
    photo.save()
    darkroom.develop(photo, picture)
    transaction.on_commit(lambda: photo.original.storage.delete(old))


@transaction.atomic
def withdraw(photo: Photo) -> None:
    """Take a photo off every page at once. Pages close up where it stood; it can be undone."""
    _set_withdrawn(photo, timezone.now())


@transaction.atomic
def restore(photo: Photo) -> None:
    """Undo a withdrawal: the photo stands again wherever it stood."""
    _set_withdrawn(photo, None)


def _set_withdrawn(photo: Photo, moment) -> None:
    photo.withdrawn_at = moment
    photo.save(update_fields=["withdrawn_at"])
    transaction.on_commit(lambda: darkroom.place(photo))


@transaction.atomic
def lend_credit(photos: list[Photo], credit: dict[str, str]) -> None:
    """Give a credit (language code -> words) to those of the photos that have none."""
    for photo in photos:
        if photo.credit_line():
            continue
        for code, words in credit.items():
            setattr(photo, languages.column("credit_override", code), words)
        photo.save()
        darkroom.refresh(photo)


def sign_anew(photographer: Photographer) -> None:
    """After a correction of a name: the files of all photos say it as the pages already do."""
    for photo in photographer.photos.select_related("photographer"):
        darkroom.refresh(photo)


def uses(photo: Photo) -> list[models.Model]:
    """The items whose pages show a photo, each once. Every relation to Photo answers `used_on`."""
    found = {}
    for relation in Photo._meta.related_objects:
        if relation.many_to_many:
            continue
        for user in getattr(photo, relation.get_accessor_name()).all():
            item = user.used_on()
            found[item._meta.label, item.pk] = item
    return list(found.values())

"""Hanging photos in a gallery: their order, and the credit that is lent to those without one."""

from django.db import transaction

from network import languages
from news.models import GalleryBlock, GalleryPhoto
from photos import library
from photos.models import Photo


@transaction.atomic
def hang(gallery: GalleryBlock, photos: list[Photo]) -> None:
    """Let a gallery show these photos in this order; who has no credit gets the gallery's."""
    gallery.places.all().delete()
    GalleryPhoto.objects.bulk_create(
        GalleryPhoto(gallery=gallery, photo=photo, order=order)
        for order, photo in enumerate(photos)
    )
    library.lend_credit(photos, credit_of(gallery))


def credit_of(gallery: GalleryBlock) -> dict[str, str]:
    """The credit a gallery lends. Shape: language code -> words."""
    columns = {code: languages.column("default_credit", code) for code in languages.codes()}
    credit = {code: getattr(gallery, column) for code, column in columns.items()}
    return {code: words for code, words in credit.items() if words}

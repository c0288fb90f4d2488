from django.db import transaction

from cms.i18n import languages
from news.models import GalleryBlock, GalleryPhoto
from photos import actions
from photos.models import Photo


@transaction.atomic
def set_photos(gallery: GalleryBlock, photos: list[Photo]) -> None:
    """Replaces the photos. A photo without a credit gets the default credit of the gallery."""
    gallery.gallery_photos.all().delete()
    GalleryPhoto.objects.bulk_create(
        GalleryPhoto(gallery=gallery, photo=photo, order=order)
        for order, photo in enumerate(photos)
    )
    actions.add_missing_credits(photos, default_credit(gallery))


def default_credit(gallery: GalleryBlock) -> dict[str, str]:
    columns = {code: languages.field_name("default_credit", code) for code in languages.codes()}
    credit = {code: getattr(gallery, column) for code, column in columns.items()}
    return {code: words for code, words in credit.items() if words}

"""What does not come back with an older version of an item."""

from django.db.models import Model

from photos.models import Photo

UNRECORDED_FIELDS: dict[type[Model], set[str]] = {}


def is_withheld(item: Model) -> bool:
    return isinstance(item, Photo) and item.is_withheld()


def is_withheld_text(text: str) -> bool:
    return False

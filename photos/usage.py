"""Where photos are used: by the items whose relation protects a photo from deletion."""

from django.db import models
from django.db.models import Exists, OuterRef, Q

from photos.models import Photo


def items_using(photo: Photo) -> list[models.Model]:
    """Returns the items whose pages show a photo, each once.

    Every model with a protected relation to Photo has `item_showing_photo()`: the item whose page
    shows the photo, which is the instance itself or the item that a block or a row belongs to.
    """
    items = {}
    for relation in _relations():
        for related in getattr(photo, relation.get_accessor_name()).all():
            item = related.item_showing_photo()
            items[item._meta.label, item.pk] = item
    return list(items.values())


def is_used() -> Q:
    """A condition for querysets of photos, so that a list needs no query per photo."""
    condition = Q()
    for relation in _relations():
        related = relation.related_model._base_manager.filter(
            **{relation.field.name: OuterRef("pk")}
        )
        condition |= Q(Exists(related))
    return condition


def _relations() -> list:
    relations = Photo._meta.related_objects
    return [relation for relation in relations if relation.on_delete is models.PROTECT]

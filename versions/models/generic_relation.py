from collections.abc import Iterable
from typing import Self, TypeVar

from django.contrib.contenttypes.models import ContentType
from django.db import models

M = TypeVar("M", bound=models.Model)


class GenericRelationQuerySet(models.QuerySet[M]):
    """Of models that refer to an item of any model by `content_type` and `object_id`."""

    def for_item(self, item: models.Model) -> Self:
        return self.for_model(type(item)).filter(object_id=item.pk)

    def for_pks(self, model: type[models.Model], pks: Iterable[int]) -> Self:
        return self.for_model(model).filter(object_id__in=pks)

    def for_model(self, model: type[models.Model]) -> Self:
        return self.filter(content_type=ContentType.objects.get_for_model(model))

from collections.abc import Iterable
from typing import Self, TypeVar

from django.contrib.contenttypes.models import ContentType
from django.db import models

M = TypeVar("M", bound=models.Model)


class AboutItemQuerySet(models.QuerySet[M]):
    """Of models that say something about an item of any model, by `content_type` and
    `object_id`."""

    def of(self, item: models.Model) -> Self:
        return self.of_model(type(item)).filter(object_id=item.pk)

    def of_pks(self, model: type[models.Model], pks: Iterable[int]) -> Self:
        return self.of_model(model).filter(object_id__in=pks)

    def of_model(self, model: type[models.Model]) -> Self:
        return self.filter(content_type=ContentType.objects.get_for_model(model))

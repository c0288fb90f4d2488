"""Erases versions: those of an item that is gone, and a person's names in those of other items."""

import re
from collections.abc import Iterable, Iterator

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Exists, OuterRef, Q, TextField
from django.db.models.functions import Cast

from versions.models import Version, VersionQuerySet

# In place of a name that was erased.
ERASED = "[…]"


def erase_versions_of(*items: models.Model) -> None:
    for item in items:
        Version.objects.of(item).delete()


def versions_containing(texts: Iterable[str]) -> VersionQuerySet:
    """The versions in which one of the texts stands, in whatever case."""
    condition = Q()
    for text in texts:
        condition |= Q(text__icontains=text)
    if not condition:
        return Version.objects.none()
    versions = Version.objects.annotate(text=Cast("data", TextField()))
    return versions.filter(condition)


def replace_in_versions(versions: Iterable[Version], pattern: re.Pattern[str]) -> None:
    for version in versions:
        version.data = {path: _replaced(value, pattern) for path, value in version.data.items()}
        version.save(update_fields=["data"])


def _replaced(value: object, pattern: re.Pattern[str]) -> object:
    if isinstance(value, list):
        return [_replaced(one, pattern) for one in value]
    return pattern.sub(ERASED, value) if isinstance(value, str) else value


def count_versions_of_deleted_items() -> int:
    return sum(versions.count() for versions in _versions_of_deleted_items())


def erase_versions_of_deleted_items() -> int:
    """Items are also deleted by other ways than their form."""
    return sum(versions.delete()[0] for versions in _versions_of_deleted_items())


def _versions_of_deleted_items() -> Iterator[VersionQuerySet]:
    used = Version.objects.order_by().values("content_type").distinct()
    for content_type in ContentType.objects.filter(pk__in=used):
        versions = Version.objects.filter(content_type=content_type)
        if model := content_type.model_class():
            items = model._base_manager.filter(pk=OuterRef("object_id"))
            versions = versions.filter(~Exists(items))
        yield versions

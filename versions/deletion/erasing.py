"""Erases what is stored about deleted items, and redacts names of people in versions of others."""

import re
from collections.abc import Iterable, Iterator
from functools import partial

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Exists, OuterRef, Q, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from cms.text import rich_text
from versions import pending_changes
from versions.comparison.form_schemas import path_language
from versions.models import (
    PendingChanges,
    TranslationPair,
    TrashedItem,
    UnneededTranslation,
    Version,
    VersionQuerySet,
    WorkingCopy,
)

# They refer to an item by content type and primary key, and are deleted with it.
MODELS_ABOUT_ITEMS: tuple[type[models.Model], ...] = (
    Version,
    TranslationPair,
    UnneededTranslation,
    WorkingCopy,
    PendingChanges,
)

# In place of a name that was erased.
REDACTED = "[…]"


def erase_records_about(*items: models.Model) -> None:
    """Deletes all `MODELS_ABOUT_ITEMS` of items."""
    for item in items:
        erase_records_about_pk(type(item), item.pk)


def erase_records_about_pk(model: type[models.Model], pk: int) -> None:
    content_type = ContentType.objects.get_for_model(model)
    for model_about_items in MODELS_ABOUT_ITEMS:
        model_about_items._default_manager.filter(content_type=content_type, object_id=pk).delete()


def versions_containing(texts: Iterable[str]) -> VersionQuerySet:
    """The versions that contain one of the texts, ignoring case."""
    condition = Q()
    for text in texts:
        condition |= Q(text__icontains=text)
    if not condition:
        return Version.objects.none()
    versions = Version.objects.annotate(text=Cast("values_or_delta", TextField()))
    return versions.filter(condition)


def redact_versions(versions: Iterable[Version], pattern: re.Pattern[str]) -> None:
    for version in versions:
        version.values_or_delta = {
            path: redact(value, pattern) for path, value in version.values_or_delta.items()
        }
        version.save(update_fields=["values_or_delta"])


def redact(value: object, pattern: re.Pattern[str]) -> object:
    if isinstance(value, list):
        return [redact(text, pattern) for text in value]
    if not isinstance(value, str):
        return value
    text = pattern.sub(REDACTED, value)
    # A name may be written with emphasis in its middle.
    return REDACTED if pattern.search(rich_text.to_plain_text(text)) else text


def redact_pending_changes(pattern: re.Pattern[str]) -> None:
    """Decrypts all of them; there are few."""
    for pending in pending_changes_containing(pattern):
        pending.changes = {
            path: redact(values, pattern) for path, values in pending.changes.items()
        }
        pending.failure = pattern.sub(REDACTED, pending.failure)
        if pending.publish_at:
            # An editor must read the redacted sentences before they are published.
            pending.publish_at, pending.publish_language = None, ""
            pending.failure = _("A name was erased from these changes. Read them through.")
        pending.save(update_fields=["changes", "failure", "publish_at", "publish_language"])


def pending_changes_containing(pattern: re.Pattern[str]) -> list[PendingChanges]:
    return [
        pending for pending in PendingChanges.objects.all() if pattern.search(pending.plain_text())
    ]


def erase_inline_form(formset_name: str, pk: int) -> None:
    """Erases one, such as that of a person in the formset "people", from versions and pending
    changes of all items."""
    begin = f"{formset_name}/{pk}/"
    for pending in PendingChanges.objects.select_related("content_type"):
        rest = {
            path: values for path, values in pending.changes.items() if not path.startswith(begin)
        }
        if len(rest) != len(pending.changes):
            model = pending.content_type.model_class()
            pending_changes.keep_only(pending, rest, partial(path_language, model))
    for version in versions_containing([f'"{begin}']):
        version.values_or_delta = {
            path: value
            for path, value in version.values_or_delta.items()
            if not path.startswith(begin)
        }
        version.save(update_fields=["values_or_delta"])


def count_records_about_deleted_items() -> int:
    return sum(found.count() for found in querysets_of_deleted_items(MODELS_ABOUT_ITEMS))


def erase_records_about_deleted_items() -> int:
    """Items are also deleted in other ways than in the admin."""
    return sum(found.delete()[0] for found in querysets_of_deleted_items(MODELS_ABOUT_ITEMS))


def querysets_of_deleted_items(
    models_about_items: Iterable[type[models.Model]],
) -> Iterator[models.QuerySet]:
    """The instances that refer to deleted items, one queryset for a model and content type."""
    for model in models_about_items:
        of_items = model._default_manager.exclude(object_id=None)
        content_type_ids = of_items.order_by().values("content_type").distinct()
        for content_type in ContentType.objects.filter(pk__in=content_type_ids):
            yield of_items.filter(_has_no_item(content_type), content_type=content_type)


def _has_no_item(content_type: ContentType) -> Q:
    """Also true for a model that no longer exists; not for items in the trash."""
    model = content_type.model_class()
    if model is None:
        return Q()
    in_trash = TrashedItem.objects.filter(
        content_type=content_type, object_id=OuterRef("object_id")
    )
    return Q(~Exists(model._base_manager.filter(pk=OuterRef("object_id"))), ~Exists(in_trash))

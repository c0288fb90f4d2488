"""The items to which rows refer by content type and primary key."""

from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model


def find_items(rows: Iterable[Any]) -> dict[tuple[int, int], Model]:
    """By content type and key, a query a kind of items; those that were deleted are left out.
    `rows` have their `content_type` loaded."""
    keys_by_kind: dict[ContentType, set[int]] = {}
    for row in rows:
        keys_by_kind.setdefault(row.content_type, set()).add(row.object_id)
    found: dict[tuple[int, int], Model] = {}
    for kind, keys in keys_by_kind.items():
        model = kind.model_class()
        stored = model._base_manager.in_bulk(keys) if model else {}
        found |= {(kind.pk, key): item for key, item in stored.items()}
    return found

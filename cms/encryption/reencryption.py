"""Writes every encrypted text with the first key, after which older keys can be removed."""

from django.apps import apps
from django.db import models, transaction

from cms.encryption.fields import is_encrypted


def encrypted_fields() -> dict[type[models.Model], list[str]]:
    """The models with encrypted fields, and the names of these fields."""
    found = {
        model: [field.name for field in model._meta.concrete_fields if is_encrypted(field)]
        for model in apps.get_models()
    }
    return {model: names for model, names in found.items() if names}


def reencrypt_texts() -> int:
    """Returns the number of rows."""
    written = 0
    for model, names in encrypted_fields().items():
        # Not the model's own manager: for translated models it substitutes column names.
        rows: models.QuerySet[models.Model] = models.QuerySet(model)
        for pk in rows.order_by("pk").values_list("pk", flat=True):
            with transaction.atomic():
                row = rows.filter(pk=pk)
                stored = row.select_for_update().values(*names).first() or {}
                if values := {name: value for name, value in stored.items() if value != ""}:
                    written += row.update(**values)
    return written

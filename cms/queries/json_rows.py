"""Instances of models from rows that PostgreSQL returned as JSON."""

import json
from decimal import Decimal
from functools import cache
from typing import Any, TypeVar

from django.db.models import Field, Model

from cms.encryption.fields import EncryptedFieldMixin
from cms.i18n import languages
from cms.queries.replica import reading_connection

Instance = TypeVar("Instance", bound=Model)


def parse(text: str) -> Any:
    """Numbers with a fraction stay exact."""
    return json.loads(text, parse_float=Decimal)


def instance_from_row(model: type[Instance], row: dict) -> Instance:
    """`row` has the shape `{column: value}`. JSON has no dates, so each field converts its value;
    encrypted fields are deferred."""
    fields = _json_fields(model)
    values = [field.to_python(row[field.column]) for field in fields]
    alias = reading_connection().alias
    return model.from_db(alias, [field.attname for field in fields], values)


@cache
def _json_fields(model: type[Model]) -> list[Field]:
    names = languages.model_field_names(model)
    return [
        field
        for field in model._meta.concrete_fields
        if field.attname in names and not isinstance(field, EncryptedFieldMixin)
    ]

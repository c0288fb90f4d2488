"""The distinct values of a column, found by going from one to the next through an index ("loose
index scan").

`SELECT DISTINCT` would read every row on every request; this reads one row a value. The column
needs an index that fits the conditions of the queryset.
"""

from django.db import models
from django.utils import timezone

from cms.queries.replica import reading_connection

Statement = tuple[str, list]

# NOT MATERIALIZED: PostgreSQL can use an index at each reference to the queryset.
VALUES_SQL = """
    WITH RECURSIVE item(value) AS NOT MATERIALIZED ({items}), found(value) AS (
        (SELECT value FROM item ORDER BY value LIMIT 1)
        UNION ALL
        SELECT (SELECT value FROM item WHERE item.value > found.value ORDER BY value LIMIT 1)
        FROM found WHERE found.value IS NOT NULL
    )
    SELECT value FROM found WHERE value IS NOT NULL
"""
YEARS_SQL = """
    WITH RECURSIVE item(moment) AS NOT MATERIALIZED ({items}), found(moment) AS (
        (SELECT moment FROM item ORDER BY moment DESC LIMIT 1)
        UNION ALL
        SELECT (
            SELECT moment FROM item WHERE item.moment < date_trunc('year', found.moment, %s)
            ORDER BY moment DESC LIMIT 1
        )
        FROM found WHERE found.moment IS NOT NULL
    )
    SELECT extract(year FROM moment AT TIME ZONE %s)::integer AS year
    FROM found WHERE moment IS NOT NULL
"""

RANGES_SQL = """
    WITH RECURSIVE item(value) AS NOT MATERIALIZED ({items}), found(value) AS (
        (SELECT value FROM item ORDER BY value LIMIT 1)
        UNION ALL
        SELECT (
            SELECT value FROM item WHERE item.value > ((found.value - 1) / %s + 1) * %s
            ORDER BY value LIMIT 1
        )
        FROM found WHERE found.value IS NOT NULL
    )
    SELECT value FROM found WHERE value IS NOT NULL
"""


def distinct_values(items: models.QuerySet, column: str) -> list:
    """In ascending order."""
    return _first_column(*_statement(VALUES_SQL, items, column))


def distinct_years(items: models.QuerySet, column: str) -> list[int]:
    """The years in a datetime column, in the site's time zone, the latest first."""
    return _first_column(*distinct_years_statement(items, column))


def distinct_years_statement(items: models.QuerySet, column: str) -> Statement:
    """The SQL of `distinct_years` and its parameters. Its column is `year`."""
    zone = timezone.get_current_timezone_name()
    return _statement(YEARS_SQL, items, column, zone, zone)


def distinct_ranges(items: models.QuerySet, column: str, size: int) -> list[int]:
    """The numbers of the ranges of `size` integers that hold a value; the first begins with 1."""
    values = _first_column(*_statement(RANGES_SQL, items, column, size, size))
    return [(value - 1) // size + 1 for value in values]


def _statement(sql: str, items: models.QuerySet, column: str, *parameters: str | int) -> Statement:
    inner, inner_parameters = items.order_by().values(column).query.sql_with_params()
    return sql.format(items=inner), [*inner_parameters, *parameters]


def _first_column(sql: str, parameters: list) -> list:
    with reading_connection().cursor() as cursor:
        cursor.execute(sql, parameters)
        return [value for [value] in cursor.fetchall()]

"""Which different values a column has, found by going from one to the next through an index.

`SELECT DISTINCT` reads every row of a list on every request; this reads one a value. What to look
among is any query set; the column needs an index that fits its conditions.
"""

from datetime import datetime

from django.db import connection, models
from django.utils import timezone

# PostgreSQL may read the query set anew, by index, in each place where it stands.
VALUES = """
    WITH RECURSIVE item(value) AS NOT MATERIALIZED ({items}), found(value) AS (
        (SELECT value FROM item ORDER BY value LIMIT 1)
        UNION ALL
        SELECT (SELECT value FROM item WHERE item.value > found.value ORDER BY value LIMIT 1)
        FROM found WHERE found.value IS NOT NULL
    )
    SELECT value FROM found WHERE value IS NOT NULL
"""
YEARS = """
    WITH RECURSIVE item(moment) AS NOT MATERIALIZED ({items}), found(moment) AS (
        (SELECT moment FROM item ORDER BY moment DESC LIMIT 1)
        UNION ALL
        SELECT (
            SELECT moment FROM item WHERE item.moment < date_trunc('year', found.moment, %s)
            ORDER BY moment DESC LIMIT 1
        )
        FROM found WHERE found.moment IS NOT NULL
    )
    SELECT moment FROM found WHERE moment IS NOT NULL
"""


def values_of(items: models.QuerySet, column: str) -> list:
    """The values of a column among some items, in ascending order, each once."""
    return _column(VALUES, items, column)


def years_of(items: models.QuerySet, column: str) -> list[int]:
    """The years of a moment among some items in the site's time zone, the latest first."""
    moments: list[datetime] = _column(YEARS, items, column, timezone.get_current_timezone_name())
    return [timezone.localtime(moment).year for moment in moments]


def _column(sql: str, items: models.QuerySet, column: str, *parameters: str) -> list:
    inner, inner_parameters = items.order_by().values(column).query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(sql.format(items=inner), [*inner_parameters, *parameters])
        return [value for [value] in cursor.fetchall()]

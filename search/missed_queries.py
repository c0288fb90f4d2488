"""Queries without a result, counted by day for coordinators, without anything about who asked."""

from datetime import date

from django.db import connection
from django.utils import timezone

from cms.i18n import languages
from search.finding.query_terms import Query
from search.limits_and_periods import MAX_MISSED_QUERY_LENGTH
from search.models import MissedQuery


def count_missed_query(query: Query) -> None:
    """Count a query without results, unless it looks like somebody's number or address."""
    text = query.typed[:MAX_MISSED_QUERY_LENGTH].casefold()
    if sum(char.isdecimal() for char in text) > 4 or "@" in text:
        return
    table = connection.ops.quote_name(MissedQuery._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} AS stored (day, language, query, count) VALUES (%s, %s, %s, 1) "  # noqa: S608
            "ON CONFLICT (day, language, query) DO UPDATE SET count = stored.count + 1",
            [timezone.localdate(), languages.active(), text],
        )


def delete_missed_queries(before: date) -> int:
    return MissedQuery.objects.filter(day__lt=before).delete()[0]

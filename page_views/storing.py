"""Adds counted views to the table, if the network wants them counted."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import connection
from django.utils import timezone

from page_views.models import PageView
from search import index
from search.triggers import searchables

# What is no page of a public item falls away here: lists, forms, files. The entries of the search
# know the address of each. In one order, so that two processes do not wait for each other.
STORE = """
    INSERT INTO page_views_pageview AS stored (day, kind, item_id, language, source, count)
    SELECT %(day)s, entry.kind, entry.item_id, entry.language, seen.source, sum(seen.count)
    FROM unnest(%(urls)s::text[], %(sources)s::text[], %(counts)s::bigint[])
        AS seen (url, source, count)
    JOIN search_entry AS entry ON entry.url = seen.url
    WHERE entry.published_at <= %(now)s AND entry.kind = ANY(%(kinds)s)
        AND EXISTS (SELECT FROM network_network WHERE counts_page_views)
    GROUP BY entry.kind, entry.item_id, entry.language, seen.source
    ORDER BY entry.kind, entry.item_id, entry.language, seen.source
    ON CONFLICT (day, kind, item_id, language, source)
        DO UPDATE SET count = stored.count + excluded.count
"""


def counted_kinds() -> list[str]:
    """Pages of people are not counted: nobody is told how often somebody is looked up."""
    return [one.kind for one in searchables() if one.is_guessable and not one.only_in_admin]


def store_views(views: Mapping[tuple[str, PageView.Source], int]) -> None:
    """Shape of `views`: address, source -> number."""
    # What was published a moment ago has no entry yet.
    index.index_waiting_changes()
    parameters: dict[str, Any] = {
        "day": timezone.localdate(),
        "urls": [url for url, _source in views],
        "sources": [source.value for _url, source in views],
        "counts": list(views.values()),
        "now": timezone.now(),
        "kinds": counted_kinds(),
    }
    with connection.cursor() as cursor:
        cursor.execute(STORE, parameters)


def count_before(day: date) -> int:
    return PageView.objects.filter(day__lt=day).count()


def delete_before(day: date) -> int:
    return PageView.objects.filter(day__lt=day).delete()[0]

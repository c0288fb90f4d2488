"""Which articles are related to an article or event: by event, people and topics.

One statement, whose text is built once per language, as for what an article shows
(`news/models/prefetch_sql.py`). It weighs the newest public articles and those about the same
event, so it costs the same however many articles there are.
"""

from collections.abc import Iterable
from functools import cache

from django.db import connection
from django.db.models import Model
from django.utils import timezone

from cms.i18n import languages
from cms.queries import json_rows
from cms.queries.prepared_cursor import prepared_cursor
from cms.queries.replica import reading_connection
from events.models import Event
from members.models import Person
from news.limits_and_periods import MAX_RELATED, NEWEST_WEIGHED
from news.models import Article, QuoteBlock
from photos.models import Photo, Photographer

SQL = """
    WITH candidate AS (
        (
            SELECT id, {moment} AS moment FROM {article} WHERE {moment} <= %(now)s
            ORDER BY {moment} DESC, id DESC LIMIT {newest}
        )
        UNION
        SELECT id, {moment} FROM {article} WHERE event_id = %(event)s AND {moment} <= %(now)s
    ),
    reason(id, weight) AS (
        SELECT id, 8 FROM {article} WHERE event_id = %(event)s
        UNION ALL
        SELECT DISTINCT parent_id, 2 FROM {quote}
        WHERE person_id = ANY(%(people)s) AND {quoted} > ''
        UNION ALL
        SELECT article_id, 1 FROM {tagged}
        WHERE topic_id = ANY(%(topics)s) AND article_id = ANY(ARRAY(SELECT id FROM candidate))
    ),
    best AS (
        SELECT id, moment, sum(weight) AS weight FROM candidate JOIN reason USING (id)
        WHERE id <> ALL(%(excluded)s)
        GROUP BY id, moment ORDER BY weight DESC, moment DESC, id DESC LIMIT {most}
    )
    SELECT to_json(article)::text, to_json(photo)::text, to_json(photographer)::text
    FROM best
    JOIN {article} article ON article.id = best.id
    LEFT JOIN {photo} photo ON photo.id = article.lead_photo_id
    LEFT JOIN {photographer} photographer ON photographer.id = photo.photographer_id
    ORDER BY best.weight DESC, best.moment DESC, best.id DESC
"""


def see_also(article: Article) -> list[Article]:
    """Those that somebody chose; where nobody did, or none is public, the most related ones."""
    people = [
        block.person
        for block in article.shown_blocks()
        if isinstance(block, QuoteBlock) and block.person
    ]
    topics = article.prefetched_topics()
    return article.published_see_also() or _related(article.event_id, people, topics, [article])


def articles_related_to_event(event: Event, shown: Iterable[Article]) -> list[Article]:
    """The articles that are not about the event but about its topics, or quote who took part.
    `shown`: those that the page of the event lists already."""
    people = [
        participation.person
        for session in event.sessions.all()
        for participation in session.participations.all()
        if participation.person
    ]
    return _related(None, people, event.page_topics(), shown)


def _related(
    event: int | None,
    people: Iterable[Person],
    topics: Iterable[Model],
    excluded: Iterable[Article],
) -> list[Article]:
    """A hidden person relates nothing, as readers could guess who it is."""
    parameters = {
        "now": timezone.now(),
        "event": event,
        "people": [person.pk for person in people if not person.is_hidden],
        "topics": [topic.pk for topic in topics],
        "excluded": [article.pk for article in excluded if article.pk],
    }
    if not (event or parameters["people"] or parameters["topics"]):
        return []
    with prepared_cursor(reading_connection()) as cursor:
        cursor.execute(_statement(languages.active()), parameters)
        return [_article(*rows) for rows in cursor.fetchall()]


@cache
def _statement(language: str) -> str:
    quote_name = connection.ops.quote_name
    tables: dict[str, type[Model]] = {
        "article": Article,
        "tagged": Article.topics.through,
        "quote": QuoteBlock,
        "photo": Photo,
        "photographer": Photographer,
    }
    statement = SQL.format(
        moment=quote_name(languages.field_name("published_at", language)),
        quoted=quote_name(languages.field_name("quote", language)),
        newest=NEWEST_WEIGHED,
        most=MAX_RELATED,
        **{name: quote_name(model._meta.db_table) for name, model in tables.items()},
    )
    casts = {"now": "timestamptz", "event": "bigint"} | dict.fromkeys(
        ("people", "topics", "excluded"), "bigint[]"
    )
    for name, kind in casts.items():
        statement = statement.replace(f"%({name})s", f"%({name})s::{kind}")
    return statement


def _article(row: str, photo_row: str | None, photographer_row: str | None) -> Article:
    """With its lead photo and photographer, as cards show them."""
    article = json_rows.instance_from_row(Article, json_rows.parse(row))
    if photo_row:
        article.lead_photo = json_rows.instance_from_row(Photo, json_rows.parse(photo_row))
        if photographer_row:
            article.lead_photo.photographer = json_rows.instance_from_row(
                Photographer, json_rows.parse(photographer_row)
            )
    return article

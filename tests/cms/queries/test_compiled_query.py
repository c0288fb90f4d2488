from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from django.utils.translation import override

from cms.queries.compiled_query import CompiledQuery, compiled_once
from events.models import Event, Participation, Session
from news.models import Article
from tests.support.builders import (
    make_article,
    make_event,
    make_organisation,
    make_person,
    make_topic,
)

pytestmark = pytest.mark.django_db


def by_slug(slug: str) -> QuerySet[Article]:
    return Article.objects.published().select_related("publisher").filter(slug=slug)


def test_finds_what_its_queryset_finds_for_each_value():
    publisher = make_organisation()
    articles = [make_article(slug=slug, publisher=publisher) for slug in ("one", "two")]
    query = CompiledQuery(by_slug)
    assert [query.instances(slug) for slug in ("one", "two", "one", "none")] == [
        *([article] for article in [*articles, articles[0]]),
        [],
    ]


def test_loads_what_its_queryset_selects(django_assert_num_queries):
    publisher = make_organisation()
    make_article(slug="one", publisher=publisher)
    query = CompiledQuery(by_slug)
    for _time in range(2):
        with django_assert_num_queries(1):
            assert query.instances("one")[0].publisher == publisher


def test_compares_with_the_language_of_the_reader():
    make_article(slug="one", published_at_en=None)
    query = CompiledQuery(by_slug)
    found = {}
    for language in ("ko", "en"):
        with override(language):
            found[language] = len(query.instances("one"))
    assert found == {"ko": 1, "en": 0}


@pytest.mark.time_machine("2026-01-01T11:00:00Z")
def test_compares_with_the_moment_of_the_query(time_machine):
    noon = datetime(2026, 1, 1, 12, tzinfo=UTC)
    article = make_article(slug="one", published_at_ko=noon, published_at_en=None)
    query = CompiledQuery(by_slug)
    with override("ko"):
        assert query.instances("one") == []
        time_machine.move_to(noon)
        assert query.instances("one") == [article]


def test_refuses_to_keep_a_moment_that_is_not_now():
    yesterday = timezone.now() - timedelta(days=1)
    query = CompiledQuery(lambda slug: Event.objects.filter(slug=slug, starts_at__lt=yesterday))
    with pytest.raises(ValueError, match="now and today only"):
        query.instances("one")


def test_refuses_to_keep_a_day_that_is_not_today():
    last_year = date(2025, 1, 1)
    query = CompiledQuery(
        lambda slug: Article.objects.filter(slug=slug, publisher__joined_on__lt=last_year)
    )
    with pytest.raises(ValueError, match="now and today only"):
        query.instances("one")


def test_lists_what_belongs_to_an_instance():
    @compiled_once(Event)
    def about(event: Event) -> QuerySet[Article]:
        return Article.objects.published().about(event)

    events = [make_event(), make_event()]
    articles = [make_article(event=event) for event in events]
    assert [about(event) for event in events] == [[article] for article in articles]


def programme(slug: str) -> QuerySet[Event]:
    people = Prefetch("participations", Participation.objects.select_related("person"))
    sessions = Prefetch("sessions", Session.objects.prefetch_related(people))
    return Event.objects.prefetch_related(sessions).filter(slug=slug)


def make_event_with_programme() -> Event:
    event = make_event(slug="launch")
    for name in ("Mina", "Jun"):
        session = event.sessions.create(title_ko=name)
        session.participations.create(person=make_person(name_ko=name))
    return event


def test_loads_what_its_queryset_prefetches(django_assert_num_queries):
    make_event_with_programme()
    query = CompiledQuery(programme)
    for _time in range(2):
        with django_assert_num_queries(3):
            [event] = query.instances("launch")
            names = {
                session.title_ko: [one.person.name_ko for one in session.participations.all()]
                for session in event.sessions.all()
            }
        assert names == {"Mina": ["Mina"], "Jun": ["Jun"]}


def test_what_is_prefetched_belongs_to_its_instance(django_assert_num_queries):
    make_event_with_programme()
    other = make_event(slug="other")
    other.sessions.create(title_ko="Mina")
    [event] = CompiledQuery(programme).instances("launch")
    with django_assert_num_queries(0):
        assert {session.event for session in event.sessions.all()} == {event}
    assert event.sessions.filter(title_ko="Mina").count() == 1


def test_an_item_without_rows_has_none(django_assert_num_queries):
    make_event(slug="launch")
    [event] = CompiledQuery(programme).instances("launch")
    with django_assert_num_queries(0):
        assert list(event.sessions.all()) == []


def test_prefetches_by_name_are_loaded_too(django_assert_num_queries):
    topic = make_topic()
    make_event(slug="launch").topics.add(topic)
    query = CompiledQuery(lambda slug: Event.objects.prefetch_related("topics").filter(slug=slug))
    [event] = query.instances("launch")
    with django_assert_num_queries(0):
        assert list(event.topics.all()) == [topic]


def test_its_statement_is_planned_once():
    make_article(slug="one")
    query = CompiledQuery(by_slug)
    for slug in ("one", "two", "one"):
        query.instances(slug)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT generic_plans, custom_plans FROM pg_prepared_statements "
            'WHERE statement LIKE \'%"news_article"."slug" = $%\''
        )
        assert cursor.fetchall() == [(3, 0)]


def test_a_column_that_was_added_meanwhile_does_no_harm():
    """`migrate` while the site is running."""
    article = make_article(slug="one")
    query = CompiledQuery(by_slug)
    assert query.instances("one") == [article]
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE news_article ADD COLUMN more integer")
    assert query.instances("one") == [article]

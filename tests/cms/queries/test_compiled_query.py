from datetime import UTC, date, datetime, timedelta

import pytest
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import override

from cms.queries.compiled_query import CompiledQuery, compiled_once
from events.models import Event
from news.models import Article
from tests.support.builders import make_article, make_event, make_organisation

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

"""Long lists, a page after the other: each item once, whichever way a reader goes."""

from datetime import UTC, datetime, timedelta

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from cms.queries.loose_index_scan import distinct_values, distinct_years
from cms.queries.paging import keyset_page
from news.models import Article
from tests.support.builders import make_article

pytestmark = pytest.mark.django_db

MOMENT = datetime(2025, 3, 1, 3, 0, 0, 123456, tzinfo=UTC)


def publish(*moments: datetime, **words) -> list[Article]:
    return [
        make_article(slug=f"no-{n}", published_at_ko=moment, published_at_en=moment, **words)
        for n, moment in enumerate(moments)
    ]


def page(query: str = "", size: int = 3):
    return keyset_page(Article.objects.all(), QueryDict(query), size, "published_at_ko")


def test_going_to_the_end_and_back_shows_every_item_once_and_in_order():
    # Some of the same moment, which only their numbers tell apart.
    publish(*[MOMENT + timedelta(days=n // 3) for n in range(10)])
    newest_first = list(Article.objects.order_by("-published_at_ko", "-pk"))
    pages = [page()]
    while pages[-1].older:
        pages.append(page(pages[-1].older))
    assert [item for shown in pages for item in shown] == newest_first
    assert [len(shown.items) for shown in pages] == [3, 3, 3, 1]
    assert [shown.is_first for shown in pages] == [True, False, False, False]
    back = page(pages[2].newer)
    assert back.items == pages[1].items
    assert page(back.newer).items == pages[0].items
    assert page(back.older).items == pages[2].items
    assert page(back.newer).is_first
    assert not pages[0].newer


def test_a_page_before_the_first_whole_one_is_the_first():
    items = publish(*[MOMENT + timedelta(days=n) for n in range(5)])
    second = page(page().older)
    assert second.items == [items[1], items[0]]
    # One item is newer than these three.
    shown = page(keyset_page(Article.objects.all(), QueryDict(), 1, "published_at_ko").older)
    assert shown.items == [items[3], items[2], items[1]]
    assert page(shown.newer).items == [items[4], items[3], items[2]]


@given(st.text(max_size=60))
def test_nonsense_in_an_address_gives_the_first_page(words):
    for name in ("before", "after"):
        query = QueryDict(mutable=True)
        query[name] = words
        assert list(keyset_page(Article.objects.none(), query, 3, "published_at_ko")) == []


@pytest.mark.parametrize(
    "cursor",
    ["", "x", "1", "-1-1", "9" * 18 + "-1", "1-" + "9" * 18, "²-1", "1-1-1", "--1", "\x00-1"],
)
def test_cursors_that_name_nothing_break_nothing(client, cursor):
    publish(MOMENT)
    for name in ("before", "after"):
        assert client.get("/en/news/", {name: cursor}).status_code == 200
        assert client.get("/en/photo-credits/", {name: cursor}).status_code == 200


def test_the_years_of_a_list_are_those_of_the_network_and_each_is_there_once():
    new_year_in_seoul = datetime(2025, 12, 31, 15, 30, tzinfo=UTC)
    publish(MOMENT, MOMENT + timedelta(days=1), new_year_in_seoul, datetime(2019, 6, 1, tzinfo=UTC))
    assert distinct_years(Article.objects.all(), "published_at_ko") == [2026, 2025, 2019]
    assert distinct_years(Article.objects.filter(pk=0), "created_at") == []


def test_the_values_of_a_column_are_found_once_each():
    for number, kind in enumerate(["news", "story", "news", "statement"]):
        make_article(slug=f"kind-{number}", kind=kind)
    make_article(slug="draft", kind="media-coverage", published_at_ko=None)
    assert distinct_values(Article.objects.published("ko"), "kind") == [
        "news",
        "statement",
        "story",
    ]

import re
from datetime import UTC, datetime
from html import unescape

import pytest

from tests.support.builders import make_article, make_topic
from tests.support.markup import tight

pytestmark = pytest.mark.django_db


def titles(html: str, candidates) -> set[str]:
    return {title for title in candidates if title in html}


@pytest.fixture
def mixed():
    for number, (kind, year) in enumerate(
        [("news", 2024), ("statement", 2024), ("news", 2025), ("story", 2026)]
    ):
        moment = datetime(year, 3, 1, 3, tzinfo=UTC)
        make_article(
            title_en=f"Item-{number}", kind=kind, published_at_ko=moment, published_at_en=moment
        )
    return [f"Item-{number}" for number in range(4)]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {0, 1, 2, 3}),
        ("kind=news", {0, 2}),
        ("year=2024", {0, 1}),
        ("kind=news&year=2024", {0}),
        ("kind=nonsense&year=1999&topic=none", {0, 1, 2, 3}),
        ("kind=story&year=2024", set()),
    ],
)
def test_filters_are_plain_links_that_add_up(client, mixed, query, found):
    html = client.get(f"/en/news/?{query}").text
    assert titles(html, mixed) == {f"Item-{number}" for number in found}


def test_a_topic_filters_and_only_used_ones_are_offered(client):
    tagged = make_article(title_en="Tagged")
    make_article(title_en="Plain-item")
    tagged.topics.add(make_topic())
    make_topic(slug="unused", name_en="Unused")
    html = client.get("/en/news/").text
    assert "topic=care" in html
    assert "Unused" not in html
    html = client.get("/en/news/?topic=care").text
    assert "Tagged" in html
    assert "Plain-item" not in html


def test_a_year_is_the_year_in_the_networks_place(client):
    new_year_in_seoul = datetime(2025, 12, 31, 15, 30, tzinfo=UTC)
    make_article(published_at_ko=new_year_in_seoul, published_at_en=new_year_in_seoul)
    assert "year=2026" in client.get("/ko/news/").text


def test_twelve_a_page_and_the_filter_stays(client):
    for number in range(14):
        make_article(title_en=f"No-{number:02}", kind="news")
    first = tight(client.get("/en/news/?kind=news").text)
    assert first.count("<article") == 12
    older = re.search(r'rel="next" href="\?(kind=news&amp;before=[\d-]+)"', first)[1]
    second = tight(client.get(f"/en/news/?{unescape(older)}").text)
    assert second.count("<article") == 2
    assert "<title>News (continued)" in second
    newer = re.search(r'rel="prev" href="\?(kind=news&amp;after=[\d-]+)"', second)[1]
    assert client.get(f"/en/news/?{unescape(newer)}").text.count("<article") == 12


def test_an_empty_list_says_so(client):
    for language in ("ko", "en"):
        response = client.get(f"/{language}/news/")
        assert response.status_code == 200
        assert "<article" not in response.text

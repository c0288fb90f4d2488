"""Where there is no page, a search and the nearest addresses are offered."""

import re
from datetime import date

import pytest
import time_machine

from tests.support.builders import (
    make_agreement,
    make_article,
    make_event,
    make_member,
    make_network,
    make_person,
    make_topic,
    tomorrow,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _network():
    make_network()


def nearest(client, path: str) -> list[tuple[str, str]]:
    """Address and title of each suggestion."""
    response = client.get(path)
    assert response.status_code == 404
    found = re.search(
        '<ul class="next-steps" aria-labelledby="nearest">(.*?)</ul>', response.text, re.DOTALL
    )
    return re.findall('<a href="([^"]+)">([^<]+)</a>', found[1]) if found else []


def test_a_mistyped_address_leads_to_the_nearest_page(client):
    make_article(slug="example-network-launches", title_en="The network launches")
    make_event(slug="forum-on-care", title_en="Forum on care")
    launch = [("/en/news/example-network-launches/", "The network launches")]
    assert nearest(client, "/en/news/exampel-network-launch/") == launch
    assert nearest(client, "/en/news/example-network-launches/2/") == []
    assert nearest(client, "/en/events/forum-of-care/") == [
        ("/en/events/forum-on-care/", "Forum on care")
    ]
    assert nearest(client, "/en/new/") == [("/en/news/", "News")]
    assert nearest(client, "/en/qqqq/") == []


def test_a_document_is_suggested_from_the_day_on_which_it_comes_into_force(client):
    make_agreement(in_force_from=date(2026, 3, 1))
    document = [("/en/about/code-of-conduct/", "Code of Conduct")]
    for day, suggested in [("2026-02-28", []), ("2026-03-01", document)]:
        with time_machine.travel(f"{day}T09:00:00+09:00"):
            assert nearest(client, "/en/about/code-of-condct/") == suggested


def test_suggestions_are_in_the_language_of_the_path(client):
    make_article(slug="namseonggwa-hamkke", title_ko="남성과 함께", published_at_en=None)
    assert nearest(client, "/ko/news/남성과-함께/") == [
        ("/ko/news/namseonggwa-hamkke/", "남성과 함께")
    ]
    assert nearest(client, "/en/news/namseonggwa-hamke/") == []


def test_nothing_unpublished_and_nobody_is_suggested(client):
    make_article(slug="example-draft", published_at_en=None, published_at_ko=None)
    make_article(slug="example-later", published_at_en=tomorrow(), published_at_ko=tomorrow())
    make_member(slug="example-gone", is_delisted=True, delisting_reason="x")
    make_person(slug="example-person", has_public_profile=True)
    make_topic(slug="example-topic")
    for path in ("news/example-drafts/", "members/example-gon/", "people/example-perso/"):
        assert nearest(client, f"/en/{path}") == []
    make_topic(slug="example").articles.add(make_article(slug="quite-other"))
    assert nearest(client, "/en/topics/exampel/") == [("/en/topics/example/", "Care")]


def test_the_search_box_holds_the_words_of_the_address(client):
    html = client.get("/ko/news/%EC%B6%9C%EB%B2%94-%EC%86%8C%EC%8B%9D/").text
    assert 'value="출범 소식"' in html
    assert html.count('action="/ko/search/"') == 1
    assert 'value="&quot;&gt;&lt;b&gt;"' in client.get('/ko/news/"><b>/').text


@pytest.mark.parametrize("path", ["/wp-login.php", "/en/%00/", f"/en/{'a' * 3000}/"])
def test_other_addresses_are_no_errors(client, path):
    response = client.get(path)
    assert response.status_code == 404
    assert 'id="search-words"' in response.text


@pytest.mark.parametrize("items", [1, 3])
def test_queries(client, items, django_assert_num_queries):
    for number in range(items):
        make_article(slug=f"example-{number}")
    client.get("/en/news/exampl/")
    with django_assert_num_queries(7):
        assert client.get("/en/news/example/").status_code == 404

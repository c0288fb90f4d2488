"""What is suggested while somebody types: titles that the page of results would show first."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from members.names import hiding
from search import index
from search.models import Synonym
from tests.support.builders import (
    add_text,
    make_article,
    make_event,
    make_member,
    make_person,
    tomorrow,
    yesterday,
)

pytestmark = pytest.mark.django_db


def suggested(client, typed: str, language: str = "ko") -> list[str]:
    response = client.get(f"/{language}/search/suggestions/", {"q": typed})
    assert response.status_code == 200
    assert response["X-Robots-Tag"] == "noindex"
    return [item["title"] for item in response.json()["items"]]


def test_titles_are_suggested_the_newest_first(client):
    make_article(title_ko="돌봄을 나누는 저녁", slug="care", published_at_ko=yesterday())
    make_event(title_ko="돌봄 강연", slug="lecture")
    add_text(make_article(title_ko="다른 글", slug="other"), body_ko="<p>돌봄</p>")
    assert suggested(client, "돌봄") == ["돌봄 강연", "돌봄을 나누는 저녁"]
    answer = client.get("/ko/search/suggestions/", {"q": "저녁"})
    assert answer.json() == {
        "label": "추천 항목",
        "status": "추천 항목 1건",
        "items": [
            {
                "title": "돌봄을 나누는 저녁",
                "url": "/ko/news/care/",
                "kind": "소식",
                "language": "ko",
            }
        ],
    }


@pytest.mark.parametrize(
    "typed", ["", " ", "ㄷ", "a", "%", "_", "\x00", "없는말씀", "(((", "a" * 500]
)
def test_too_little_and_nonsense_suggest_nothing(client, typed):
    make_article(title_ko="돌봄", title_en="Care")
    assert suggested(client, typed) == []


def test_nobody_is_left_alone_with_an_empty_list(client):
    add_text(make_article(title_ko="다른 글"), body_ko="<p>돌봄</p>")

    def said(typed: str, language: str) -> str:
        return client.get(f"/{language}/search/suggestions/", {"q": typed}).json()["status"]

    assert said("돌봄", "ko") == (
        "제목이나 이름에서는 찾지 못했습니다. 본문까지 찾으려면 ‘검색’을 눌러 주세요."
    )
    assert said("돌봄", "en") == (
        "No title or name matches. Press “Search” to look in the texts, too."
    )
    # Too little to look for.
    assert said("ㄷ", "ko") == ""


@pytest.mark.parametrize(
    "typed", ["새김", "배움터 새김", "ㅅㄱㅂㅇㅌ", "toraladaa", "torlaqodnaxj", "saegim", "SAEGIM"]
)
def test_names_are_suggested_however_they_are_typed(client, typed):
    make_member(name_ko="새김 배움터", name_en="Saegim", slug="saegim", published_at_ko=yesterday())
    expected = [] if typed == "toraladaa" else ["새김 배움터"]
    assert suggested(client, typed) == expected


def test_other_names_are_suggested_too(client):
    Synonym.objects.create(terms="MenEngage, 맨엔게이지, 맨인게이지")
    make_article(title_ko="맨엔게이지 소식")
    for typed in ("맨인게이지", "MenEngage", "맨 엔 게이지"):
        assert suggested(client, typed) == ["맨엔게이지 소식"]


def test_nothing_is_suggested_that_no_reader_may_read(client):
    make_article(title_ko="돌봄 예약", published_at_ko=tomorrow(), published_at_en=None, slug="a")
    make_article(title_ko="돌봄 초안", published_at_ko=None, published_at_en=None, slug="b")
    person = make_person(name_ko="오솔길", name_en="Oh Sol-gil", has_public_profile=True)
    make_person(name_ko="오솔비", has_public_profile=False)
    assert suggested(client, "돌봄") == []
    assert suggested(client, "오솔") == ["오솔길"]
    hiding.hide_person(person, by=None)
    assert suggested(client, "오솔") == []


def test_a_suggestion_follows_its_item_at_once(client):
    article = make_article(title_ko="돌봄", slug="care", published_at_en=None)
    assert suggested(client, "돌봄") == ["돌봄"]
    article.published_at_ko = None
    article.save()
    assert suggested(client, "돌봄") == []


def test_what_exists_in_the_other_language_comes_last(client):
    make_article(title_en="돌봄 work", published_at_ko=None, slug="english")
    make_article(title_ko="돌봄", slug="korean", published_at_ko=yesterday())
    items = client.get("/ko/search/suggestions/", {"q": "돌봄"}).json()["items"]
    assert [(item["url"], item["language"]) for item in items] == [
        ("/ko/news/korean/", "ko"),
        ("/en/news/english/", "en"),
    ]


def test_a_proxy_may_hold_them_for_a_second_unless_the_index_waits(client, monkeypatch):
    make_article(title_ko="돌봄")
    index.index_all_changes()
    address = "/ko/search/suggestions/?q=돌봄"
    assert client.get(address)["Cache-Control"] == "max-age=0, s-maxage=1, must-revalidate"
    monkeypatch.setattr(index, "index_changes", lambda: 0)
    make_article(title_ko="돌봄", slug="another")
    assert client.get(address)["Cache-Control"] == "no-store"


# With few matches all are looked for, after the newest.
@pytest.mark.parametrize(("number", "budget"), [(1, 4), (5, 4), (8, 3)])
def test_suggestions_take_four_queries_at_most(client, number, budget):
    for n in range(number):
        make_article(title_ko=f"돌봄 {n}", slug=f"care-{n}")
    index.index_all_changes()
    with CaptureQueriesContext(connection) as queries:
        assert len(suggested(client, "돌봄")) == min(number, 6)
    assert len(queries) == budget

"""Coordinators find in the admin whatever they may open there, public or not."""

import re
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from members.names import hiding
from search.limits_and_periods import ADMIN_RESULTS_PER_KIND
from tests.support.builders import (
    add_participation,
    add_session,
    add_text,
    make_application,
    make_article,
    make_campaign,
    make_colleague,
    make_email,
    make_event,
    make_member,
    make_page,
    make_person,
    make_photo,
    make_photographer,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def found(admin_client):
    """The titles that a search finds, by group: `found("평등") == {"기사": ["성평등"]}`."""

    def find(typed: str, client=admin_client, **chosen) -> dict[str, list[str]]:
        page = client.get("/admin/search/", {"q": typed, **chosen})
        assert page.status_code == 200
        groups = re.findall(
            r'<section class="admin-search-group">(.*?)</section>', page.text, flags=re.S
        )
        return {
            re.search(r"<h2>(.*?)</h2>", group).group(1): [
                re.sub("<[^>]+>", "", title)
                for title in re.findall(r'<a href="[^"]*">(.*?)</a>', group)
            ]
            for group in groups
        }

    return find


@pytest.mark.parametrize(
    "typed",
    ["평등", "성평등을", "성 평등", "성평", "\u1109\u1165\u11bc\u1111\u1167\u11bc", "tjdvudemd"],
)
def test_a_draft_is_found_as_people_type_it(found, typed):
    make_article(title_ko="성평등을 함께 만드는 사람들")
    assert list(found(typed).values()) == [["성평등을 함께 만드는 사람들"]]


def test_every_kind_is_found_by_its_texts(found):
    article = make_article(title_ko="출범 보도자료")
    add_text(article, body_ko="<p>누구나 돌봄을 나눕니다.</p>")
    make_event(title_ko="돌봄 행사", starts_at=datetime(2026, 3, 1, tzinfo=UTC))
    make_campaign(name_ko="돌봄 주간")
    make_member(name_ko="돌봄 모임")
    make_person(name_ko="이돌봄")
    make_page(title_ko="돌봄에 관하여")
    make_photo(caption_ko="돌봄을 나누는 사람들")
    titles = {title for titles in found("돌봄").values() for title in titles}
    assert titles == {
        "출범 보도자료",
        "돌봄 행사 (2026)",
        "돌봄 주간",
        "돌봄 모임",
        "이돌봄 · Kim Bogi",
        "돌봄에 관하여",
        "돌봄을 나누는 사람들",
    }


def test_a_campaign_is_found_before_the_site_shows_it(found, client):
    campaign = make_campaign(name_ko="돌봄 주간", is_public=False)
    assert found("돌봄") == {"캠페인·연속 행사": ["돌봄 주간"]}
    link = campaign.get_absolute_url()
    assert link not in client.get("/ko/search/", {"q": "돌봄"}).text
    campaign.is_public = True
    campaign.save()
    assert link in client.get("/ko/search/", {"q": "돌봄"}).text


def test_an_event_is_found_by_the_people_of_its_programme(found):
    event = make_event(title_ko="행사", starts_at=datetime(2026, 3, 1, tzinfo=UTC))
    add_participation(add_session(event), make_person(name_ko="정다운"))
    assert found("다운")["행사"] == ["행사 (2026)"]


@pytest.mark.parametrize("typed", ["ㅈㄷㅇ", "정다", "Dawoon", "woon"])
def test_a_person_without_a_page_is_found_by_half_a_name(found, typed):
    make_person(name_ko="정다운", name_en="Jeong Dawoon")
    assert list(found(typed).values()) == [["정다운 · Jeong Dawoon"]]


def test_a_photo_is_found_by_who_took_it(found):
    make_photo(caption_ko="출범식", photographer=make_photographer(name_ko="한빛나"))
    assert found("빛나")["사진"] == ["출범식"]


def test_titles_come_before_texts_and_the_newest_before_older_ones(found):
    for title in ["평등 하나", "평등 둘"]:
        make_article(title_ko=title)
    add_text(make_article(title_ko="다른 제목"), body_ko="<p>평등</p>")
    assert list(found("평등").values()) == [["평등 둘", "평등 하나", "다른 제목"]]


def test_an_article_in_two_languages_is_listed_once(found):
    make_article(title_ko="K-MEN 출범", title_en="K-MEN is launched")
    assert list(found("kmen").values()) == [["K-MEN 출범"]]


def test_a_long_list_says_that_there_is_more(admin_client, found):
    for number in range(ADMIN_RESULTS_PER_KIND + 1):
        make_article(title_ko=f"평등 {number}")
    [titles] = found("평등").values()
    assert len(titles) == ADMIN_RESULTS_PER_KIND
    page = admin_client.get("/admin/search/", {"q": "평등"})
    assert "검색어를 더 입력해 주세요" in page.text


def test_the_status_stands_beside_a_result(admin_client, admin_user):
    make_article(title_ko="평등", published_at_en=None)
    person = make_person(name_ko="이평등")
    hiding.hide_person(person, admin_user)
    page = admin_client.get("/admin/search/", {"q": "평등"}).text
    assert re.search(r"한국어: .* 공개 · 영어: 초안", page)
    assert '<span class="admin-search-status">숨김</span>' in page


def test_the_words_are_marked_in_the_text(admin_client):
    add_text(make_article(title_ko="출범"), body_ko="<p>누구나 돌봄을 나눕니다.</p>")
    page = admin_client.get("/admin/search/", {"q": "돌봄"}).text
    assert "누구나 <mark>돌봄</mark>을 나눕니다." in page


def test_nothing_unpublished_is_found_on_the_site(client, admin_client):
    make_article(title_ko="평등 초안", published_at_ko=None, published_at_en=None)
    make_photo(caption_ko="평등 사진")
    hiding_person = make_person(name_ko="이평등")
    assert admin_client.get("/admin/search/", {"q": "평등"}).text.count("admin-search-group") == 3
    page = client.get("/ko/search/", {"q": "평등"})
    assert "search-result-words" not in page.text
    assert hiding_person.name_ko not in page.text


def test_readers_of_the_admin_find_only_what_they_may_open(client, found):
    client.force_login(make_colleague("mina"))
    make_article(title_ko="평등")
    make_person(name_ko="이평등")
    assert found("평등", client) == {}


def test_applications_are_found_by_those_who_decide_on_them(client, found):
    make_application(name_ko="평등 연구 모임")
    client.force_login(make_colleague("jun"))
    assert found("평등 연구", client) == {}
    client.force_login(make_colleague("mina", "decide"))
    assert list(found("평등 연구", client).values()) == [["평등 연구 모임"]]


def test_applications_are_not_decrypted_while_somebody_types(client, found):
    client.force_login(make_colleague("mina", "decide"))
    make_application(name_ko="평등 연구 모임")
    assert found("평등 연구", client, panel="") == {}


def test_the_panel_says_that_nothing_was_found(client, admin_client):
    make_article(title_ko="평등")
    page = admin_client.get("/admin/search/", {"q": "없는 말", "panel": ""}).text
    assert "‘없는 말’ 검색 결과가 없습니다." in page
    assert "신청서와 메일에서도 검색" in page
    # Who finds nothing encrypted is not sent to a page that would say the same.
    client.force_login(make_colleague("mina"))
    page = client.get("/admin/search/", {"q": "없는 말", "panel": ""}).text
    assert "‘없는 말’ 검색 결과가 없습니다." in page
    assert "<a" not in page


def test_an_email_is_found_by_a_whole_address(found, admin_client):
    make_email(recipient="dawoon@example.org")
    assert len(found("dawoon@example.org")) == 1
    assert found("dawoon@example.com") == {}


def test_nobody_finds_anything_before_logging_in(client):
    response = client.get("/admin/search/", {"q": "평등"})
    assert response.status_code == 302
    assert "/login/" in response["Location"]


def test_a_search_costs_the_same_with_one_result_and_with_many(found):
    make_article(title_ko="평등 하나")
    found("평등")
    with CaptureQueriesContext(
        connection,
    ) as one:
        found("평등")
    for number in range(12):
        make_article(title_ko=f"평등 {number}")
    found("평등")
    with CaptureQueriesContext(connection) as many:
        found("평등")
    assert len(one) == len(many)


def test_nonsense_gets_an_answer(found):
    for typed in ["", " ", "%", "\\", "'", "\x00", "“”", "ㄱ", "a" * 5_000]:
        assert found(typed) == {}

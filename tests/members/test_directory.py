"""The list of members: who stands in it, in which order, and how it is narrowed."""

import gzip
import re

import pytest
from django.utils.translation import override

from members.directory.listed_members import listed_members
from members.models import Organisation
from tests.support.builders import (
    make_member,
    make_network,
    make_organisation,
    make_region,
    make_topic,
)
from tests.support.crawling import linked_files
from tests.support.markup import tight

pytestmark = pytest.mark.django_db


def names(client, query: str = "", language: str = "ko") -> list[str]:
    html = tight(client.get(f"/{language}/members/?{query}").text)
    return re.findall(r'class="member-card-title"><a [^>]*>([^<(]*?)(?: \([^<]*)?</a>', html)


def named(*pairs: tuple[str, str], **words) -> None:
    for name_ko, name_en in pairs:
        make_member(name_ko=name_ko, name_en=name_en, **words)


def test_members_stand_with_their_facts(client):
    make_network(short_name_en="EXNET")
    member = make_member(
        slug="circle",
        name_en="Cloud Circle",
        abbreviation="CC",
        summary_en="Fathers who share.",
        region=make_region(),
        joined_precision="month",
        is_founding_member=True,
    )
    member.topics.add(make_topic())
    html = tight(client.get("/en/members/").text)
    card = re.search(r'<article class="member-card">.*?</article>', html, re.DOTALL)[0]
    words = " ".join(re.sub("<[^>]+>", " ", card).split())
    assert words == (
        "CC Cloud Circle (CC) Fathers who share. Seoul Member since July 2025 Founding member Care"
    )
    assert 'href="/en/members/circle/"' in card
    assert re.search(r'<p class="result-count" role="status">1 organisation\s*</p>', html)


def test_who_never_joined_left_or_is_delisted_is_not_in_the_list(client):
    make_organisation(name_ko="여성가족부")
    make_member(name_ko="떠난 단체", left_on="2025-12-31")
    make_member(name_ko="내린 단체", is_delisted=True, delisting_reason="연락이 끊겼다.")
    make_member(name_ko="영어판만", published_at_ko=None)
    make_member(name_ko="남은 단체")
    assert names(client) == ["남은 단체"]


def test_former_members_have_a_list_of_their_own_with_their_years(client):
    make_member()
    make_member(name_ko="떠난 단체", joined_on="2019-03-01", left_on="2024-05-31")
    assert 'href="/ko/members/?members=former"' in client.get("/ko/members/").text
    assert names(client, "members=former") == ["떠난 단체"]
    assert "2019~2024년 회원" in client.get("/ko/members/?members=former").text
    assert "Member 2019–2024" in client.get("/en/members/?members=former").text


def test_who_is_delisted_leaves_the_list_at_once():
    """The keys of the list are kept in memory until the news of a change arrives."""
    member = make_member()
    assert listed_members([member.pk]) == [member]
    Organisation.objects.update(is_delisted=True, delisting_reason="연락이 끊겼다.")
    assert listed_members([member.pk]) == []


def test_a_delisted_organisation_has_no_page_and_the_staff_calls_it_a_draft(client):
    member = make_member(slug="gone", is_delisted=True, delisting_reason="연락이 끊겼다.")
    assert client.get("/ko/members/gone/").status_code == 404
    assert (member.status_in("ko"), member.published_languages) == ("draft", [])
    assert member.publication_blockers("ko") == ["누리집에서 내린 단체입니다."]
    assert [*Organisation.objects.drafts("ko")] == [member]
    assert not Organisation.objects.published("ko").exists()


def test_names_are_sorted_as_each_language_sorts_them(client):
    named(("한국모임", "zebra"), ("apple", "Apple Club"), ("가람", "Élan"), ("30인회", "한글"))
    named(("나무", "10 Men"), ("갈대", "eagle"))
    assert names(client) == ["30인회", "가람", "갈대", "나무", "한국모임", "apple"]
    assert names(client, language="en") == [
        "10 Men",
        "Apple Club",
        "eagle",
        "Élan",
        "zebra",
        "한글",
    ]


def test_many_made_at_once_are_found_and_sorted_as_well(client):
    with override("ko"):
        moments = {"published_at_ko": "2025-01-01T00:00Z", "joined_on": "2025-01-01"}
        made = [
            Organisation(slug=f"n{n}", name_ko=name, **moments)
            for n, name in enumerate(("다솜", "가온", "나래"))
        ]
        Organisation.objects.bulk_create(made)
    assert names(client) == ["가온", "나래", "다솜"]
    assert names(client, "name=ㄴㄹ") == ["나래"]


@pytest.mark.parametrize(
    "typed",
    [
        "성평등",
        "한국 성평등",
        "ㅎㄱㅅㅍㄷ",
        "ㄳㅍ",
        "ㅅㅍ",
        "equality",
        "EQUAL korea",
        "K-EQ",
        "keq",
        "K‑EQ",
        "ｋｅｑ",
        "성평동",
        "성평등넽",
        "성평등네",
        "\u1109\u1165\u11bc\u1111\u1167\u11bc",
        "  성평등  ",
    ],
)
def test_a_member_is_found_by_any_of_its_names(client, typed):
    make_member(
        name_ko="한국성평등네트워크",
        name_en="Korea Equality Network",
        abbreviation="K‑EQ",
        other_names="성평동모임\n성평등넽",
    )
    make_member(name_ko="다른 모임", name_en="Others")
    assert names(client, f"name={typed}") == ["한국성평등네트워크"]
    assert names(client, f"name={typed}", "en") == ["Korea Equality Network"]


def test_one_initial_asks_for_names_that_begin_with_it(client):
    named(("가람", "A"), ("나가", "B"))
    assert names(client, "name=ㄱ") == ["가람"]


@pytest.mark.parametrize("typed", ["없는이름", "ㅋㅋㅋ", "zzz", "보기 없음", "가" * 5_000])
def test_nothing_found_says_how_to_widen(client, typed):
    make_member()
    html = tight(client.get("/ko/members/", {"name": typed}).text)
    assert re.search(r'role="status">조건에 맞는 회원 단체가 없습니다\. 지역, 유형, 주제를', html)
    assert '<a href="/ko/members/">전체 보기</a>' in html


@pytest.mark.parametrize(
    "query",
    [
        "region=atlantis",
        "kind=circus",
        "topic=nothing",
        "page=99999",
        "page=-1",
        "members=all",
        "name=%00",
        "name=...",
        "region=&kind=&topic=",
        "region=%00",
    ],
)
def test_nonsense_in_the_address_is_passed_over(client, query):
    make_member()
    assert names(client, query) == ["보기연구소"]


def test_region_kind_and_topic_narrow_together_and_the_map_keeps_the_others(client):
    seoul, jeju = make_region(), make_region("jeju", name_ko="제주특별자치도", short_name_ko="제주")
    care = make_topic()
    for name, region, kind in (
        ("가", seoul, "youth"),
        ("나", jeju, "youth"),
        ("다", seoul, "network"),
    ):
        make_member(name_ko=name, region=region, kind=kind).topics.add(care)
    make_member(name_ko="라", region=jeju, kind="youth")
    query = "kind=youth&topic=care&region=seoul"
    assert names(client, query) == ["가"]
    html = tight(client.get(f"/ko/members/?{query}").text)
    assert "region=jeju&amp;kind=youth&amp;topic=care" in html
    tiles = re.findall(r'<a href="[^"]*"([^>]*)><title>([^<]*)</title>', html)
    assert tiles == [(' aria-current="true"', "서울특별시: 1곳"), ("", "제주특별자치도: 1곳")]
    options = re.findall(r'<option value="(\w+)"( selected)?>([^<]*)</option>', html)
    assert ("seoul", " selected", "서울특별시 (1)") in options
    assert ("care", " selected", "돌봄") in options


def test_a_region_of_nobody_leads_to_the_way_back(client):
    make_region("ulsan", name_en="Ulsan")
    make_member()
    html = tight(client.get("/en/members/").text)
    assert re.search(r'region=ulsan" class="nobody"><title>Ulsan: 0 members</title>', html)
    assert "No member matches." in client.get("/en/members/?region=ulsan").text


def test_a_country_without_a_map_has_the_list_all_the_same(client):
    make_member(region=make_region(map_row=None, map_column=None))
    html = tight(client.get("/en/members/").text)
    assert "<svg" not in html
    assert '<option value="seoul">Seoul (1)</option>' in html


def test_an_empty_network_says_so(client):
    html = tight(client.get("/en/members/").text)
    assert "No member has been published here yet." in html
    assert "<form" not in re.search(r"<main.*</main>", html, re.DOTALL)[0]


def fill(number: int) -> None:
    make_network()
    regions = [make_region(f"region-{n}", map_row=n % 6, map_column=n // 6) for n in range(17)]
    topics = [make_topic(f"topic-{n}") for n in range(6)]
    moments = dict.fromkeys(("published_at_ko", "published_at_en"), "2025-01-01T00:00Z")
    made = Organisation.objects.bulk_create(
        Organisation(
            slug=f"member-{n}",
            name_ko=f"회원 단체 {n}",
            name_en=f"Member organisation {n}",
            summary_ko=f"성평등을 위해 남성과 소년과 함께 일하는 {n}번째 단체입니다.",
            summary_en=f"The organisation number {n} that works with men and boys for equality.",
            region=regions[n % 17],
            joined_on="2025-07-09",
            **moments,
        )
        for n in range(number)
    )
    link = Organisation.topics.through
    link.objects.bulk_create(
        link(organisation=member, topic=topic) for member in made for topic in topics[:3]
    )


@pytest.mark.parametrize("members", [1, 3, 1_200])
def test_the_same_questions_however_many_members(client, django_assert_num_queries, members):
    fill(members)
    client.get("/en/members/")
    for query in ("", "?region=region-0&kind=civil-society&topic=topic-1&name=member"):
        with django_assert_num_queries(7):
            assert client.get(f"/en/members/{query}").status_code == 200


def test_sixty_a_page_and_the_choice_goes_along(client):
    fill(121)
    html = tight(client.get("/ko/members/?kind=civil-society&page=2").text)
    assert len(re.findall('class="member-card"', html)) == 60
    assert 'rel="next" href="?kind=civil-society&amp;page=3"' in html
    assert "121곳" in html
    assert len(names(client, "page=3")) == 1


def test_the_home_page_counts_members_and_leads_to_them(client):
    make_network(about_en="About us.")
    named(("가", "A"), ("나", "B"))
    make_organisation()
    html = tight(client.get("/en/").text)
    assert '<a href="/en/members/">2 organisations</a>' in html
    assert re.search(r'<a href="/en/members/">Members</a>', html)


def test_what_a_full_page_weighs_over_the_wire(client):
    fill(121)
    html = tight(client.get("/ko/members/").text)
    files = linked_files(html)
    assert len(files) >= 2
    weight = sum(len(gzip.compress(data)) for data in [html.encode(), *files])
    assert weight <= 30_000
    assert "style=" not in html
    assert not client.get("/ko/members/").cookies

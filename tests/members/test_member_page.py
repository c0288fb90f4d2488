"""The page of a member, and of an organisation that never joined."""

import json
import re
from datetime import UTC, datetime, timedelta

import pytest

from members.models import Organisation
from tests.support.builders import (
    add_event_organisation,
    add_organisation_photo,
    add_quote,
    make_article,
    make_event,
    make_logo,
    make_member,
    make_network,
    make_organisation,
    make_person,
    make_photo,
    make_region,
    make_resource,
    make_topic,
)
from tests.support.markup import tight

pytestmark = pytest.mark.django_db


def whole_member(**words) -> Organisation:
    """With everything a page can show."""
    words = {
        "slug": "circle",
        "name_en": "Cloud Circle",
        "abbreviation": "CC",
        "summary_en": "Fathers who share.",
        "description_en": "<p>We meet once a month.</p>",
        "website": "https://www.circle.example/",
        "social_links": "https://social.example/@circle\nnot an address",
        "region": make_region(),
        "city_en": "Mapo",
        "founded_on": "2019-01-01",
        "founded_precision": "year",
        "is_founding_member": True,
        "joined_alliance_on": "2023-02-01",
        "joined_alliance_precision": "month",
        "logo": make_logo(),
        "logo_dark": make_logo(),
    } | words
    member = make_member(**words)
    member.topics.add(make_topic())
    return member


@pytest.mark.parametrize(
    ("joined_on", "list_name"), [("2025-07-09", "Members"), (None, "Organisations")]
)
def test_who_never_joined_is_not_called_a_member(client, joined_on, list_name):
    make_organisation(slug="ministry", name_en="Ministry", joined_on=joined_on)
    html = tight(client.get("/en/members/ministry/").text)
    assert f"<title>Ministry – {list_name} –" in html
    above = html.partition('class="breadcrumbs')[2].partition("</nav>")[0]
    assert ('href="/en/members/"' in above) is (joined_on is not None)


def facts(html: str) -> dict[str, str]:
    pairs = re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", html, re.DOTALL)
    return {term: " ".join(re.sub("<[^>]+>", " ", words).split()) for term, words in pairs}


def test_a_member_with_all_that_is_known_of_it(client):
    make_network(short_name_en="EXNET", parent_name_en="World Alliance")
    member = whole_member()
    html = tight(client.get("/en/members/circle/").text)
    assert facts(html) == {
        "EXNET": "Member since 9 July 2025 · Founding member",
        "World Alliance": "Member since February 2023",
        "Region": "Seoul",
        "City": "Mapo",
        "Founded": "2019",
        "Website": "circle.example",
        "Social media and other links": "social.example",
        "Topics": "Care",
    }
    assert "<p>We meet once a month.</p>" in html
    assert f'media="(prefers-color-scheme: dark)" srcset="{member.logo_dark.url}"' in html
    assert f'src="{member.logo.url}" width="80" height="80" alt=""' in html


def test_in_korean_a_day_has_no_weekday_and_a_month_no_day(client):
    make_network(parent_name_ko="세계 연대")
    whole_member()
    told = facts(tight(client.get("/ko/members/circle/").text))
    assert told["예시넷"] == "2025년 7월 9일 가입 · 창립 회원"
    assert told["세계 연대"] == "2023년 2월 가입"
    assert told["창립"] == "2019년"


def test_a_former_member_keeps_its_page_with_its_years(client):
    make_network()
    make_member(slug="past", joined_on="2019-03-01", left_on="2024-05-31")
    assert facts(tight(client.get("/en/members/past/").text))["EXNET"] == "Member 2019–2024"
    assert '"memberOf"' not in client.get("/en/members/past/").text
    Organisation.objects.update(left_on="2019-12-31")
    assert facts(tight(client.get("/ko/members/past/").text))["예시넷"] == "2019년 회원"


def test_its_events_tell_what_it_did_and_hold_no_draft(client):
    host = make_member(slug="host")
    for title, role in (("Launch", "host"), ("Forum", "supporter")):
        add_event_organisation(make_event(title_en=title), host, role)
    add_event_organisation(make_event(title_en="Draft", published_at_en=None), host)
    html = tight(client.get("/en/members/host/").text)
    lines = re.findall(r'<p class="article-line">(.*?)</p>', html, re.DOTALL)
    told = {tuple(re.findall(r"<a [^>]*>(.*?)</a><span>(.*?)</span>", line)[0]) for line in lines}
    assert told == {("Launch", "Host"), ("Forum", "Supporter")}


def test_articles_it_published_is_quoted_in_or_shares_an_event_with(client):
    member = make_member(slug="circle")
    event, draft = make_event(), make_event(published_at_en=None)
    add_event_organisation(event, member, "partner")
    add_event_organisation(draft, member)
    make_article(title_en="Published by it", publisher=member)
    make_article(title_en="About its event", event=event)
    make_article(title_en="About a draft", event=draft)
    make_article(title_en="Still a draft", publisher=member, published_at_en=None)
    make_article(title_en="Of others")
    words = {"unnamed_speaker_ko": "", "unnamed_speaker_en": "", "organisation": member}
    quoting = make_article(title_en="Quotes it twice")
    add_quote(quoting, **words)
    add_quote(quoting, **words)
    add_quote(make_article(title_en="Quotes it in Korean only"), quote_en="", **words)
    html = tight(client.get("/en/members/circle/").text)
    section = html.partition('id="articles"')[2]
    titles = re.findall(r"<time[^>]*>.*?</time><a [^>]*>(.*?)</a>", section)
    assert sorted(titles) == ["About its event", "Published by it", "Quotes it twice"]


def test_people_are_named_only_with_a_public_profile(client):
    member = make_member(slug="circle")
    make_person(name_en="Open Person", organisation=member, has_public_profile=True)
    make_person(name_en="Quiet Person", organisation=member)
    html = tight(client.get("/en/members/circle/").text)
    assert "Open Person" in html
    assert "Quiet Person" not in html


def test_photos_stand_with_their_credit_and_only_where_they_may(client):
    member = make_member(slug="circle")
    add_organisation_photo(member, make_photo(alt_en="A circle of chairs"))
    add_organisation_photo(member, make_photo(alt_en="Withdrawn chairs", consent="withdrawn"))
    html = tight(client.get("/en/members/circle/").text)
    assert re.search(r'alt="A circle of chairs".*?class="photo-credit">', html, re.DOTALL)
    assert "Withdrawn chairs" not in html


def test_without_a_logo_letters_stand_and_nobody_hears_them(client):
    make_member(slug="a", name_en="Cloud Circle", name_ko="구름모임")
    html = tight(client.get("/en/members/").text)
    assert '<span class="logo monogram" aria-hidden="true">CC</span>' in html
    assert 'aria-hidden="true">구름</span>' in client.get("/ko/members/").text


def structured(client, address: str) -> dict:
    found = re.search(
        r'<script type="application/ld\+json">(.*?)</script>', client.get(address).text
    )
    return json.loads(found[1])


def test_structured_data_repeat_what_the_page_shows(client):
    make_network(parent_name_en="World Alliance", parent_url="https://world.example/")
    member = whole_member()
    assert structured(client, "/en/members/circle/") == {
        "@context": "https://schema.org",
        "@type": "Organization",
        "name": "Cloud Circle",
        "alternateName": "CC",
        "description": "Fathers who share.",
        "url": "https://www.circle.example/",
        "mainEntityOfPage": "http://testserver/en/members/circle/",
        "logo": f"http://testserver{member.logo.url}",
        "foundingDate": "2019",
        "sameAs": ["https://social.example/@circle"],
        "memberOf": [
            {"@type": "NGO", "name": "Example Network", "url": "http://testserver/en/"},
            {"@type": "Organization", "name": "World Alliance", "url": "https://world.example/"},
        ],
    }


def test_a_page_that_is_not_there_yet_is_explained_and_an_old_address_leads_on(client):
    member = make_member(slug="circle", name_ko="구름모임", published_at_en=None)
    assert client.get("/en/members/circle/").status_code == 404
    assert "구름모임" in client.get("/en/members/circle/").text
    member.slug = "cloud-circle"
    member.save()
    answer = client.get("/ko/members/circle/")
    assert (answer.status_code, answer["Location"]) == (301, "/ko/members/cloud-circle/")


def fill(number: int) -> None:
    make_network()
    member = whole_member(slug="member")
    photo = make_photo()
    for n in range(number):
        add_event_organisation(make_event(slug=f"event-{n}"), member)
        make_person(name_en=f"Person {n}", organisation=member, has_public_profile=True)
        add_organisation_photo(member, photo)
        make_article(slug=f"article-{n}", publisher=member)
        make_resource(slug=f"resource-{n}", publisher=member)


@pytest.mark.parametrize("each", [1, 3, 50])
def test_the_same_questions_however_much_there_is(client, django_assert_num_queries, each):
    fill(each)
    client.get("/en/members/member/")
    with django_assert_num_queries(9):
        assert client.get("/en/members/member/").status_code == 200


def lines(html: str) -> list[str]:
    return re.findall(r'<p class="article-line">.*?<a [^>]*>(.*?)</a>', html, re.DOTALL)


def test_all_of_a_busy_member_can_be_reached(client, django_assert_num_queries):
    make_network()
    member = make_member(slug="busy", name_en="Busy Circle")
    for n in range(52):
        moment = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=n)
        add_event_organisation(
            make_event(slug=f"event-{n}", title_en=f"Event {n}", starts_at=moment), member
        )
        words = {"slug": f"article-{n}", "title_en": f"Article {n}", "published_at_en": moment}
        make_article(publisher=member, **words)
        words = {"slug": f"resource-{n}", "title_en": f"Resource {n}", "published_at_en": moment}
        make_resource(publisher=member, **words)
    for what, kind in (("events", "Event"), ("news", "Article"), ("resources", "Resource")):
        address = f"/en/members/busy/{what}/"
        begun = tight(client.get("/en/members/busy/").text)
        assert f'href="{address}"' in begun
        assert f"{kind} 51" in lines(begun)
        assert f"{kind} 1" not in lines(begun)
        with django_assert_num_queries(5):
            first = tight(client.get(address).text)
        second = tight(client.get(f"{address}?page=2").text)
        assert lines(first) == [f"{kind} {n}" for n in range(51, 1, -1)]
        assert lines(second) == [f"{kind} 1", f"{kind} 0"]


def test_a_member_with_little_to_tell_has_no_link_to_more(client):
    member = make_member(slug="quiet")
    for n in range(10):
        add_event_organisation(make_event(slug=f"event-{n}"), member)
    html = tight(client.get("/en/members/quiet/").text)
    assert len(lines(html)) == 10
    assert "/en/members/quiet/events/" not in html
    assert client.get("/en/members/quiet/events/").status_code == 200
    assert client.get("/en/members/quiet/news/").status_code == 404
    Organisation.objects.update(published_at_en=None)
    assert client.get("/en/members/quiet/events/").status_code == 404


def test_a_ministry_that_never_joined_has_a_page_but_is_no_member(client):
    make_network()
    make_organisation(slug="ministry", kind="government")
    html = tight(client.get("/en/members/ministry/").text)
    assert facts(html) == {}
    assert structured(client, "/en/members/ministry/").get("memberOf") is None
    assert 'aria-current="true">Members' not in html

"""What search engines are told: sitemaps, robots.txt, security.txt, verification."""

import re
from datetime import UTC, date, datetime, timedelta
from xml.etree.ElementTree import Element

import pytest
import time_machine
from defusedxml import ElementTree
from django.utils import timezone

from events.models.campaign import DAY_FIELDS
from members.models import Person
from news.models import Article
from photos import actions
from tests.support import crawling
from tests.support.builders import (
    make_agreement,
    make_article,
    make_campaign,
    make_event,
    make_member,
    make_network,
    make_page,
    make_person,
    make_photo,
)

pytestmark = pytest.mark.django_db

SITE = "http://testserver"
NAMES = {
    "map": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "xhtml": "http://www.w3.org/1999/xhtml",
    "image": "http://www.google.com/schemas/sitemap-image/1.1",
}


@pytest.fixture(autouse=True)
def _network():
    make_network()


def urls(client) -> dict[str, Element]:
    """Every entry of every map that the index names, by its address."""
    index = ElementTree.fromstring(client.get("/sitemap.xml").content)
    found = {}
    for location in index.iterfind("map:sitemap/map:loc", NAMES):
        response = client.get(location.text.removeprefix(SITE))
        assert response["Content-Type"] == "application/xml"
        for url in ElementTree.fromstring(response.content).iterfind("map:url", NAMES):
            address = url.findtext("map:loc", namespaces=NAMES)
            assert address not in found
            found[address] = url
    return found


def alternates(url) -> dict[str, str]:
    return {link.get("hreflang"): link.get("href") for link in url.iterfind("xhtml:link", NAMES)}


def test_an_article_stands_in_the_languages_in_which_it_is_public(client):
    make_article(slug="both")
    make_article(slug="korean", published_at_en=None)
    make_article(slug="later", published_at_ko=timezone.now() + timedelta(hours=1))
    make_article(slug="draft", published_at_ko=None, published_at_en=None)
    found = {address: url for address, url in urls(client).items() if "/news/" in address}
    assert set(found) == {
        f"{SITE}/ko/news/",
        f"{SITE}/en/news/",
        f"{SITE}/ko/news/both/",
        f"{SITE}/en/news/both/",
        f"{SITE}/ko/news/korean/",
        f"{SITE}/en/news/later/",
    }
    twins = {"ko": f"{SITE}/ko/news/both/", "en": f"{SITE}/en/news/both/"}
    assert alternates(found[f"{SITE}/ko/news/both/"]) == twins
    assert alternates(found[f"{SITE}/en/news/both/"]) == twins
    assert alternates(found[f"{SITE}/ko/news/korean/"]) == {}


def test_the_day_of_the_last_change_is_that_of_the_page(client):
    with time_machine.travel(datetime(2026, 3, 1, 9, tzinfo=UTC), tick=False):
        article = make_article(slug="changed", published_at_ko=datetime(2026, 2, 1, tzinfo=UTC))
    with time_machine.travel(datetime(2026, 5, 4, 9, tzinfo=UTC), tick=False):
        Article.objects.get(pk=article.pk).save()
    url = urls(client)[f"{SITE}/ko/news/changed/"]
    assert url.findtext("map:lastmod", namespaces=NAMES) == "2026-05-04T18:00:00+09:00"


def test_a_photo_stands_with_its_credit_until_it_is_withdrawn(client):
    photo = make_photo(licence="cc-by-4.0")
    make_article(slug="with-photo", lead_photo=photo)
    image = urls(client)[f"{SITE}/ko/news/with-photo/"].find("image:image", NAMES)
    assert image.findtext("image:loc", namespaces=NAMES).startswith(f"{SITE}/media/photos/")
    assert image.findtext("image:caption", namespaces=NAMES) == str(photo.credit_line())
    licence = image.findtext("image:license", namespaces=NAMES)
    assert licence == "https://creativecommons.org/licenses/by/4.0/"
    actions.take_down(photo)
    assert urls(client)[f"{SITE}/ko/news/with-photo/"].find("image:image", NAMES) is None


def test_nobody_stands_there_who_does_not_want_to_be_found(client):
    for slug, words in {
        "shown": {"has_public_profile": True},
        "unlisted": {"has_public_profile": True, "noindex": True},
        "nobody": {"has_public_profile": False, "noindex": True},
    }.items():
        make_person(slug=slug, **words)
    found = [address for address in urls(client) if re.search("/people/.", address)]
    assert found == [f"{SITE}/ko/people/shown/", f"{SITE}/en/people/shown/"]


def test_the_maps_hold_what_a_visitor_finds_and_nothing_else(client):
    make_page(slug="about")
    make_article(slug="launch", lead_photo=make_photo())
    make_event(slug="forum")
    make_member(slug="circle")
    Person.objects.create(slug="kim", name_ko="김보기", name_en="Kim", has_public_profile=True)
    make_campaign(slug="in-korean", name_en="")
    make_agreement(version="2024", in_force_from=date(2024, 7, 9))
    make_agreement()
    make_photo(press_use=True)
    found = {address.removeprefix(SITE) for address in urls(client)}
    read = crawling.pages(client)
    listable = {
        address
        for address, answer in read.items()
        if answer.status == 200 and "text/html" in answer.whole and "noindex" not in answer.whole
    }
    assert found - listable == set()
    assert listable - found == set()


@pytest.mark.parametrize("items", [1, 3])
def test_a_map_costs_the_same_with_one_item_and_with_three(
    client, items, django_assert_num_queries
):
    for number in range(items):
        make_article(slug=f"article-{number}", lead_photo=make_photo())
    last = max(Article.objects.values_list("pk", flat=True))
    client.get("/sitemap.xml")
    with django_assert_num_queries(1):
        client.get(f"/sitemap-news-{(last + 999) // 1000}.xml")
    with django_assert_num_queries(10):
        client.get("/sitemap.xml")


def test_the_index_names_no_map_without_items(client):
    make_article(pk=7)
    make_article(pk=50_000_001)
    index = ElementTree.fromstring(client.get("/sitemap.xml").content)
    maps = [location.text for location in index.iterfind("map:sitemap/map:loc", NAMES)]
    assert [name for name in maps if "-news-" in name] == [
        f"{SITE}/sitemap-news-1.xml",
        f"{SITE}/sitemap-news-50001.xml",
    ]


@pytest.mark.parametrize("name", ["news-0", "nothing-1", "news-1000000000000000000000"])
def test_a_map_that_cannot_be_is_not_there(client, name):
    assert client.get(f"/sitemap-{name}.xml").status_code == 404


def test_robots_name_the_index(client):
    assert f"Sitemap: {SITE}/sitemap.xml" in client.get("/robots.txt").content.decode()


def test_security_txt_ends_with_its_day(client, settings):
    address = "/.well-known/security.txt"
    settings.SECURITY_CONTACT = ""
    assert client.get(address).status_code == 404
    settings.SECURITY_CONTACT = "mailto:security@example.org"
    settings.SECURITY_TXT_EXPIRES = date(2027, 1, 31)
    with time_machine.travel(datetime(2027, 1, 30, tzinfo=UTC), tick=False):
        assert client.get(address).content.decode().splitlines() == [
            "Contact: mailto:security@example.org",
            "Expires: 2027-02-01T00:00:00+09:00",
            "Preferred-Languages: ko, en",
            f"Canonical: {SITE}/.well-known/security.txt",
        ]
    with time_machine.travel(datetime(2027, 2, 1, tzinfo=UTC), tick=False):
        assert client.get(address).status_code == 404


def test_search_engines_are_shown_their_word_on_the_home_page(client, settings):
    assert b"site-verification" not in client.get("/ko/").content
    settings.SITE_VERIFICATIONS = {"naver-site-verification": "a1b2"}
    assert b'<meta name="naver-site-verification" content="a1b2">' in client.get("/ko/").content


def test_campaigns_and_series_stand_in_the_languages_of_their_names(client):
    make_campaign(slug="16-days")
    make_campaign(slug="ko-only", name_en="", kind="series", **dict.fromkeys(DAY_FIELDS))
    found = urls(client)
    assert f"{SITE}/en/campaigns/16-days/" in found
    assert f"{SITE}/ko/campaigns/ko-only/" in found
    assert f"{SITE}/en/campaigns/ko-only/" not in found
    assert "X-Robots-Tag" not in client.get("/ko/campaigns/ko-only/")
    # It borrows its name.
    borrowed = client.get("/en/campaigns/ko-only/")
    assert borrowed["X-Robots-Tag"] == "noindex"
    assert "hreflang=" not in borrowed.text.split("</head>")[0].replace('rel="alternate" type', "")


@pytest.mark.time_machine("2026-03-02T09:00:00+09:00", tick=False)
def test_of_each_document_the_page_of_the_version_in_force_is_listed(client):
    make_agreement(text_en="<p>The old words.</p>")
    make_agreement(version="2026", in_force_from=date(2026, 3, 1))
    make_agreement(version="2027", in_force_from=date(2027, 3, 1))
    make_agreement(kind="core-principles", text_en="")
    found = {address: url for address, url in urls(client).items() if "/about/" in address}
    assert set(found) == {
        f"{SITE}/ko/about/code-of-conduct/",
        f"{SITE}/en/about/code-of-conduct/",
        f"{SITE}/ko/about/core-principles/",
    }
    twins = alternates(found[f"{SITE}/ko/about/code-of-conduct/"])
    page = client.get("/ko/about/code-of-conduct/").text
    told = dict(re.findall('<link rel="alternate" hreflang="(ko|en)" href="([^"]*)">', page))
    assert told == twins
    for version in ("2025-07-09", "2026-03-01"):
        answer = client.get(f"/en/about/code-of-conduct/{version}/")
        assert answer["X-Robots-Tag"] == "noindex"
    with time_machine.travel("2027-03-01T00:00:01+09:00"):
        url = urls(client)[f"{SITE}/en/about/code-of-conduct/"]
        assert url.findtext("map:lastmod", namespaces=NAMES) == "2027-03-01T00:00:00+09:00"


def test_a_press_photo_is_listed_with_its_picture_while_newsrooms_may_have_it(client):
    photo = make_photo(press_use=True, alt_en="")
    make_photo()
    page = f"{SITE}/ko/press/photos/{photo.pk}/"
    found = {address: url for address, url in urls(client).items() if "/press/photos/" in address}
    assert list(found) == [page]
    image = found[page].find("image:image", NAMES)
    assert image.findtext("image:caption", namespaces=NAMES) == "사진: 손상민"
    actions.take_down(photo)
    assert page not in urls(client)

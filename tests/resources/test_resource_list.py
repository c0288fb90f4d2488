"""The list of resources: what is public in the reader's language, filtered by plain links."""

import html
import re
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.support.builders import (
    add_contributor,
    make_network,
    make_photo,
    make_resource,
    make_topic,
    tomorrow,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _network():
    make_network()


def titles(page: str) -> list[str]:
    return re.findall(r'class="resource-card-title">\s*<a [^>]*>(.*?)</a>', page, re.DOTALL)


def choices(page: str) -> dict[str, str]:
    """The labels of the filter links and their addresses."""
    shown = page[page.index('<nav class="filter') :].split("</nav>")[0]
    links = re.findall(r'<a\s+href="([^"]*)"[^>]*>\s*(.*?)\s*</a>', shown, re.DOTALL)
    return {label: html.unescape(address) for address, label in links}


def test_the_list_has_what_is_public_in_the_language_newest_first(client):
    now = timezone.now()
    make_resource(slug="old", title_en="Old", published_at_en=now - timedelta(days=9))
    make_resource(slug="new", title_en="New", published_at_en=now - timedelta(days=1))
    make_resource(slug="draft", title_en="Draft", published_at_en=None)
    make_resource(slug="later", title_en="Later", published_at_en=tomorrow())
    make_resource(slug="korean", title_en="", published_at_en=None)
    page = client.get("/en/resources/").text
    assert titles(page) == ["New", "Old"]
    assert len(titles(client.get("/ko/resources/").text)) == 5


def test_a_card_tells_kind_makers_year_languages_and_summary(client):
    resource = make_resource(
        title_en="The guide",
        subtitle_en="For men",
        kind="toolkit",
        year=2021,
        work_languages=["en", "nl"],
        cover=make_photo(),
    )
    add_contributor(resource, name_en="Ann Author")
    add_contributor(resource, name_en="Tom Translator", role="translator")
    page = client.get("/en/resources/").text
    words = " ".join(re.sub("<[^>]+>", " ", page[page.index("<main") :]).split())
    assert "Toolkit 2021 The guide For men Ann Author A guide. Languages: English, Dutch" in words
    assert "Tom Translator" not in words
    assert "Photo by Son Sang-min" in words
    assert "언어: 영어, 네덜란드어" in re.sub(r"\s+", " ", client.get("/ko/resources/").text)


def test_it_is_filtered_by_kind_topic_language_and_year(client):
    care = make_topic()
    toolkit = make_resource(
        slug="a", title_en="A", kind="toolkit", year=2020, work_languages=["ko"]
    )
    toolkit.topics.add(care)
    make_resource(slug="b", title_en="B", kind="book", year=2021, work_languages=["ko", "nl"])
    make_resource(slug="c", title_en="C", kind="book", year=2021, work_languages=["en"])
    draft = {"published_at_en": None, "published_at_ko": None}
    make_resource(slug="d", kind="report", year=2019, work_languages=["ja"], **draft)
    links = choices(client.get("/en/resources/").text)
    assert set(links) == {
        *("All", "Toolkit", "Book", "Care", "Korean", "English", "Dutch", "2021", "2020"),
    }
    for label, found in {
        "Toolkit": ["A"],
        "Book": ["C", "B"],
        "Care": ["A"],
        "Korean": ["B", "A"],
        "Dutch": ["B"],
        "2021": ["C", "B"],
    }.items():
        assert sorted(titles(client.get(links[label]).text)) == sorted(found), label
    both = choices(client.get(links["Book"]).text)["Dutch"]
    assert both == "/en/resources/?kind=book&language=nl"
    assert titles(client.get(both).text) == ["B"]
    for nonsense in ("kind=report", "year=2019", "language=ja", "topic=x", "year=%00", "kind="):
        assert len(titles(client.get(f"/en/resources/?{nonsense}").text)) == 3


def test_a_long_list_is_turned_page_by_page_with_its_filter(client):
    start = timezone.now() - timedelta(days=100)
    for number in range(30):
        moment = start + timedelta(days=number)
        make_resource(
            slug=f"r-{number}",
            title_en=f"R {number}",
            published_at_en=moment,
            kind="book" if number % 2 else "report",
        )
    read, address = [], "/en/resources/?kind=book"
    while address:
        page = client.get(address).text
        read += titles(page)
        older = re.search(r'rel="next" href="([^"]+)"', page)
        address = f"/en/resources/{html.unescape(older[1])}" if older else ""
    assert read == [f"R {number}" for number in range(29, 0, -2)]


def test_an_empty_list_says_so(client):
    assert "Nothing has been published in English yet." in client.get("/en/resources/").text
    make_resource(slug="one", kind="book")
    assert "Nothing matches" not in client.get("/en/resources/?kind=report").text


@pytest.mark.parametrize("number", [1, 3, 40])
def test_queries(client, django_assert_num_queries, number):
    cover, topic = make_photo(), make_topic()
    for one in range(number):
        resource = make_resource(
            slug=f"r-{one}", cover=cover, kind="book", year=2000 + one, work_languages=["ko"]
        )
        resource.topics.add(topic)
        add_contributor(resource, name_en="Ann")
    for address in ("/en/resources/", "/en/resources/?kind=book&topic=care&language=ko"):
        client.get(address)
        with django_assert_num_queries(6):
            assert client.get(address).status_code == 200

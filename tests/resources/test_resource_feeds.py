"""Feeds of resources, of all and of each kind, in both formats."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from members.names import hiding
from tests.support.builders import (
    add_contributor,
    add_resource_file,
    make_network,
    make_person,
    make_photo,
    make_resource,
    make_topic,
    tomorrow,
)
from tests.support.reading_feeds import SITE, atom, json_feed, titles

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _network():
    make_network()


def test_a_resource_stands_in_a_feed_with_its_facts_and_files(client):
    resource = make_resource(
        slug="guide",
        title_en="The guide",
        subtitle_en="For men",
        kind="book",
        description_en='<p>Read <a href="/en/events/">on</a>.</p>',
        cover=make_photo(size=(900, 600)),
        external_url="https://press.example/",
    )
    resource.topics.add(make_topic())
    add_contributor(resource, name_en="Ann Author")
    file = add_resource_file(resource, pages=2)
    [entry] = atom(client, "/en/resources/feed.atom").entries
    assert entry.title == "The guide: For men"
    assert entry.author == "Ann Author"
    assert entry.id == f"tag:testserver,2026:resource-{resource.pk}-en"
    assert [tag.term for tag in entry.tags] == ["Book", "Care"]
    content = entry.content[0].value
    assert f'href="{SITE}/en/resources/files/{file.pk}/"' in content
    assert f'href="{SITE}/en/events/"' in content
    assert "Photo by Son Sang-min" in content
    [item] = json_feed(client, "/en/resources/feed.json")["items"]
    assert item["external_url"] == "https://press.example/"
    assert item["image"].startswith(SITE)


def test_each_feed_has_what_its_page_lists_and_nothing_unpublished(client):
    now = timezone.now()
    make_resource(slug="a", title_en="A", kind="book", published_at_en=now - timedelta(days=2))
    make_resource(slug="b", title_en="B", kind="report", published_at_en=now - timedelta(days=1))
    make_resource(slug="c", title_en="C", kind="book", published_at_en=tomorrow())
    make_resource(slug="d", title_en="D", kind="book", year=2020, published_at_en=None)
    assert titles(client, "/en/resources/feed") == ["B", "A"]
    assert titles(client, "/en/resources/kinds/book/feed") == ["A"]
    assert client.get("/en/resources/kinds/nothing/feed.atom").status_code == 404
    for page, feed in {
        "/en/resources/": "/en/resources/feed",
        "/en/resources/?kind=book": "/en/resources/kinds/book/feed",
        "/en/resources/a/": "/en/resources/feed",
    }.items():
        links = re.findall(
            r'<link rel="alternate" type="application/\S+" title="[^"]+" href="(\S+)">',
            client.get(page).text,
        )
        assert links == [f"{SITE}{feed}.atom", f"{SITE}{feed}.json"]


def test_a_list_of_several_choices_offers_the_feed_of_all(client):
    make_resource(kind="book", year=2020, work_languages=["ko"])
    page = client.get("/en/resources/?kind=book&year=2020").text
    assert '<a href="/en/resources/feed.atom"' in page


def test_a_hidden_person_leaves_the_feeds(client, admin_user):
    resource, person = make_resource(), make_person(name_en="Hidden Name", slug="hidden")
    add_contributor(resource, person=person)
    assert atom(client, "/en/resources/feed.atom").entries[0].author == "Hidden Name"
    hiding.hide_person(person, admin_user)
    assert "Hidden Name" not in client.get("/en/resources/feed.atom").text
    assert "Hidden Name" not in client.get("/en/resources/feed.json").text


@pytest.mark.parametrize("number", [1, 3])
def test_a_feed_costs_the_same_with_one_resource_and_with_three(
    client, django_assert_num_queries, number
):
    for one in range(number):
        resource = make_resource(slug=f"r-{one}", cover=make_photo())
        resource.topics.add(make_topic(slug=f"t-{one}"))
        add_contributor(resource, person=make_person())
        add_resource_file(resource)
    client.get("/en/resources/feed.atom")
    with django_assert_num_queries(5):
        client.get("/en/resources/feed.atom")


def test_feed_readers_are_told_of_no_minor(client):
    resource = make_resource()
    add_contributor(resource, person=make_person(name_en="Young Name", is_minor=True))
    assert "Young Name" not in client.get("/en/resources/feed.atom").text
    assert "Young Name" not in client.get("/en/resources/feed.json").text
    assert "Young Name" in client.get(resource.get_absolute_url()).text

"""Related articles, where nobody chose any."""

import re

import pytest
from django.utils import timezone

from members.names import hiding
from news.models import Article
from tests.support.builders import (
    A_DAY,
    add_participation,
    add_quote,
    add_session,
    make_article,
    make_event,
    make_network,
    make_person,
    make_photo,
    make_topic,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _network():
    make_network()


def see_also(client, path: str) -> list[str]:
    """The titles of the related articles on a page."""
    section = re.search(r'<section[^>]*aria-labelledby="see-also".*?</section>', page(client, path))
    return re.findall(r'<a href="/en/news/[\w-]+/">([^<]+)</a>', section[0]) if section else []


def page(client, path: str) -> str:
    return client.get(path).text.replace("\n", " ")


def make(title: str, *topics, **words) -> Article:
    article = make_article(title_en=title, **words)
    article.topics.set(topics)
    return article


def test_the_same_event_counts_before_the_same_people_and_those_before_topics(client):
    event, person, care = make_event(), make_person(), make_topic()
    add_quote(make("Launch", care, slug="launch", event=event), person=person)
    make("Of the topic", care)
    add_quote(make("Of the person"), person=person)
    make("Of the event", event=event)
    make("Of nothing")
    assert see_also(client, "/en/news/launch/") == [
        "Of the event",
        "Of the person",
        "Of the topic",
    ]


def test_at_most_three_are_shown_the_nearest_in_topics_first_then_the_newest(client):
    care, peace = make_topic(), make_topic(slug="peace", name_en="Peace")
    make("Launch", care, peace, slug="launch")
    make("Both", care, peace, published_at_en=timezone.now() - 9 * A_DAY)
    for days in (5, 3, 4):
        make(f"{days} days", care, published_at_en=timezone.now() - days * A_DAY)
    assert see_also(client, "/en/news/launch/") == ["Both", "3 days", "4 days"]


def test_what_somebody_chose_is_shown_alone(client):
    care = make_topic()
    launch = make("Launch", care, slug="launch")
    make("Of the topic", care)
    launch.see_also.add(make("Chosen"))
    assert see_also(client, "/en/news/launch/") == ["Chosen"]


def test_nothing_unpublished_is_related_in_the_readers_language(client):
    care = make_topic()
    make("Launch", care, slug="launch")
    make("Draft", care, published_at_en=None)
    make("Later", care, published_at_en=timezone.now() + A_DAY)
    assert see_also(client, "/en/news/launch/") == []


def test_a_hidden_person_relates_nothing(client):
    person = make_person()
    add_quote(make("Launch", slug="launch"), person=person)
    add_quote(make("Of the person"), person=person)
    assert see_also(client, "/en/news/launch/") == ["Of the person"]
    hiding.hide_person(person, by=None)
    assert see_also(client, "/en/news/launch/") == []


def test_an_event_shows_articles_of_its_topics_and_people_beside_those_about_it(client):
    event, person, care = make_event(slug="forum"), make_person(), make_topic()
    event.topics.add(care)
    add_participation(add_session(event), person)
    make("About it", care, event=event)
    make("Of the topic", care)
    add_quote(make("Of the person"), person=person)
    make("Of nothing")
    assert see_also(client, "/en/events/forum/") == ["Of the person", "Of the topic"]


def test_a_card_has_its_photo_with_credit(client):
    care = make_topic()
    make("Launch", care, slug="launch")
    make("Of the topic", care, lead_photo=make_photo())
    html = page(client, "/en/news/launch/")
    assert "Photo by Son Sang-min" in html


@pytest.mark.parametrize("items", [1, 3])
@pytest.mark.parametrize("path", ["news/launch/", "events/forum/"])
def test_related_articles_take_one_query(client, items, path, django_assert_num_queries):
    care = make_topic()
    make("Launch", care, slug="launch")
    make_event(slug="forum").topics.add(care)
    for number in range(items):
        make(f"Number {number}", care, lead_photo=make_photo())
    client.get(f"/en/{path}")
    with django_assert_num_queries({"news/launch/": 5, "events/forum/": 10}[path]):
        client.get(f"/en/{path}")

"""Pages of topics: what the network says, does, and who works on it."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from search import index
from tests.support.builders import (
    A_DAY,
    make_article,
    make_event,
    make_member,
    make_network,
    make_organisation,
    make_resource,
    make_topic,
    yesterday,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _network():
    make_network()


def tagged(item, *topics):
    item.topics.add(*topics)
    return item


def headings(html: str) -> list[str]:
    return re.findall(r"<h2 [^>]*>([^<]+)</h2>", html)


def titles(html: str) -> list[str]:
    content = html[html.index("<main") : html.index("</main>")]
    return re.findall(r'<a href="/en/\w+/[\w-]+/">\s*([^<]+?)\s*</a>', content)


def test_a_topic_gathers_articles_by_kind_events_and_organisations(client):
    care = make_topic()
    tagged(make_article(title_en="A report", kind="news"), care)
    tagged(make_article(title_en="A release", kind="press-release"), care)
    tagged(make_event(title_en="A forum"), care)
    tagged(make_event(title_en="A lecture", starts_at=timezone.now() - 3 * A_DAY), care)
    tagged(make_member(name_en="Circle", summary_en="Fathers meet."), care)
    make_article(title_en="Elsewhere")
    make_event(title_en="Another event")
    make_member(name_en="Another member")
    html = client.get("/en/topics/care/").text
    assert headings(html) == [
        "Upcoming events",
        "Press releases",
        "News",
        "Past events",
        "Who works on this topic",
    ]
    assert titles(html) == ["A forum", "A release", "A report", "A lecture", "Circle"]
    assert "Fathers meet." in html
    assert "Elsewhere" not in html
    assert "Another" not in html


def test_the_newest_of_a_kind_are_shown_and_the_rest_is_a_click_away(client):
    care = make_topic()
    for number in range(6):
        moment = timezone.now() - timedelta(hours=number + 1)
        tagged(make_article(title_en=f"Number {number}", published_at_en=moment), care)
    html = client.get("/en/topics/care/").text
    assert titles(html) == [f"Number {number}" for number in range(5)]
    assert 'href="/en/news/?kind=news&amp;topic=care"' in html
    assert "Number 5" in client.get("/en/news/?kind=news&topic=care").text


def test_all_past_events_of_a_topic_have_a_list(client):
    care = make_topic()
    for number in range(6):
        starts_at = timezone.now() - (number + 2) * A_DAY
        tagged(make_event(title_en=f"Number {number}", starts_at=starts_at), care)
    tagged(make_event(title_en="To come"), care)
    html = client.get("/en/topics/care/").text
    assert titles(html) == ["To come", *(f"Number {number}" for number in range(5))]
    assert 'href="/en/topics/care/events/"' in html
    assert titles(client.get("/en/topics/care/events/").text) == [
        *(f"Number {number}" for number in range(6)),
    ]
    assert client.get("/en/topics/nothing/events/").status_code == 404


def test_a_topic_has_a_page_in_the_languages_in_which_something_is_public(client):
    tagged(make_article(published_at_en=None), make_topic())
    response = client.get("/en/topics/care/")
    assert response.status_code == 404
    assert 'href="/ko/topics/care/"' in response.text
    korean = client.get("/ko/topics/care/").text
    assert "hreflang" not in re.search("<head>.*</head>", korean, re.DOTALL)[0]
    switch = re.search('<nav class="language-switch".*?</nav>', korean, re.DOTALL)[0]
    assert "<a " not in switch


@pytest.mark.parametrize("kind", ["article", "event", "organisation"])
def test_one_public_item_makes_a_page(client, kind):
    make = {"article": make_article, "event": make_event, "organisation": make_organisation}[kind]
    item = tagged(make(published_at_ko=None, published_at_en=None), make_topic())
    assert client.get("/en/topics/care/").status_code == 404
    assert 'href="/en/topics/care/"' not in client.get("/en/topics/").text
    item.published_at_en = yesterday()
    item.save()
    assert client.get("/en/topics/care/").status_code == 200
    assert 'href="/en/topics/care/"' in client.get("/en/topics/").text
    assert 'href="/en/topics/care/"' in client.get(item.url_in("en")).text


def test_a_member_that_was_taken_off_the_site_makes_none(client):
    member = tagged(make_member(), make_topic())
    member.is_delisted, member.delisting_reason = True, "x"
    member.save()
    assert client.get("/en/topics/care/").status_code == 404
    assert client.get("/en/topics/").status_code == 200


def test_search_engines_and_readers_find_a_topic_while_something_is_public(client):
    topic = make_topic()
    article = tagged(make_article(published_at_en=None), topic)
    sitemap = client.get(f"/sitemap-topics-{(topic.pk + 999) // 1000}.xml").text
    assert "/ko/topics/care/" in sitemap
    assert "/en/topics/care/" not in sitemap
    index.index_all_changes()
    assert 'href="/ko/topics/care/"' in client.get("/ko/search/?q=돌봄&kind=topics").text
    article.published_at_ko = None
    article.save()
    assert 'href="/ko/topics/care/"' not in client.get("/ko/search/?q=돌봄&kind=topics").text
    article.published_at_ko = timezone.now() + timedelta(hours=1)
    article.save()
    assert 'href="/ko/topics/care/"' not in client.get("/ko/search/?q=돌봄&kind=topics").text
    article.published_at_ko = yesterday()
    article.save()
    assert 'href="/ko/topics/care/"' in client.get("/ko/search/?q=돌봄&kind=topics").text


@pytest.mark.parametrize("items", [1, 3])
@pytest.mark.parametrize(
    ("path", "budget"), [("topics/", 3), ("topics/topic-0/", 9), ("topics/topic-0/events/", 4)]
)
def test_queries(client, items, path, budget, django_assert_num_queries):
    for number in range(items):
        topic = make_topic(slug=f"topic-{number}")
        for _number in range(items):
            tagged(make_article(), topic)
            tagged(make_event(), topic)
            tagged(make_event(starts_at=timezone.now() - 3 * A_DAY), topic)
            tagged(make_member(), topic)
            tagged(make_resource(), topic)
    client.get(f"/en/{path}")
    with django_assert_num_queries(budget):
        assert client.get(f"/en/{path}").status_code == 200

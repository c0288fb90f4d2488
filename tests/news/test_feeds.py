"""Feeds, read by a library that did not write them."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from members.models import Organisation
from members.names import hiding
from network.models import Network
from news.models import Article
from photos import actions
from tests.support.builders import (
    add_correction,
    add_event_block,
    add_event_organisation,
    add_file,
    add_gallery,
    add_participation,
    add_photo,
    add_quote,
    add_session,
    add_statistic,
    add_text,
    add_video,
    make_article,
    make_campaign,
    make_event,
    make_member,
    make_network,
    make_person,
    make_photo,
    make_topic,
)
from tests.support.reading_feeds import SITE, atom, json_feed, titles

pytestmark = pytest.mark.django_db

FEEDS = [
    "news/feed",
    "news/kinds/story/feed",
    "topics/care/feed",
    "campaigns/16-days/feed",
    "members/circle/feed",
]


@pytest.fixture(autouse=True)
def _network():
    make_network()


def make_report(**words) -> Article:
    """An article with every kind of block."""
    event = make_event()
    article = make_article(
        event=event,
        lead_photo=make_photo(),
        byline_en="Aromo Odero",
        source_url="https://un.example/",
        show_about_network=True,
    )
    add_text(
        article, body_en='<p>Read <a href="/en/events/">events</a> and <a href="#b">b</a>.</p>'
    )
    photo = make_photo(alt_en="A <full> hall", caption_en="Opening & end")
    add_photo(article, photo)
    add_gallery(article, [make_photo(alt_en="A circle of chairs")])
    add_quote(article, quote_en="We begin at home.")
    add_statistic(article, 2_000)
    add_video(article, title_en="The film", transcript_en="Applause.")
    add_file(article)
    add_event_block(article, "programme")
    add_event_block(article, "facts")
    add_participation(add_session(event, "lecture"))
    add_event_organisation(event, make_member(name_en="Circle"))
    add_correction(article, text_en="There were 32 countries.")
    return article


def test_an_article_stands_in_a_feed_with_its_facts(client):
    moment = datetime(2026, 3, 2, 0, 0, tzinfo=UTC)
    with time_machine.travel(moment, tick=False):
        article = make_article(
            slug="launch", byline_en="Aromo Odero", published_at_en=moment, kind="story"
        )
        article.topics.add(make_topic())
    with time_machine.travel(moment + timedelta(days=3), tick=False):
        article.save()
    feed = atom(client, "/en/news/feed.atom")
    assert feed.feed.title == "EXNET: News"
    assert feed.feed.language == "en"
    assert feed.feed.author == "Example Network"
    assert feed.feed.id == f"{SITE}/en/news/feed.atom"
    assert {link.rel: link.href for link in feed.feed.links} == {
        "alternate": f"{SITE}/en/news/",
        "self": f"{SITE}/en/news/feed.atom",
    }
    assert feed.feed.updated == "2026-03-05T09:00:00+09:00"
    [entry] = feed.entries
    assert entry.id == f"tag:testserver,2026:article-{article.pk}-en"
    assert entry.link == f"{SITE}/en/news/launch/"
    assert entry.published == "2026-03-02T09:00:00+09:00"
    assert entry.updated == "2026-03-05T09:00:00+09:00"
    assert entry.author == "Aromo Odero"
    assert entry.summary == "A first sentence."
    assert [tag.term for tag in entry.tags] == ["Story", "Care"]
    [item] = json_feed(client, "/en/news/feed.json")["items"]
    assert item["id"] == entry.id
    assert item["url"] == entry.link
    assert item["language"] == "en"
    assert item["authors"] == [{"name": "Aromo Odero"}]
    assert item["date_modified"] == entry.updated
    assert item["tags"] == ["Story", "Care"]
    assert item["content_html"] == entry.content[0].value


def test_an_article_keeps_its_id_when_its_address_changes(client):
    article = make_article(slug="launch")
    [before] = atom(client, "/ko/news/feed.atom").entries
    article.slug = "the-launch"
    article.save()
    [after] = atom(client, "/ko/news/feed.atom").entries
    assert before.id == after.id
    assert after.link == f"{SITE}/ko/news/the-launch/"


def test_the_whole_text_is_in_it_with_credits_and_absolute_addresses(client):
    Network.objects.update(about_en="We are twelve organisations.")
    make_report()
    [entry] = atom(client, "/en/news/feed.atom").entries
    html = entry.content[0].value
    for words in (
        f'<a href="{SITE}/en/events/">events</a>',
        f'<a href="{entry.link}#b">b</a>',
        'alt="A &lt;full&gt; hall"',
        "Opening &amp; end Photo by Son Sang-min",
        'alt="A circle of chairs"',
        "We begin at home.",
        "2,000",
        "The film",
        "Applause.",
        f'href="{SITE}/en/news/files/',
        "Seoul Family Plaza",
        "Kim Bogi",
        "There were 32 countries.",
        "Written by Aromo Odero",
        'href="https://un.example/"',
        "We are twelve organisations.",
    ):
        assert words in html
    assert html.count("<img") == html.count("Photo by Son Sang-min") == 3
    assert set(re.findall(r'\s(?:href|src)="(?!https?://)[^"]*', html)) == set()
    assert not re.search(r"<(?:script|style|button|dialog|iframe|form|source)\b", html)


def test_each_feed_has_what_its_page_lists(client):
    topic, campaign, member = make_topic(), make_campaign(), make_member(slug="circle")
    make_article(title_en="A story", kind="story")
    make_article(title_en="On care").topics.add(topic)
    make_article(title_en="Of the campaign", campaign=campaign)
    make_article(title_en="Of its event", event=make_event(campaign=campaign))
    make_article(title_en="By a member", publisher=member)
    make_article(title_en="Quoting a member")
    add_quote(Article.objects.get(title_en="Quoting a member"), organisation=member)
    found = {path: titles(client, f"/en/{path}") for path in FEEDS}
    assert len(found.pop("news/feed")) == 6
    assert found == {
        "news/kinds/story/feed": ["A story"],
        "topics/care/feed": ["On care"],
        "campaigns/16-days/feed": ["Of its event", "Of the campaign"],
        "members/circle/feed": ["Quoting a member", "By a member"],
    }


def test_the_newest_fifty_are_in_a_feed_and_it_says_so(client):
    for number in range(51):
        make_article(
            title_en=f"Number {number}",
            published_at_en=timezone.now() - timedelta(hours=number + 1),
        )
    feed = atom(client, "/en/news/feed.atom")
    assert [entry.title for entry in feed.entries] == [f"Number {number}" for number in range(50)]
    assert feed.feed.subtitle == "The newest articles, at most 50"


def test_a_feed_has_nothing_unpublished_and_nothing_of_the_other_language(client):
    make_article(title_en="Public")
    make_article(title_en="Draft", published_at_en=None)
    make_article(title_en="Later", published_at_en=timezone.now() + timedelta(hours=1))
    for path in ("/en/news/feed.atom", "/en/news/feed.json"):
        text = client.get(path).text
        assert "Public" in text
        assert "Draft" not in text
        assert "Later" not in text
        assert "첫 문장입니다." not in text
    korean = client.get("/ko/news/feed.json").text
    assert "첫 문장입니다." in korean
    assert "A first sentence." not in korean


def test_a_hidden_person_and_a_withdrawn_photo_leave_the_feeds(client):
    article, photo, person = make_article(), make_photo(alt_en="The mayor"), make_person()
    add_photo(article, photo)
    add_quote(article, person=person)
    before = client.get("/en/news/feed.atom").text
    assert "The mayor" in before
    assert "Kim Bogi" in before
    actions.take_down(photo)
    hiding.hide_person(person, by=None)
    for path in ("/en/news/feed.atom", "/en/news/feed.json"):
        after = client.get(path).text
        assert "We create it together." in after
        assert "The mayor" not in after
        assert "Kim Bogi" not in after


def test_a_feed_without_articles_is_whole_and_does_not_change_by_itself(client):
    with time_machine.travel(datetime(2026, 3, 1, tzinfo=UTC)):
        before = client.get("/ko/news/feed.atom").content
    with time_machine.travel(datetime(2026, 4, 1, tzinfo=UTC)):
        assert client.get("/ko/news/feed.atom").content == before
        assert atom(client, "/ko/news/feed.atom").entries == []
        assert json_feed(client, "/ko/news/feed.json")["items"] == []


@pytest.mark.parametrize(
    "path",
    [
        "news/feed.rss",
        "news/kinds/rumour/feed.atom",
        "topics/nothing/feed.atom",
        "campaigns/nothing/feed.json",
        "members/unpublished/feed.atom",
    ],
)
def test_other_feeds_are_not_there(client, path):
    make_member(slug="unpublished", published_at_en=None)
    assert client.get(f"/en/{path}").status_code == 404


def test_pages_announce_their_feed_and_link_to_it(client):
    make_article(kind="press-release")
    make_article(slug="article", kind="story", campaign=make_campaign()).topics.add(make_topic())
    make_article(publisher=make_member(slug="circle"))
    for page, feed in {
        "/en/": "/en/news/feed",
        "/en/news/": "/en/news/feed",
        "/en/news/?kind=story": "/en/news/kinds/story/feed",
        "/en/news/?topic=care": "/en/topics/care/feed",
        "/en/news/?topic=care&kind=story": "/en/news/feed",
        "/en/news/article/": "/en/news/feed",
        "/en/press/": "/en/news/kinds/press-release/feed",
        "/en/campaigns/16-days/": "/en/campaigns/16-days/feed",
        "/en/members/circle/": "/en/members/circle/feed",
    }.items():
        links = re.findall(
            r'<link rel="alternate" type="application/\S+" title="[^"]+" href="(\S+)">',
            client.get(page).text,
        )
        assert links == [f"{SITE}{feed}.atom", f"{SITE}{feed}.json"]
        assert f'<a href="{feed}.atom"' in client.get(page).text


@pytest.mark.parametrize("items", [1, 3])
@pytest.mark.parametrize(
    ("path", "budget"),
    [("news/feed.atom", 8), ("topics/care/feed.json", 9), ("members/circle/feed.atom", 9)],
)
def test_a_feed_costs_the_same_with_one_article_and_with_three(
    client, items, path, budget, django_assert_num_queries
):
    topic, member = make_topic(), make_member(slug="circle")
    for _number in range(items):
        article = make_report()
        article.publisher = member
        article.save()
        article.topics.add(topic)
    client.get(f"/en/{path}")
    with django_assert_num_queries(budget):
        client.get(f"/en/{path}")


def test_the_calendar_of_a_campaign_has_its_events_only(client):
    campaign = make_campaign()
    make_event(title_en="Forum", campaign=campaign)
    make_event(title_en="Other")
    make_event(title_en="Draft", campaign=campaign, published_at_en=None)
    response = client.get("/en/campaigns/16-days/calendar.ics")
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    calendar = Calendar.from_ical(response.content)
    assert calendar["X-WR-CALNAME"] == "Example Network: 16 Days of Activism"
    assert [str(event["SUMMARY"]) for event in calendar.events] == ["Forum"]
    assert 'href="/en/campaigns/16-days/calendar.ics"' in client.get("/en/campaigns/16-days/").text
    assert client.get("/en/campaigns/nothing/calendar.ics").status_code == 404


def test_the_feed_of_a_member_who_was_renamed_leads_to_the_new_address(client):
    member = make_member(slug="before")
    member.slug = "after"
    member.save()
    address = reverse("news:member-feed", args=["after", "atom"])
    old = address.replace("after", "before")
    assert client.get(address).status_code == 200
    response = client.get(old)
    assert (response.status_code, response["Location"]) == (301, address)
    Organisation.objects.update(published_at_en=None, published_at_ko=None)
    assert client.get(old).status_code == 404

"""Upcoming and past events: in the list, on pages of campaigns and hosts, and the home page."""

import gzip
import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from django.utils.translation import override

from events.models import Event
from news.archive.campaign_years import load_years, outline_of
from tests.support.builders import (
    add_event_organisation,
    add_session,
    make_article,
    make_campaign,
    make_event,
    make_network,
    make_organisation,
    make_photo,
    tomorrow,
)
from tests.support.crawling import linked_files
from tests.support.markup import tight

pytestmark = pytest.mark.django_db


def in_order(html: str, *words: str) -> bool:
    places = [html.index(word) for word in words]
    return places == sorted(places)


def year(number: int) -> datetime:
    return datetime(number, 3, 1, 3, tzinfo=UTC)


def test_nearest_first_then_the_past_by_year(client):
    make_event(title_en="In-a-month", starts_at=timezone.now() + timedelta(days=30))
    make_event(title_en="In-a-week", starts_at=timezone.now() + timedelta(days=7))
    make_event(title_en="Old-one", starts_at=year(2024))
    make_event(title_en="Newer-one", starts_at=year(2025))
    html = client.get("/en/events/").text
    assert in_order(html, "In-a-week", "In-a-month", "Newer-one")
    assert "Old-one" not in html
    assert "?year=2024" in html
    html = client.get("/en/events/?year=2024").text
    assert "Old-one" in html
    assert "Newer-one" not in html
    assert "In-a-week" not in html


@pytest.mark.parametrize("query", ["year=1999", "year=x", "year=", "before=x", "after=x"])
def test_unknown_values_in_the_query_are_ignored(client, query):
    make_event(title_en="Old-one", starts_at=year(2024))
    response = client.get(f"/en/events/?{query}")
    assert response.status_code == 200
    assert "Old-one" in response.text


@pytest.mark.parametrize(
    ("starts_at", "time_zone"),
    [
        (datetime(2024, 12, 31, 18, tzinfo=ZoneInfo("America/New_York")), "America/New_York"),
        (datetime(2024, 12, 31, 18, tzinfo=ZoneInfo("Pacific/Kiritimati")), "Pacific/Kiritimati"),
        (datetime(2024, 12, 31, 18, tzinfo=ZoneInfo("Asia/Seoul")), "Asia/Seoul"),
    ],
)
def test_an_event_stands_in_the_year_of_its_own_time_zone(client, starts_at, time_zone):
    """In Seoul it is 2025 already when the night begins in New York."""
    campaign = make_campaign()
    event = make_event(starts_at=starts_at, time_zone=time_zone, campaign=campaign)
    make_event(title_en="Newer-one", starts_at=year(2025))
    html = client.get("/en/events/?year=2024").text
    assert event.get_absolute_url().replace("/ko/", "/en/") in html
    assert "Newer-one" not in html
    assert str(event).endswith("(2024)")
    assert 'id="year-2024"' in client.get("/en/campaigns/16-days/").text


def test_only_years_with_a_past_event_are_offered(client):
    make_event(starts_at=timezone.now() + timedelta(days=9))
    assert "?year=" not in client.get("/en/events/").text
    for number in (2024, 2022):
        make_event(starts_at=year(number))
    make_event(starts_at=year(2023), published_at_en=None)
    shown = re.findall(r"\?year=(\w+)", client.get("/en/events/").text)
    assert shown == ["2024", "2022"]


def test_an_event_that_is_moved_stands_in_its_new_year():
    event = make_event(starts_at=year(2024))
    event.starts_at = event.ends_at = year(2025)
    event.save(update_fields=["starts_at", "ends_at"])
    event.refresh_from_db()
    assert event.start_year == 2025


def test_an_empty_list_says_when_the_last_one_was(client):
    assert "No event has been announced in English yet." in client.get("/en/events/").text
    make_event(title_en="Old-one", starts_at=year(2024))
    make_event(title_en="Called-off", starts_at=year(2025), status="cancelled")
    html = tight(client.get("/en/events/").text)
    assert "No event is announced at the moment." in html
    assert re.search(r"The last one:.*Old-one.*1 March 2024", html)


def test_drafts_scheduled_and_other_languages_are_in_no_list(client):
    campaign, host = make_campaign(), make_organisation(slug="host")
    make_event(title_en="Public-one", campaign=campaign)
    hidden = [
        make_event(title_en="Hidden", title_ko="숨김", published_at_en=moment, campaign=campaign)
        for moment in (None, tomorrow())
    ]
    for event in hidden:
        add_event_organisation(event, host)
    for page in ("events/", "campaigns/16-days/", "", "events/calendar.ics"):
        text = client.get(f"/en/{page}").content.decode()
        assert "Public-one" in text, page
        assert "Hidden" not in text, page
    assert "Hidden" not in client.get("/en/members/host/").text
    assert "숨김" in client.get("/ko/members/host/").text


def test_a_campaign_year_by_year(client):
    campaign = make_campaign(description_en="<p>Every winter.</p>")
    make_event(title_en="Forum-23", starts_at=year(2023), campaign=campaign)
    make_event(title_en="Forum-25", starts_at=year(2025), campaign=campaign)
    later = year(2025) + timedelta(hours=3)
    make_event(title_en="Walk-25", starts_at=later, campaign=campaign)
    make_event(title_en="Elsewhere", starts_at=year(2025))
    html = client.get("/en/campaigns/16-days/").text
    days, years = ("25 November", "10 December"), (">2025<", "Forum-25", "Walk-25", ">2023<")
    assert in_order(html, *days, *years, "Forum-23")
    assert "Every winter." in html
    assert "Elsewhere" not in html
    korean = client.get("/ko/campaigns/16-days/").text
    assert "11월 25일" in korean
    assert "Every winter." not in korean
    assert client.get("/en/campaigns/none/").status_code == 404


def test_a_campaign_in_pages(client):
    campaign = make_campaign(description_en="<p>Every winter.</p>")
    for number in range(15):
        event = make_event(title_en=f"Walk-{number:02}-25", starts_at=year(2025), campaign=campaign)
        make_article(slug=f"report-{number}", title_en=f"Report-{number:02}", event=event)
    make_event(title_en="Forum-23", starts_at=year(2023), campaign=campaign)
    first, second = (client.get(f"/en/campaigns/16-days/{page}").text for page in ("", "?page=2"))
    assert first.count("Walk-") == 15
    assert first.count("<h2") == 1
    assert in_order(second, "(Page 2 of 2)", ">2025<", "Report-", ">2023<", "Forum-23")
    for number in range(15):
        assert (f"Report-{number:02}" in first) != (f"Report-{number:02}" in second)
    assert "<p>Every winter.</p>" not in second
    assert 'rel="next" href="?page=2"' in first
    assert client.get("/en/campaigns/16-days/?page=9").text == second


def test_what_is_taken_back_leaves_a_campaign_at_once(client):
    """Its items are kept in memory until the news of a change arrives."""
    campaign = make_campaign()
    event = make_event(campaign=campaign)
    with override("en"):
        items = outline_of(campaign).items
        assert [item.key for item in items] == [event.pk]
        Event.objects.update(published_at_en=None)
        assert [year.events for year in load_years(items)] == [[]]


def test_home_names_the_next_event_that_takes_place(client):
    make_event(title_en="Called-off", status="cancelled", starts_at=timezone.now())
    assert "Next event" not in client.get("/en/").text
    make_event(title_en="Far", starts_at=timezone.now() + timedelta(days=9))
    make_event(title_en="Near", starts_at=timezone.now() + timedelta(days=2))
    html = client.get("/en/").text
    assert "Near" in html
    assert "Far" not in html
    assert "Called-off" not in html


def test_the_list_says_what_is_cancelled(client):
    make_event(title_en="Called-off", status="cancelled")
    assert re.search(r"<strong[^>]*>Cancelled</strong>", client.get("/en/events/").text)


def test_an_organisation_that_is_not_public_cannot_be_guessed(client):
    make_organisation(slug="draft", published_at_ko=None, published_at_en=None)
    make_organisation(slug="ko-only", published_at_en=None)
    assert client.get("/en/members/draft/").status_code == 404
    response = client.get("/en/members/ko-only/")
    assert response.status_code == 404
    assert "보기연구소" in response.text


def fill(number_of_events: int) -> None:
    make_network()
    photo, campaign, host = make_photo(), make_campaign(), make_organisation(slug="host")
    for number in range(number_of_events):
        fields = {"campaign": campaign, "lead_photo": photo}
        add_session(make_event(slug=f"event-{number}", **fields))
        held = make_event(starts_at=year(2024 + number % 2), **fields)
        add_event_organisation(held, host)
        make_article(slug=f"article-{number}", event=held, lead_photo=photo)


@pytest.mark.parametrize("events", [1, 3, 10])
@pytest.mark.parametrize(("page", "budget"), [("events/", 5), ("campaigns/16-days/", 8)])
def test_queries(client, django_assert_num_queries, events, page, budget):
    fill(events)
    client.get(f"/en/{page}")
    with django_assert_num_queries(budget):
        assert client.get(f"/en/{page}").status_code == 200


@pytest.mark.parametrize("page", ["events/", "events/event-0/", "campaigns/16-days/"])
def test_size_with_gzip(client, page):
    fill(24)
    html = client.get(f"/en/{page}").text
    files = linked_files(html)
    assert len(files) >= 2
    assert sum(len(gzip.compress(data)) for data in [html.encode(), *files]) <= 30_000


@pytest.mark.parametrize("page", ["events/", "events/event-0/", "campaigns/16-days/"])
def test_no_cookie_and_nothing_inline(client, page):
    fill(1)
    response = client.get(f"/en/{page}")
    assert not response.cookies
    assert "style=" not in response.text
    assert not re.search(r"<script(?![^>]*(src=|ld\+json))", response.text)

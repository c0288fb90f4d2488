"""A series of events, such as a book tour, has a page; courses have participants."""

import json
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from events.models import Campaign
from tests.support.builders import (
    A_DAY,
    add_participation,
    add_session,
    make_article,
    make_campaign,
    make_event,
    make_network,
    make_person,
    make_photo,
    make_resource,
    yesterday,
)

pytestmark = pytest.mark.django_db

START = datetime(2024, 5, 6, 10, tzinfo=UTC)
NO_DAYS = dict.fromkeys(["from_month", "from_day", "to_month", "to_day"])


@pytest.fixture(autouse=True)
def _network():
    make_network()


def make_series(**fields) -> Campaign:
    fields = {
        "slug": "tour",
        "name_ko": "책 여행",
        "name_en": "Book tour",
        "kind": "series",
    } | fields
    return make_campaign(**fields | NO_DAYS)


def make_stop(series: Campaign, day: int, city: str, **fields):
    moment = START + timedelta(days=day)
    fields = {"slug": f"stop-{day}", "title_en": f"In {city}", "city_en": city} | fields
    return make_event(campaign=series, starts_at=moment, ends_at=None, **fields)


def text_of(client, path: str) -> str:
    html = client.get(path).text
    return " ".join(re.sub("<[^>]+>", " ", html[html.index("<h1") : html.index("</main>")]).split())


def series_data(html: str) -> dict:
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    return next(one for one in map(json.loads, found) if one["@type"] == "EventSeries")


def test_a_tour_of_ten_days_in_four_cities_has_a_page(client):
    tour = make_series(description_en="<p>Ten days.</p>")
    for day, city in enumerate(["Seoul", "Daejeon", "Gwangju", "Busan"]):
        make_stop(tour, day * 3, city)
    make_stop(tour, 20, "Jeju", status="cancelled")
    make_stop(tour, 30, "Ulsan", published_at_en=None)
    make_article(title_en="On the tour", campaign=tour)
    make_resource(title_en="The book", campaign=tour)
    make_resource(slug="draft", title_en="The draft", campaign=tour, published_at_en=None)
    text = text_of(client, "/en/campaigns/tour/")
    assert (
        "Book tour When 6 May – 15 May 2024 Where Seoul Daejeon Gwangju Busan Subscribe"
    ) in text
    assert re.findall(r"In (\w+)", text)[:4] == ["Seoul", "Daejeon", "Gwangju", "Busan"]
    for shown in ("Ten days.", "On the tour", "The book"):
        assert shown in text
    assert "Every year" not in text
    assert "The draft" not in text
    assert "Ulsan" not in text
    assert "Series of events" in client.get("/en/campaigns/tour/").text
    assert "연속 행사" in client.get("/ko/campaigns/tour/").text


def test_search_engines_are_told_of_the_series_and_its_events(client):
    tour = make_series(description_en="<p>Ten days &amp; <em>four</em> cities.</p>")
    stop = make_stop(tour, 0, "Seoul")
    make_stop(tour, 40, "Busan", precision="year")
    data = series_data(client.get("/en/campaigns/tour/").text)
    assert data["description"] == "Ten days & four cities."
    assert (data["name"], data["startDate"], data["endDate"]) == (
        "Book tour",
        "2024-05-06",
        "2024-05-06",
    )
    assert [one["url"] for one in data["subEvent"]] == [f"http://testserver{stop.url_in('en')}"]
    html = client.get(stop.url_in("en")).text
    assert '"superEvent": {"@type": "EventSeries", "name": "Book tour"' in html
    assert data["subEvent"][0]["eventStatus"] == "https://schema.org/EventScheduled"
    assert "Series Book tour" in text_of(client, stop.url_in("en"))


@pytest.mark.parametrize(
    ("status", "schema"), [("cancelled", "EventCancelled"), ("postponed", "EventPostponed")]
)
def test_search_engines_are_told_that_an_event_of_a_series_does_not_take_place(
    client, status, schema
):
    make_stop(make_series(), 0, "Seoul", status=status)
    data = series_data(client.get("/en/campaigns/tour/").text)
    assert [one["eventStatus"] for one in data["subEvent"]] == [f"https://schema.org/{schema}"]


def test_a_series_whose_days_nobody_knows_tells_the_rest(client):
    make_series(description_en="<p>Ten days in four cities.</p>")
    text = text_of(client, "/en/campaigns/tour/")
    assert "Ten days in four cities." in text
    assert "When" not in text
    assert "Every year" not in text


def test_of_an_address_for_registered_people_the_city_is_shown(client):
    tour = make_series()
    make_stop(tour, 0, "Seoul", venue_en="A secret place", address_for="registered")
    text = text_of(client, "/en/campaigns/tour/")
    assert "Where Seoul" in text
    assert "A secret place" not in text


def test_a_campaign_has_days_and_a_series_has_none():
    make_series()
    for fields in ({"kind": "series"}, {"kind": "campaign", "from_day": None}, {"from_month": 13}):
        with pytest.raises(IntegrityError), transaction.atomic():
            make_campaign(slug="other", **fields)


def test_the_form_asks_a_campaign_for_its_days_and_forgets_those_of_a_series(admin_client):
    admin_client.cookies["django_language"] = "en"
    url = "/admin/events/campaign/add/"
    days = {"from_month": 11, "from_day": 25, "to_month": 12, "to_day": 10}
    form = {"name_ko": "책 여행", "name_en": "Tour", "slug": "", "kind": "series"}
    assert admin_client.post(url, form | days).status_code == 302
    assert Campaign.objects.get().from_month is None
    response = admin_client.post(url, form | {"kind": "campaign", "slug": "x", "to_day": 3})
    errors = response.context["adminform"].form.errors
    assert set(errors) == {"from_month", "from_day", "to_month"}
    assert errors["from_day"] == ["A campaign needs this; only a series has none."]


@pytest.mark.parametrize(
    ("kind", "label"),
    [("course", "Participants"), ("workshop", "Participants"), ("forum", "People present")],
)
@pytest.mark.parametrize(
    ("exactness", "figure"), [("exact", "20"), ("about", "about 20"), ("over", "over 20")]
)
def test_courses_have_participants(client, kind, label, exactness, figure):
    held = yesterday() - A_DAY
    fields = {"attendance": 20, "attendance_exactness": exactness}
    make_event(slug="held", kind=kind, starts_at=held, ends_at=None, **fields)
    assert f"{label} {figure}" in text_of(client, "/en/events/held/")


def test_who_took_part_in_a_course_is_named_on_its_page_only(client):
    course = make_event(slug="course", kind="course")
    session = add_session(course, "workshop")
    add_participation(session, make_person(name_en="A Trainer"), role="moderator")
    add_participation(session, make_person(name_en="A Learner"), role="participant")
    html = client.get("/en/events/course/").text
    assert "Participant A Learner" in text_of(client, "/en/events/course/")
    data = " ".join(re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.S))
    assert "A Trainer" in data
    assert "A Learner" not in data


@pytest.mark.parametrize("number", [1, 3, 8])
def test_queries(client, django_assert_num_queries, number):
    tour, photo = make_series(), make_photo()
    for one in range(number):
        make_stop(tour, one, "Seoul", lead_photo=photo)
        make_article(slug=f"a-{one}", campaign=tour)
        make_resource(slug=f"r-{one}", campaign=tour, cover=photo)
    client.get("/en/campaigns/tour/")
    with django_assert_num_queries(9):
        client.get("/en/campaigns/tour/")

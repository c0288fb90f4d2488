"""Calendars, read by a library that did not write them."""

import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
import vobject
from icalendar import Calendar

from events.models import Event
from tests.support.builders import make_event, make_network, tomorrow

pytestmark = pytest.mark.django_db

SEOUL = ZoneInfo("Asia/Seoul")
LAUNCH = datetime(2025, 7, 9, 19, tzinfo=SEOUL)


def ics(client, url: str) -> bytes:
    response = client.get(url)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    return response.content


def vevent(client, url: str):
    return vobject.readOne(ics(client, url).decode()).vevent


def unfolded(data: bytes) -> str:
    return data.replace(b"\r\n ", b"").decode()


def test_an_event_in_the_calendar_of_a_phone(client):
    event = make_event(slug="launch", starts_at=LAUNCH, summary_en="In a sentence.")
    parsed = vevent(client, "/en/events/launch.ics")
    assert parsed.summary.value == "The launch"
    assert parsed.dtstart.value == LAUNCH
    assert parsed.dtend.value == LAUNCH + timedelta(hours=2)
    assert parsed.location.value == "Seoul Family Plaza"
    assert parsed.url.value == "http://testserver/en/events/launch/"
    assert "In a sentence." in parsed.description.value
    assert parsed.uid.value == f"event-{event.pk}@testserver"
    assert parsed.status.value == "CONFIRMED"


@pytest.mark.time_machine("2027-01-01T09:00:00+09:00")
@pytest.mark.parametrize("time_zone", ["America/New_York", "Europe/London", "Asia/Seoul"])
def test_every_program_reads_the_same_moment_on_every_day_of_the_year(client, time_zone):
    make_network()
    days = [(1, 15), (3, 14), (3, 28), (3, 29), (7, 1), (10, 31), (11, 7)]
    moments = [datetime(2027, *day, 10, 30, tzinfo=ZoneInfo(time_zone)) for day in days]
    for moment in moments:
        make_event(starts_at=moment, time_zone=time_zone)
    data = ics(client, "/en/events/calendar.ics")
    # No rules of time zones: not all programs understand the same by them.
    assert b"VTIMEZONE" not in data
    assert b"TZID" not in data
    written = re.findall(r"DTSTART:(\w+Z)\r\n", data.decode())
    assert sorted(written) == [f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}" for moment in moments]
    by_vobject = [vevent.dtstart.value for vevent in vobject.readOne(data.decode()).vevent_list]
    by_icalendar = [vevent.start for vevent in Calendar.from_ical(data).events]
    assert sorted(by_vobject) == sorted(by_icalendar) == moments


def test_calendars_name_the_site_whichever_host_they_are_asked_under(client, settings):
    settings.SITE_URL = "https://network.example"
    settings.ALLOWED_HOSTS = ["network.example", "www.network.example"]
    event = make_event(slug="launch", starts_at=LAUNCH)
    answer = client.get("/en/events/launch.ics", headers={"host": "www.network.example"})
    parsed = vobject.readOne(answer.content.decode()).vevent
    assert parsed.uid.value == f"event-{event.pk}@network.example"
    assert parsed.url.value == "https://network.example/en/events/launch/"


def test_lines_are_folded_by_octets_and_characters_stay_whole(client):
    title = "성평등을 함께 만드는 남성들의 긴 제목을 가진 토론회 " * 3
    make_event(slug="long", title_ko=title, summary_ko="돌봄, 남성; 그리고 \\ 성평등\n둘째 줄")
    data = ics(client, "/ko/events/long.ics")
    assert data.endswith(b"\r\n")
    for line in data.split(b"\r\n"):
        assert len(line) <= 75
        line.decode()
    parsed = vobject.readOne(data.decode()).vevent
    assert parsed.summary.value == " ".join(title.split())
    assert parsed.description.value.startswith("돌봄, 남성; 그리고 \\ 성평등\n둘째 줄")


def test_the_revision_counts_changes_of_when_where_and_whether(client):
    event = make_event(slug="launch", starts_at=LAUNCH)
    assert vevent(client, "/en/events/launch.ics").sequence.value == "0"
    event.title_en = "Another title"
    event.save()
    assert event.revision == 0
    event.venue_ko = "다른 곳"
    event.save()
    assert event.revision == 1
    event = Event.objects.get(pk=event.pk)
    event.save()
    assert event.revision == 1
    for change in (
        {"starts_at": LAUNCH + timedelta(hours=1)},
        {"ends_at": LAUNCH + timedelta(hours=5)},
        {"time_zone": "Asia/Tokyo"},
        {"status": "cancelled"},
        {"online_url": "https://meet.example.org/1"},
        {"address_en": "1 Street"},
    ):
        before = event.revision
        for name, value in change.items():
            setattr(event, name, value)
        event.save()
        assert event.revision == before + 1, change
    assert vevent(client, "/en/events/launch.ics").sequence.value == str(event.revision)


def test_the_revision_survives_a_save_of_some_fields():
    event = make_event(starts_at=LAUNCH)
    event.status = "postponed"
    event.save(update_fields=["status"])
    assert Event.objects.get(pk=event.pk).revision == 1


def test_the_revision_counts_a_change_before_another_field_is_loaded():
    event = Event.objects.defer("title_ko").get(pk=make_event(starts_at=LAUNCH).pk)
    event.venue_ko = "다른 곳"
    assert event.title_ko
    event.save()
    assert event.revision == 1


def test_the_revision_counts_a_change_when_it_is_stored():
    event = make_event(starts_at=LAUNCH)
    event.venue_ko = "다른 곳"
    event.save(update_fields=["title_ko"])
    assert event.revision == 0
    event.save()
    assert event.revision == 1


def test_the_uid_outlives_the_slug_and_the_language(client):
    event = make_event(slug="old", starts_at=LAUNCH)
    before = vevent(client, "/en/events/old.ics").uid.value
    event.slug = "new"
    event.save()
    assert vevent(client, "/en/events/new.ics").uid.value == before
    assert vevent(client, "/ko/events/new.ics").uid.value == before


def test_cancelled_events_stay_in_the_feed_as_cancelled(client):
    make_network()
    make_event(status="cancelled")
    parsed = vevent(client, "/en/events/calendar.ics")
    assert parsed.status.value == "CANCELLED"
    assert parsed.summary.value == "Cancelled: The launch"


@time_machine.travel(datetime(2024, 6, 1, tzinfo=SEOUL))
def test_days_are_whole_days_and_months_and_years_are_left_out(client):
    make_network()
    start = datetime(2024, 5, 3, tzinfo=SEOUL)
    make_event(slug="day", starts_at=start, ends_at=start + timedelta(days=9), precision="day")
    for precision in ("month", "year"):
        make_event(slug=precision, starts_at=start, ends_at=None, precision=precision)
    parsed = vobject.readOne(ics(client, "/en/events/calendar.ics").decode())
    assert [str(event.url.value) for event in parsed.vevent_list] == [
        "http://testserver/en/events/day/"
    ]
    assert parsed.vevent.dtstart.value == date(2024, 5, 3)
    assert parsed.vevent.dtend.value == date(2024, 5, 13)
    assert b"DTSTART;VALUE=DATE:20240503" in ics(client, "/en/events/calendar.ics")
    assert client.get("/en/events/month.ics").status_code == 404
    assert client.get("/en/events/year.ics").status_code == 404


def test_a_feed_holds_what_is_public_in_its_language(client):
    make_network()
    make_event(title_ko="둘 다", title_en="Both")
    make_event(title_ko="한국어만", title_en="English draft", published_at_en=None)
    make_event(title_ko="예정", title_en="Scheduled", published_at_en=tomorrow())
    english = unfolded(ics(client, "/en/events/calendar.ics"))
    assert "SUMMARY:Both" in english
    assert english.count("BEGIN:VEVENT") == 1
    korean = unfolded(ics(client, "/ko/events/calendar.ics"))
    assert korean.count("BEGIN:VEVENT") == 3


@time_machine.travel(datetime(2026, 6, 1, tzinfo=SEOUL))
def test_a_feed_goes_back_a_year(client):
    make_network()
    for year in (2024, 2025, 2026):
        make_event(slug=f"in-{year}", title_en=f"In {year}", starts_at=LAUNCH.replace(year=year))
    feed = unfolded(ics(client, "/en/events/calendar.ics"))
    assert re.findall(r"SUMMARY:(.*)\r", feed) == ["In 2025", "In 2026"]
    assert vevent(client, "/en/events/in-2024.ics").summary.value == "In 2024"


def test_an_empty_feed_is_a_calendar(client):
    assert vobject.readOne(ics(client, "/ko/events/calendar.ics").decode()).name == "VCALENDAR"


def test_a_feed_asks_as_much_for_many_events(client, django_assert_num_queries):
    make_network()
    for number in range(30):
        make_event(starts_at=LAUNCH + timedelta(days=number))
    with django_assert_num_queries(2):
        client.get("/en/events/calendar.ics")

"""When an event is upcoming, today and past, in its own time zone."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils.html import strip_tags

from events.formatting.event_times import session_time
from tests.support.builders import add_session, make_event

pytestmark = pytest.mark.django_db

SEOUL = ZoneInfo("Asia/Seoul")
NEW_YORK = ZoneInfo("America/New_York")
SECOND = timedelta(seconds=1)


def phase(event, moment, time_machine) -> str:
    time_machine.move_to(moment, tick=False)
    if event.is_past():
        return "after"
    return "today" if event.is_today() else "before"


def test_an_evening(time_machine):
    start = datetime(2025, 7, 9, 19, tzinfo=SEOUL)
    event = make_event(starts_at=start)
    midnight = datetime(2025, 7, 9, tzinfo=SEOUL)
    assert phase(event, midnight - SECOND, time_machine) == "before"
    assert phase(event, midnight, time_machine) == "today"
    assert phase(event, start + timedelta(hours=2) - SECOND, time_machine) == "today"
    assert phase(event, start + timedelta(hours=2), time_machine) == "after"


def test_a_night_across_midnight(time_machine):
    start = datetime(2025, 12, 31, 23, tzinfo=SEOUL)
    event = make_event(starts_at=start, ends_at=start + timedelta(hours=3))
    assert phase(event, datetime(2025, 12, 30, 23, 59, 59, tzinfo=SEOUL), time_machine) == "before"
    assert phase(event, datetime(2025, 12, 31, tzinfo=SEOUL), time_machine) == "today"
    assert phase(event, datetime(2026, 1, 1, 1, 59, 59, tzinfo=SEOUL), time_machine) == "today"
    assert phase(event, datetime(2026, 1, 1, 2, tzinfo=SEOUL), time_machine) == "after"


def test_without_an_end_two_hours_are_taken_for_granted(time_machine):
    start = datetime(2025, 7, 9, 19, tzinfo=SEOUL)
    event = make_event(starts_at=start, ends_at=None)
    assert phase(event, start + timedelta(hours=2) - SECOND, time_machine) == "today"
    assert phase(event, start + timedelta(hours=2), time_machine) == "after"


def test_today_is_the_day_of_the_place(time_machine):
    """In Seoul it is the 11th already when the day begins in New York."""
    event = make_event(
        starts_at=datetime(2025, 3, 10, 18, tzinfo=NEW_YORK), time_zone="America/New_York"
    )
    assert phase(event, datetime(2025, 3, 10, 9, tzinfo=SEOUL), time_machine) == "before"
    assert phase(event, datetime(2025, 3, 11, 6, tzinfo=SEOUL), time_machine) == "today"


@pytest.mark.parametrize("ends_at", [None, datetime(2025, 7, 9, 18, tzinfo=SEOUL)])
def test_a_day_lasts_until_midnight(time_machine, ends_at):
    event = make_event(
        starts_at=datetime(2025, 7, 9, 9, tzinfo=SEOUL), ends_at=ends_at, precision="day"
    )
    assert phase(event, datetime(2025, 7, 9, 23, 59, 59, tzinfo=SEOUL), time_machine) == "today"
    assert phase(event, datetime(2025, 7, 10, tzinfo=SEOUL), time_machine) == "after"


@pytest.mark.parametrize("ends_at", [None, datetime(2025, 1, 20, tzinfo=SEOUL)])
def test_a_month_is_never_today_and_lasts_to_its_end(time_machine, ends_at):
    event = make_event(
        starts_at=datetime(2025, 1, 1, tzinfo=SEOUL), ends_at=ends_at, precision="month"
    )
    assert phase(event, datetime(2025, 1, 15, tzinfo=SEOUL), time_machine) == "before"
    assert phase(event, datetime(2025, 1, 31, 23, 59, 59, tzinfo=SEOUL), time_machine) == "before"
    assert phase(event, datetime(2025, 2, 1, tzinfo=SEOUL), time_machine) == "after"


def test_a_year_is_never_today_and_lasts_to_its_end(time_machine):
    event = make_event(starts_at=datetime(2022, 5, 9, tzinfo=SEOUL), ends_at=None, precision="year")
    assert phase(event, datetime(2022, 5, 9, 12, tzinfo=SEOUL), time_machine) == "before"
    assert phase(event, datetime(2022, 12, 31, 23, 59, 59, tzinfo=SEOUL), time_machine) == "before"
    assert phase(event, datetime(2023, 1, 1, tzinfo=SEOUL), time_machine) == "after"


def test_the_query_says_what_the_event_says(time_machine):
    start = datetime(2025, 7, 9, 19, tzinfo=SEOUL)
    event = make_event(starts_at=start)
    for moment in (start, start + timedelta(hours=2) - SECOND, start + timedelta(hours=2)):
        time_machine.move_to(moment, tick=False)
        assert type(event).objects.past().exists() == event.is_past()
        assert type(event).objects.upcoming().exists() != event.is_past()


@pytest.mark.parametrize(
    ("precision", "shown"), [("day", "오후 10시"), ("month", "1월 1일(수) 오후 10시")]
)
def test_a_part_says_its_day_where_the_event_has_none(client, precision, shown):
    """Also on the first of the month, which stands for all of it."""
    start = datetime(2025, 1, 1, 22, tzinfo=SEOUL)
    event = make_event(slug="one", starts_at=start, ends_at=None, precision=precision)
    part = add_session(event, starts_at=start)
    assert strip_tags(session_time(part)) == shown


def test_a_part_across_midnight_says_both_days(client):
    start = datetime(2025, 12, 31, 20, tzinfo=SEOUL)
    event = make_event(slug="night", starts_at=start, ends_at=start + timedelta(hours=8))
    end = start + timedelta(hours=6)
    add_session(event, starts_at=start + timedelta(hours=2), ends_at=end)
    shown = " ".join(strip_tags(client.get("/ko/events/night/").text).split())
    assert "12월 31일(수) 오후 10시~1월 1일(목) 오전 2시" in shown

"""A plugin that runs the tests on another day:

    python -m pytest -p tests.support.other_day --today=leap-day

The clock of the process is moved before anything of the site is imported, and goes on from there.
A test that sets its own clock does so on top. The clocks of the machine stay where they are: the
database's and the file system's, which the site therefore may not compare with its own.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

SEOUL = ZoneInfo("Asia/Seoul")


def in_400_days(now: datetime) -> datetime:
    return now + timedelta(days=400)


def in_ten_years(now: datetime) -> datetime:
    day = min(now.day, 28)
    return now.replace(year=now.year + 10, day=day)


def last_evening_of_the_year(now: datetime) -> datetime:
    """Half past eleven: tomorrow is another year, and in UTC it is still the afternoon."""
    return now.replace(month=12, day=31, hour=23, minute=30)


def next_leap_day(now: datetime) -> datetime:
    day = now + timedelta(days=1)
    while (day.month, day.day) != (2, 29):
        day += timedelta(days=1)
    return day


DAYS: dict[str, Callable[[datetime], datetime]] = {
    "400-days": in_400_days,
    "ten-years": in_ten_years,
    "last-evening": last_evening_of_the_year,
    "leap-day": next_leap_day,
}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--today", choices=DAYS, required=True, help="the day to run the tests on")


def pytest_configure(config: pytest.Config) -> None:
    destination = DAYS[config.getoption("--today")](datetime.now(SEOUL))
    travel = time_machine.travel(destination, tick=True)
    travel.start()
    config.add_cleanup(travel.stop)


def pytest_report_header() -> str:
    return f"today: {datetime.now(SEOUL):%A %d %B %Y, %H:%M} in Seoul"

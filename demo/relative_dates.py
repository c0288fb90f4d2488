"""Dates of invented content, counted from the day on which the demonstration is filled.

A row of invented content names its `day`: a weekday of a week from now, or a day of a year from
now. Its moments and texts count from that day:

    day = "Thursday +1 week"                  # the Thursday of next week
    day = "Monday from 18 March -1 year"      # last year's first Monday from 18 March on
    day = "25 November -1 year"               # last year's 25 November
    starts_at = "that day 19:00"
    published_at_en = "that day -23 10:00"    # 23 days earlier
    taken_on = "that day"
    caption_en = "The first lesson, {that day +2: date}."

Rows without a `day` keep their dates, as the releases do.
"""

import re
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils.timezone import get_current_timezone

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
KOREAN_WEEKDAYS = "월화수목금토일"

DAY_OF_WEEK = re.compile(rf"(?P<weekday>{'|'.join(WEEKDAYS)}) (?P<weeks>[+-]\d+) weeks?")
DAY_OF_YEAR = re.compile(
    rf"((?P<weekday>{'|'.join(WEEKDAYS)}) from )?"
    rf"(?P<day>\d+) (?P<month>{'|'.join(MONTHS)}) (?P<years>[+-]\d+) years?"
)
MOMENT = re.compile(r"that day( (?P<days>[+-]\d+))?( (?P<time>\d\d:\d\d))?")
DATE_IN_TEXT = re.compile(r"\{that day(?: (?P<days>[+-]\d+))?: (?P<style>[a-z]+)\}")


def resolve(row: dict, today: date, day: date | None = None) -> dict:
    """Returns a row and its inner rows with dates in place of texts such as "that day". `day` is
    the day of the outer row."""
    if "day" in row:
        day = find_day(row["day"], today)
    return {
        name: _resolve_value(name, value, today, day)
        for name, value in row.items()
        if name != "day"
    }


def _resolve_value(name: str, value: Any, today: date, day: date | None) -> Any:
    match value:
        case dict():
            return resolve(value, today, day)
        case list():
            return [_resolve_value(name, part, today, day) for part in value]
        case str() if moment := MOMENT.fullmatch(value):
            return _moment(moment, _require_day(day, value))
        case str():
            language = name.rpartition("_")[2]
            return DATE_IN_TEXT.sub(
                lambda found: format_day(
                    _require_day(day, value) + _days(found), found["style"], language
                ),
                value,
            )
        case _:
            return value


def find_day(text: str, today: date) -> date:
    if found := DAY_OF_WEEK.fullmatch(text):
        monday = today - timedelta(days=today.weekday())
        weekday = WEEKDAYS.index(found["weekday"])
        return monday + timedelta(weeks=int(found["weeks"]), days=weekday)
    if found := DAY_OF_YEAR.fullmatch(text):
        month = MONTHS.index(found["month"]) + 1
        first = date(today.year + int(found["years"]), month, int(found["day"]))
        weekday = WEEKDAYS.index(found["weekday"]) if found["weekday"] else first.weekday()
        return first + timedelta(days=(weekday - first.weekday()) % 7)
    raise ValueError(f"No day of the demonstration: {text}")


def format_day(day: date, style: str, language: str) -> str:
    """`style` is `year`, `month`, `date`, `weekday` or `full`."""
    korean = language == "ko"
    month = MONTHS[day.month - 1]
    match style:
        case "year":
            return str(day.year)
        case "month":
            return f"{day.year}년 {day.month}월" if korean else f"{month} {day.year}"
        case "date":
            return f"{day.month}월 {day.day}일" if korean else f"{day.day} {month}"
        case "weekday":
            date_text = format_day(day, "date", language)
            if korean:
                return f"{date_text}({KOREAN_WEEKDAYS[day.weekday()]})"
            return f"{WEEKDAYS[day.weekday()]} {date_text}"
        case "full":
            date_text = format_day(day, "date", language)
            return f"{day.year}년 {date_text}" if korean else f"{date_text} {day.year}"
    raise ValueError(f"No way to name a day: {style}")


def _require_day(day: date | None, where: str) -> date:
    if day is None:
        raise ValueError(f"The row names no day, and counts from it: {where}")
    return day


def _moment(found: re.Match, day: date) -> date | datetime:
    day += _days(found)
    if not found["time"]:
        return day
    return datetime.combine(day, time.fromisoformat(found["time"]), get_current_timezone())


def _days(found: re.Match) -> timedelta:
    return timedelta(days=int(found["days"] or 0))

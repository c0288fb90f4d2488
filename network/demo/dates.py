"""Days of what is invented, counted from the day on which the demonstration is filled.

A row that is invented names its `day`, as a weekday of a week from now or as a day of a year from
now. Its moments, and its words in each language, count from there:

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

OF_A_WEEK = re.compile(rf"(?P<weekday>{'|'.join(WEEKDAYS)}) (?P<weeks>[+-]\d+) weeks?")
OF_A_YEAR = re.compile(
    rf"((?P<weekday>{'|'.join(WEEKDAYS)}) from )?"
    rf"(?P<day>\d+) (?P<month>{'|'.join(MONTHS)}) (?P<years>[+-]\d+) years?"
)
MOMENT = re.compile(r"that day( (?P<days>[+-]\d+))?( (?P<time>\d\d:\d\d))?")
IN_WORDS = re.compile(r"\{that day(?: (?P<days>[+-]\d+))?: (?P<how>[a-z]+)\}")


def resolve(row: dict, today: date, day: date | None = None) -> dict:
    """A row of the content, and the rows in it, with moments and words as they are when it is
    filled `today`. `day` is that of the row around it."""
    if "day" in row:
        day = find_day(row["day"], today)
    return {
        name: _resolve_value(name, value, today, day)
        for name, value in row.items()
        if name != "day"
    }


def _resolve_value(name: str, value, today: date, day: date | None):
    match value:
        case dict():
            return resolve(value, today, day)
        case list():
            return [_resolve_value(name, part, today, day) for part in value]
        case str() if moment := MOMENT.fullmatch(value):
            return _moment(moment, _known(day, value))
        case str():
            language = name.rpartition("_")[2]
            return IN_WORDS.sub(
                lambda found: in_words(_known(day, value) + _days(found), found["how"], language),
                value,
            )
        case _:
            return value


def find_day(words: str, today: date) -> date:
    """The day that these words mean `today`."""
    if found := OF_A_WEEK.fullmatch(words):
        monday = today - timedelta(days=today.weekday())
        weekday = WEEKDAYS.index(found["weekday"])
        return monday + timedelta(weeks=int(found["weeks"]), days=weekday)
    if found := OF_A_YEAR.fullmatch(words):
        month = MONTHS.index(found["month"]) + 1
        first = date(today.year + int(found["years"]), month, int(found["day"]))
        weekday = WEEKDAYS.index(found["weekday"]) if found["weekday"] else first.weekday()
        return first + timedelta(days=(weekday - first.weekday()) % 7)
    raise ValueError(f"No day of the demonstration: {words}")


def in_words(day: date, how: str, language: str) -> str:
    """A day as texts in this language name it: `month`, `date`, `weekday` or `full`."""
    korean = language == "ko"
    month = MONTHS[day.month - 1]
    match how:
        case "month":
            return f"{day.year}년 {day.month}월" if korean else f"{month} {day.year}"
        case "date":
            return f"{day.month}월 {day.day}일" if korean else f"{day.day} {month}"
        case "weekday":
            said = in_words(day, "date", language)
            if korean:
                return f"{said}({KOREAN_WEEKDAYS[day.weekday()]})"
            return f"{WEEKDAYS[day.weekday()]} {said}"
        case "full":
            said = in_words(day, "date", language)
            return f"{day.year}년 {said}" if korean else f"{said} {day.year}"
    raise ValueError(f"No way to name a day: {how}")


def _known(day: date | None, where: str) -> date:
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

"""Dates as people or programs type them, accepted where they can mean one day only.

`24.1.5` and `13/04/2024` have one meaning, `03/04/2024` has two and is refused. A weekday beside a
date decides between meanings; one that fits none of them makes the date invalid.
"""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date, datetime, time
from functools import cache

from babel.dates import get_day_names, get_month_names
from django.utils import timezone
from django.utils.translation import to_locale

from cms.i18n import languages
from cms.i18n.dates import Precision
from cms.text import plain_text

# Years in which something on this site can have started or ended.
EARLIEST, LATEST = 1800, 2200
# No spelling of a date is longer; longer texts are not parsed.
MAX_LENGTH = 60

# Found in lists on any site, whatever its languages are.
ALWAYS_READ = ("en", "ko")

DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212\uff0d", "-"))
# Middle dots, as in 2024·1·5, and the full stop of East Asian keyboards.
DOTS = str.maketrans(dict.fromkeys("\u00b7\u2022\u2027\u2219\u30fb\u318d\u3002\uff65", "."))
# Zero-width and directional characters, which survive copying from web pages and PDFs.
INVISIBLE = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")

TIME = re.compile(
    r"(?:\s+|(?<=\d)T)(?P<half>오전|오후|am|pm)?\s*(?P<hour>\d{1,2})"
    r"(?::(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d{1,9})?)?"
    r"|\s*시(?:\s*(?P<korean_minute>\d{1,2})\s*분)?)"
    r"\s*(?P<late_half>am|pm|a\.m\.|p\.m\.)?\s*(?P<offset>Z|UTC|GMT|KST|[+-]\d{2}:?\d{2})?$",
    re.IGNORECASE | re.ASCII,
)
OFFSETS = {"Z": "+0000", "UTC": "+0000", "GMT": "+0000", "KST": "+0900"}
IN_MARKS = re.compile(r"""[("“'‘\[]([^()\[\]"“”]*)[)"”'’\]]""")
WITH_UNITS = re.compile(
    r"(?P<year>\d{4}|'?\d{2})\s*[년年](?:\s*(?P<month>\d{1,2})\s*[월月](?:\s*(?P<day>\d{1,2})\s*[일日])?)?\.?"
)
# The first part settles the order, so the parts have one meaning each.
YEAR_FIRST = re.compile(
    r"(?P<year>\d{4})(?:(?:\s*(?:[-./,_]|년)\s*|\s+)(?:(?P<month>\d{1,2})\s*(?:[-./,_]|월)?\s*"
    r"(?:(?<=[-./,_월\s])(?P<day>\d{1,2})\s*(?:\.|일)?)?)?)?"
)
# Databases add the time (20240105093000), programs for statistics a fraction (20240105.0).
COMPACT = re.compile(
    r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})(?:\.0|(?:[01]\d|2[0-3])(?:[0-5]\d){2})?"
)
THREE_NUMBERS = re.compile(r"(\d{1,2})\s*([-./])\s*(\d{1,2})\s*\2\s*(\d{4}|\d{1,2})\.?")
WEEKDAY_BEHIND = re.compile(r"[\s(\[,.]*(?P<name>[^\W\d_]+)\.?\s*[)\]]?\.?$")
WEEKDAY_BEFORE = re.compile(r"^\(?(?P<name>[^\W\d_]+)\.?\)?\s*,?\s+")
SEPARATES = re.compile(r"[.,(\[]")
WORDS_AND_NUMBERS = re.compile(r"\d+|[^\W\d_]+")
ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th)\b", re.IGNORECASE)


class AmbiguousDateError(ValueError):
    """Several days can be meant. `days`: all of them, the earliest first."""

    def __init__(self, days: list[date]) -> None:
        super().__init__(", ".join(day.isoformat() for day in days))
        self.days = days


def parse_date(typed: str) -> tuple[date, Precision]:
    """The date, and how precisely it is known.

    Raises AmbiguousDateError where several days can be meant, and ValueError for what is no date.
    """
    if len(typed) > MAX_LENGTH:
        raise ValueError(typed)
    text = unicodedata.normalize("NFKC", typed.translate(DOTS))
    text = INVISIBLE.sub("", text).translate(DASHES).strip()
    if marked := IN_MARKS.fullmatch(text):
        text = marked[1]
    text = text.replace("’", "'").strip().removeprefix("'")
    text, moment = _without_time(text)
    text, weekday = _without_weekday(text)
    readings = {
        (day, precision)
        for day, precision in _readings(text)
        if weekday is None or (precision == Precision.DAY and day.weekday() == weekday)
    }
    if moment is not None:
        readings = {
            (day, precision)
            for day, precision in readings
            if _is_same_day_here(day, precision, moment)
        }
    if len(readings) > 1:
        raise AmbiguousDateError(sorted(day for day, _precision in readings))
    if not readings:
        raise ValueError(typed)
    return readings.pop()


def _without_time(text: str) -> tuple[str, time | None]:
    """The text without the time of day that programs write after a date. Raises ValueError for an
    impossible time."""
    found = TIME.search(text)
    if found is None:
        return text, None
    hour = int(found["hour"])
    if (found["half"] or found["late_half"]) and hour > 12:
        raise ValueError(text)
    # The half of the day does not change the date.
    minute = int(found["minute"] or found["korean_minute"] or 0)
    moment = time(hour, minute, int(found["second"] or 0))
    if offset := found["offset"]:
        offset = OFFSETS.get(offset.upper(), offset.replace(":", ""))
        moment = moment.replace(tzinfo=datetime.strptime(offset, "%z").tzinfo)
    return text[: found.start()].rstrip(" ,"), moment


def _is_same_day_here(day: date, precision: Precision, moment: time) -> bool:
    """Whether a day with a time of another time zone is the same day in the site's time zone."""
    if precision != Precision.DAY:
        return False
    if moment.tzinfo is None:
        return True
    return timezone.localdate(datetime.combine(day, moment)) == day


def _without_weekday(text: str) -> tuple[str, int | None]:
    """The text without a weekday before or after the date, and its number (Monday is 0)."""
    known = _weekdays()
    for pattern in (WEEKDAY_BEHIND, WEEKDAY_BEFORE):
        found = pattern.search(text)
        if found and (number := known.get(found["name"].casefold())) is not None:
            rest = text[: found.start()] or text[found.end() :]
            if not _is_unit(found, rest):
                return rest.strip(), number
    return text, None


def _is_unit(found: re.Match, rest: str) -> bool:
    """Whether 일 or 월 is the day or month of "1월 5일" rather than Sunday or Monday."""
    if found["name"] not in ("일", "월", "日", "月"):
        return False
    if found[0] == found["name"]:
        return True
    return not SEPARATES.search(found[0]) and ("년" in rest or "월" in rest)


def _readings(text: str) -> Iterator[tuple[date, Precision]]:
    """Every day, month or year that the text can mean."""
    if found := (WITH_UNITS.fullmatch(text) or YEAR_FIRST.fullmatch(text)):
        yield from _valid_date(found["year"], found["month"], found["day"])
    elif found := COMPACT.fullmatch(text):
        yield from _valid_date(*found.groups())
    elif found := THREE_NUMBERS.fullmatch(text):
        first, _char, second, third = found.groups()
        yield from _valid_date(third, second, first)
        yield from _valid_date(third, first, second)
        yield from _valid_date(first, second, third)
    elif any(char.isalpha() for char in text):
        yield from _with_month_name(text)


def _valid_date(year: str, month: str | None, day: str | None) -> Iterator[tuple[date, Precision]]:
    """The date made of these parts, if it exists."""
    year = year.removeprefix("'")
    if len(year) not in (2, 4) or (day and len(day) > 2):
        return
    precision = Precision.DAY if day else Precision.MONTH if month else Precision.YEAR
    try:
        found = date(_whole_year(year), int(month or 1), int(day or 1))
    except ValueError:
        return
    if EARLIEST <= found.year <= LATEST:
        yield found, precision


def _whole_year(year: str) -> int:
    """99 is 1999, as nobody writes about 2099; 24 is 2024."""
    if len(year) == 4:
        return int(year)
    this_year = timezone.localdate().year
    century = this_year - this_year % 100
    return century + int(year) - (100 if century + int(year) > this_year + 1 else 0)


def _with_month_name(text: str) -> Iterator[tuple[date, Precision]]:
    """5 January 2024, Jan 5, 2024, 5-Jan-24, January 2024. A year that comes first must have four
    digits."""
    parts = WORDS_AND_NUMBERS.findall(ORDINAL.sub("", text))
    names = _months()
    places = [number for number, part in enumerate(parts) if part.casefold() in names]
    others = [part for number, part in enumerate(parts) if number not in places]
    if len(places) != 1 or not all(part.isdigit() for part in others):
        return
    month = str(names[parts[places[0]].casefold()])
    match others:
        case [year] if len(year) == 4:
            yield from _valid_date(year, month, None)
        case [year, day] if len(year) == 4:
            yield from _valid_date(year, month, day)
        case [day, year]:
            yield from _valid_date(year, month, day)


def _locales() -> list[str]:
    return [to_locale(code) for code in dict.fromkeys([*ALWAYS_READ, *languages.codes()])]


@cache
def _months() -> dict[str, int]:
    """In the languages of the site. Shape: name, number from 1."""
    return {
        plain_text.clean_line(name).casefold().rstrip("."): number
        for locale in _locales()
        for width in ("wide", "abbreviated")
        for number, name in get_month_names(width, locale=locale).items()
    } | {"sept": 9}


@cache
def _weekdays() -> dict[str, int]:
    """In the languages of the site. Shape: name, number from Monday 0."""
    return {
        plain_text.clean_line(name).casefold().rstrip("."): number
        for locale in _locales()
        for width in ("wide", "abbreviated")
        for number, name in get_day_names(width, locale=locale).items()
    } | {name: number for number, name in enumerate("月火水木金土日")}

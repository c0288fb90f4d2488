"""Dates that people or programs typed: read where exactly one day can be meant.

`24.1.5` and `13/04/2024` have one meaning, `03/04/2024` has two and is refused. A weekday that is
written beside a date decides between its meanings, and one that fits none of them refuses all.
"""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date, datetime, time
from functools import cache

from babel.dates import get_day_names, get_month_names
from django.utils import timezone
from django.utils.translation import to_locale

from network import languages, text
from network.dates import Precision

# Years in which something on this site can have begun or ended.
EARLIEST, LATEST = 1800, 2200
# No spelling of a date is longer; what is longer is not looked at.
LONGEST = 60

# Found in lists of any site, whatever its languages are.
ALWAYS_READ = ("en", "ko")

DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212\uff0d", "-"))
# Zero-width and directional signs, which survive copying from web pages and PDFs.
INVISIBLE = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")

TIME = re.compile(
    r"(?:\s+|(?<=\d)T)(?P<half>오전|오후|am|pm)?\s*(?P<hour>\d{1,2}):(?P<minute>\d{2})"
    r"(?::(?P<second>\d{2})(?:[.,]\d{1,9})?)?\s*(?P<late_half>am|pm|a\.m\.|p\.m\.)?"
    r"(?P<offset>Z|[+-]\d{2}:?\d{2})?$",
    re.IGNORECASE | re.ASCII,
)
WITH_UNITS = re.compile(
    r"(?P<year>\d{4}|'?\d{2})\s*[년年](?:\s*(?P<month>\d{1,2})\s*[월月](?:\s*(?P<day>\d{1,2})\s*[일日])?)?\.?"
)
# Known in this order by their first part, so their parts have one meaning each.
YEAR_FIRST = re.compile(
    r"(?P<year>\d{4})(?:\s*(?:[-./]|년)\s*(?:(?P<month>\d{1,2})\s*(?:[-./]|월)?\s*"
    r"(?:(?<=[-./월\s])(?P<day>\d{1,2})\s*(?:\.|일)?)?)?)?"
)
COMPACT = re.compile(r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})")
THREE_NUMBERS = re.compile(r"(\d{1,2})\s*([-./])\s*(\d{1,2})\s*\2\s*(\d{4}|\d{1,2})\.?")
WEEKDAY_BEHIND = re.compile(r"[\s(\[,.]*(?P<name>[^\W\d_]+)\.?\s*[)\]]?\.?$")
WEEKDAY_BEFORE = re.compile(r"^\(?(?P<name>[^\W\d_]+)\.?\)?\s*,?\s+")
SEPARATES = re.compile(r"[.,(\[]")
WORDS_AND_NUMBERS = re.compile(r"\d+|[^\W\d_]+")
ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th)\b", re.IGNORECASE)


class AmbiguousDateError(ValueError):
    """Several days can be meant. `days` holds them, the earliest first."""

    def __init__(self, days: list[date]):
        super().__init__(", ".join(day.isoformat() for day in days))
        self.days = days


def parse(typed: str) -> tuple[date, Precision]:
    """A typed date, and how precisely it is known.

    Raises AmbiguousDateError where several days can be meant, and ValueError for what is no date.
    """
    if len(typed) > LONGEST:
        raise ValueError(typed)
    words = INVISIBLE.sub("", unicodedata.normalize("NFKC", typed)).translate(DASHES)
    words = words.replace("’", "'").strip().removeprefix("'")
    words, moment = _without_time(words)
    words, weekday = _without_weekday(words)
    readings = {
        (day, precision)
        for day, precision in _readings(words)
        if weekday is None or (precision == Precision.DAY and day.weekday() == weekday)
    }
    if moment is not None:
        readings = {
            (day, precision) for day, precision in readings if _is_here(day, precision, moment)
        }
    if len(readings) > 1:
        raise AmbiguousDateError(sorted(day for day, _precision in readings))
    if not readings:
        raise ValueError(typed)
    return readings.pop()


def _without_time(words: str) -> tuple[str, time | None]:
    """The words without the time of day that programs write behind a date. Raises ValueError for
    a time that there is not."""
    found = TIME.search(words)
    if found is None:
        return words, None
    hour = int(found["hour"])
    if (found["half"] or found["late_half"]) and hour > 12:
        raise ValueError(words)
    # Which half of the day it is does not move the date.
    moment = time(hour, int(found["minute"]), int(found["second"] or 0))
    if found["offset"] and found["offset"].upper() != "Z":
        zone = datetime.strptime(found["offset"].replace(":", ""), "%z").tzinfo
        moment = moment.replace(tzinfo=zone)
    elif found["offset"]:
        moment = moment.replace(tzinfo=timezone.get_fixed_timezone(0))
    return words[: found.start()].rstrip(" ,"), moment


def _is_here(day: date, precision: Precision, moment: time) -> bool:
    """Whether a day with a time of another zone is the same day on the clocks of this site."""
    if precision != Precision.DAY:
        return False
    if moment.tzinfo is None:
        return True
    return timezone.localdate(datetime.combine(day, moment)) == day


def _without_weekday(words: str) -> tuple[str, int | None]:
    """The words without a weekday before or behind them, and its number (Monday is 0)."""
    known = _weekdays()
    for pattern in (WEEKDAY_BEHIND, WEEKDAY_BEFORE):
        found = pattern.search(words)
        if found and (number := known.get(found["name"].casefold())) is not None:
            rest = words[: found.start()] or words[found.end() :]
            if not _is_unit(found, rest):
                return rest.strip(), number
    return words, None


def _is_unit(found: re.Match, rest: str) -> bool:
    """Whether 일 or 월 is the day or month of "1월 5일" rather than Sunday or Monday."""
    if found["name"] not in ("일", "월", "日", "月"):
        return False
    if found[0] == found["name"]:
        return True
    return not SEPARATES.search(found[0]) and ("년" in rest or "월" in rest)


def _readings(words: str) -> Iterator[tuple[date, Precision]]:
    """Every day, month or year that the words can mean."""
    if found := (WITH_UNITS.fullmatch(words) or YEAR_FIRST.fullmatch(words)):
        yield from _known(found["year"], found["month"], found["day"])
    elif found := COMPACT.fullmatch(words):
        yield from _known(*found.groups())
    elif found := THREE_NUMBERS.fullmatch(words):
        first, _sign, second, third = found.groups()
        yield from _known(third, second, first)
        yield from _known(third, first, second)
        yield from _known(first, second, third)
    elif any(sign.isalpha() for sign in words):
        yield from _with_month_name(words)


def _known(year: str, month: str | None, day: str | None) -> Iterator[tuple[date, Precision]]:
    """The date that these parts make, if they make one."""
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
    """99 is 1999, as nobody writes of 2099; 24 is 2024."""
    if len(year) == 4:
        return int(year)
    this_year = timezone.localdate().year
    century = this_year - this_year % 100
    return century + int(year) - (100 if century + int(year) > this_year + 1 else 0)


def _with_month_name(words: str) -> Iterator[tuple[date, Precision]]:
    """5 January 2024, Jan 5, 2024, 5-Jan-24, January 2024: a month in words needs a whole year
    where nothing stands before it."""
    parts = WORDS_AND_NUMBERS.findall(ORDINAL.sub("", words))
    names = _months()
    places = [number for number, part in enumerate(parts) if part.casefold() in names]
    others = [part for number, part in enumerate(parts) if number not in places]
    if len(places) != 1 or not all(part.isdigit() for part in others):
        return
    month = str(names[parts[places[0]].casefold()])
    match others:
        case [year] if len(year) == 4:
            yield from _known(year, month, None)
        case [year, day] if len(year) == 4:
            yield from _known(year, month, day)
        case [day, year]:
            yield from _known(year, month, day)


def _locales() -> list[str]:
    return [to_locale(code) for code in dict.fromkeys([*ALWAYS_READ, *languages.codes()])]


@cache
def _months() -> dict[str, int]:
    """The names of months in the languages of the site. Shape: name, number from 1."""
    return {
        text.clean_line(name).casefold().rstrip("."): number
        for locale in _locales()
        for width in ("wide", "abbreviated")
        for number, name in get_month_names(width, locale=locale).items()
    } | {"sept": 9}


@cache
def _weekdays() -> dict[str, int]:
    """The names of weekdays in the languages of the site. Shape: name, number from Monday 0."""
    return {
        text.clean_line(name).casefold().rstrip("."): number
        for locale in _locales()
        for width in ("wide", "abbreviated")
        for number, name in get_day_names(width, locale=locale).items()
    }

"""Dates and times in the reader's language, as precisely as they are known. Their formats stand in
`cms/i18n/date_formats/`."""

import re
from datetime import date, time
from functools import lru_cache

from django.db import models
from django.utils import formats
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class Precision(models.TextChoices):
    DAY = "day", _("day")
    MONTH = "month", _("month")
    YEAR = "year", _("year")


# Formats of our own, and Django's for languages that lack them.
FALLBACKS = {
    "DAY_FORMAT": "DATE_FORMAT",
    "YEAR_FORMAT": "Y",
    "HOUR_FORMAT": "TIME_FORMAT",
    "MINUTE_FORMAT": "TIME_FORMAT",
    "WEEKDAY_DATE_FORMAT": "DATE_FORMAT",
    "WEEKDAY_MONTH_DAY_FORMAT": "MONTH_DAY_FORMAT",
}
# The same days without their year.
WITHOUT_YEAR = {"DAY_FORMAT": "MONTH_DAY_FORMAT", "WEEKDAY_DATE_FORMAT": "WEEKDAY_MONTH_DAY_FORMAT"}
# Django writes "7 p.m.", the United Nations and most British newspapers "7 pm".
WITHOUT_STOPS = {"a.m.": "am", "p.m.": "pm"}
# In 8시 6분 minutes are a number of their own; in 8:06 they are padded.
PADDED_MINUTES = re.compile(r"(?<=\s)0(?=\d)")

FORMATS: dict[str, str] = {
    # Without the weekday, which is of no interest for a day long ago.
    Precision.DAY: "DAY_FORMAT",
    Precision.MONTH: "YEAR_MONTH_FORMAT",
    Precision.YEAR: "YEAR_FORMAT",
}
# How much of 2025-07-09 is known (ISO 8601).
WRITTEN_LENGTHS: dict[str, int] = {Precision.DAY: 10, Precision.MONTH: 7, Precision.YEAR: 4}


def format_date(day: date | None, precision: str) -> str:
    """With a known day, month or year: 9 July 2025, July 2025, 2025. Empty for None."""
    return format_moment(day, FORMATS[precision]) if day else ""


def iso_date(day: date | None, precision: str) -> str:
    """ISO 8601: 2025-07-09, 2025-07, 2025."""
    return day.isoformat()[: WRITTEN_LENGTHS[precision]] if day else ""


def format_moment(moment: date | time, name: str) -> str:
    """A date or a time of day in a named format of the reader's language."""
    if type(moment) is date:
        return _format_day(moment, name, get_language())
    form = _named_format(name)
    if isinstance(moment, time):
        return formats.time_format(moment, form)
    return formats.date_format(moment, form)


@lru_cache(maxsize=10_000)
def _format_day(day: date, name: str, _language: str | None) -> str:
    """Lists have the same days over and over."""
    return formats.date_format(day, _named_format(name))


def _named_format(name: str) -> str:
    form = formats.get_format(name)
    return formats.get_format(FALLBACKS.get(name, "DATE_FORMAT")) if form == name else form


def format_time(moment: time) -> str:
    """As people say it: 7 pm, 8:06 pm; 오후 7시, 오후 8시 6분."""
    text = format_moment(moment, "MINUTE_FORMAT" if moment.minute else "HOUR_FORMAT")
    text = PADDED_MINUTES.sub("", text)
    for stopped, plain in WITHOUT_STOPS.items():
        text = text.replace(stopped, plain)
    return text


def format_time_range(start: time, end: time) -> tuple[str, str]:
    """Start and end within a day; 오후 is not repeated where it comes first."""
    half = f"{formats.time_format(start, 'A')} "
    first, last = format_time(start), format_time(end)
    return first, last.removeprefix(half) if first.startswith(half) else last


def format_range(first: date, last: date, name: str) -> tuple[str, str]:
    """Two days, a shared year once: 6 May, 15 May 2024; 2024년 5월 6일, 5월 15일."""
    start, end = format_moment(first, name), format_moment(last, name)
    if first.year != last.year or name not in WITHOUT_YEAR:
        return start, end
    if _named_format(name).startswith("Y"):
        return start, format_moment(last, WITHOUT_YEAR[name])
    return format_moment(first, WITHOUT_YEAR[name]), end

"""Dates as precisely as they are known, in the reader's language."""

import re
from datetime import date, datetime, time

from babel import Locale
from babel.dates import get_timezone_name
from django.db import models
from django.utils import formats
from django.utils.translation import get_language, to_locale
from django.utils.translation import gettext_lazy as _


class Precision(models.TextChoices):
    DAY = "day", _("day")
    MONTH = "month", _("month")
    YEAR = "year", _("year")


# Formats of our own, with Django's in their place for languages that have none of them.
FALLBACKS = {
    "DAY_FORMAT": "DATE_FORMAT",
    "YEAR_FORMAT": "Y",
    "HOUR_FORMAT": "TIME_FORMAT",
    "MINUTE_FORMAT": "TIME_FORMAT",
    "WEEKDAY_FORMAT": "DATE_FORMAT",
    "WEEKDAY_DAY_FORMAT": "MONTH_DAY_FORMAT",
}
# Django writes "7 p.m.", the United Nations and most British newspapers of today "7 pm".
WITHOUT_STOPS = {"a.m.": "am", "p.m.": "pm"}
# Minutes that stand by themselves, as in 8시 6분, are a number of their own; in 8:06 they are not.
PADDED_MINUTES = re.compile(r"(?<=\s)0(?=\d)")
# As organisers announce them; Babel knows the others, more learnedly.
ZONES = {"Asia/Seoul": _("Korea Standard Time (KST)"), "UTC": _("Coordinated Universal Time (UTC)")}

FORMATS = {
    # Without the weekday, which says nothing of a day long ago.
    Precision.DAY: "DAY_FORMAT",
    Precision.MONTH: "YEAR_MONTH_FORMAT",
    Precision.YEAR: "YEAR_FORMAT",
}
# How much of 2025-07-09 is known (ISO 8601).
WRITTEN_LENGTHS = {Precision.DAY: 10, Precision.MONTH: 7, Precision.YEAR: 4}


def printed(day: date | None, precision: str) -> str:
    """A date with what is known of it: 9 July 2025, July 2025, 2025; empty for none."""
    return formatted(day, FORMATS[precision]) if day else ""


def written(day: date | None, precision: str) -> str:
    """The same for programs: 2025-07-09, 2025-07, 2025."""
    return day.isoformat()[: WRITTEN_LENGTHS[precision]] if day else ""


def formatted(moment: date | time, name: str) -> str:
    """A date or a time of day in a named format of the reader's language."""
    form = formats.get_format(name)
    if form == name:
        form = formats.get_format(FALLBACKS.get(name, "DATE_FORMAT"))
    if isinstance(moment, time):
        return formats.time_format(moment, form)
    return formats.date_format(moment, form)


def printed_time(moment: time) -> str:
    """A time of day as people say it: 7 pm, 8:06 pm; 오후 7시, 오후 8시 6분."""
    words = formatted(moment, "MINUTE_FORMAT" if moment.minute else "HOUR_FORMAT")
    words = PADDED_MINUTES.sub("", words)
    for stopped, plain in WITHOUT_STOPS.items():
        words = words.replace(stopped, plain)
    return words


def printed_times(start: time, end: time) -> tuple[str, str]:
    """The two ends of a span within a day; 오후 is not said twice where it stands first."""
    half = f"{formats.time_format(start, 'A')} "
    first, last = printed_time(start), printed_time(end)
    return first, last.removeprefix(half) if first.startswith(half) else last


def zone_words(zone: str, moment: datetime) -> str:
    """A time zone in words: Korea Standard Time (KST), 한국 시간."""
    if zone in ZONES:
        return str(ZONES[zone])
    return get_timezone_name(moment, locale=Locale.parse(to_locale(get_language() or "en")))

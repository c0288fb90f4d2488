"""Dates as precisely as they are known, in the reader's language."""

from datetime import date

from django.db import models
from django.utils import formats
from django.utils.translation import gettext_lazy as _


class Precision(models.TextChoices):
    DAY = "day", _("day")
    MONTH = "month", _("month")
    YEAR = "year", _("year")


FORMATS = {
    Precision.DAY: "DATE_FORMAT",
    Precision.MONTH: "YEAR_MONTH_FORMAT",
    Precision.YEAR: "YEAR_FORMAT",
}


def printed(day: date | None, precision: str) -> str:
    """A date with what is known of it: 9 July 2025, July 2025, 2025; empty for none."""
    return formats.date_format(day, formats.get_format(FORMATS[precision])) if day else ""

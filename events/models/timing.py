"""When something takes place: as precisely as it is known, on the clocks of its place."""

import zoneinfo
from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

# An event without an end is taken to last this long, for calendars and for "today".
USUAL_LENGTH = timedelta(hours=2)


def check_time_zone(name: str) -> None:
    if name not in zoneinfo.available_timezones():
        raise ValidationError(_("Type a time zone as Asia/Seoul."))


class Timed(models.Model):
    """Something with a beginning, perhaps an end, and a moment from which it is over."""

    class Precision(models.TextChoices):
        TIME = "time", _("day and time")
        DAY = "day", _("day")
        MONTH = "month", _("month")

    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)
    over_at = models.DateTimeField(editable=False, db_index=True)
    precision = models.CharField(
        _("known to the"), max_length=5, choices=Precision, default=Precision.TIME
    )
    time_zone = models.CharField(
        _("time zone"), max_length=40, default=settings.TIME_ZONE, validators=[check_time_zone]
    )

    class Meta:
        abstract = True

    def save(self, *args, update_fields=None, **kwargs):
        self.over_at = self._end()
        if update_fields is not None:
            update_fields = {*update_fields, "over_at"}
        super().save(*args, update_fields=update_fields, **kwargs)

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        return zoneinfo.ZoneInfo(self.time_zone)

    @property
    def local_start(self) -> datetime:
        """The start as clocks at the place show it."""
        return self.starts_at.astimezone(self.zone)

    @property
    def local_end(self) -> datetime | None:
        return self.ends_at.astimezone(self.zone) if self.ends_at else None

    def is_past(self) -> bool:
        return self.over_at <= timezone.now()

    def is_today(self) -> bool:
        """Whether it is the day of the event, on the clocks of its place."""
        if self.precision == self.Precision.MONTH or self.is_past():
            return False
        return timezone.now().astimezone(self.zone).date() >= self.local_start.date()

    def _end(self) -> datetime:
        """When it is over: its end, or the end of what its precision leaves open."""
        last = self.ends_at or self.starts_at
        day = last.astimezone(self.zone).replace(hour=0, minute=0, second=0, microsecond=0)
        match self.precision:
            case self.Precision.MONTH:
                return (day.replace(day=1) + timedelta(days=32)).replace(day=1)
            case self.Precision.DAY:
                return day + timedelta(days=1)
        return self.ends_at or self.starts_at + USUAL_LENGTH

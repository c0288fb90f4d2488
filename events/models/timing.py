"""When an event takes place, as precisely as it is known, in its own time zone."""

import zoneinfo
from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.text import plain_text
from events.limits_and_periods import DEFAULT_DURATION


def validate_time_zone(name: str) -> None:
    if name not in zoneinfo.available_timezones():
        raise ValidationError(_("Enter a time zone such as Asia/Seoul."))


def tzinfo_or_default(name: str | None) -> zoneinfo.ZoneInfo:
    """The network's own time zone for names that `validate_time_zone` refuses."""
    try:
        return zoneinfo.ZoneInfo(plain_text.clean_line(name or ""))
    except (KeyError, ValueError, OSError):
        return zoneinfo.ZoneInfo(settings.TIME_ZONE)


class TimingMixin(models.Model):
    """When `Event` takes place, with the precision that is known, and whether it does."""

    class Precision(models.TextChoices):
        TIME = "time", _("day and time")
        DAY = "day", _("day")
        MONTH = "month", _("month")
        YEAR = "year", _("year")

    class Status(models.TextChoices):
        SCHEDULED = "scheduled", _("as planned")
        POSTPONED = "postponed", _("postponed")
        CANCELLED = "cancelled", _("cancelled")
        MOVED_ONLINE = "moved-online", _("moved online")

    # Such an event is in no calendar or structured data, and never "today".
    PRECISIONS_WITHOUT_DAY = (Precision.MONTH, Precision.YEAR)

    STATUSES_GOING_AHEAD = (Status.SCHEDULED, Status.MOVED_ONLINE)

    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)
    # When the event counts as past: its end, or the end of the day, month or year if no more is
    # known. Set by `save`, so that queries need one comparison.
    over_at = models.DateTimeField(editable=False, db_index=True)
    # In the time zone of the event. Set by `save`, so that the list of a year needs one comparison.
    start_year = models.PositiveSmallIntegerField(editable=False)
    precision = models.CharField(
        _("precise to the"),
        max_length=5,
        choices=Precision,
        default=Precision.TIME,
        help_text=_("How exactly the date is known. The site shows no more than that."),
    )
    time_zone = models.CharField(
        _("time zone"), max_length=40, default=settings.TIME_ZONE, validators=[validate_time_zone]
    )

    status = models.CharField(_("state"), max_length=15, choices=Status, default=Status.SCHEDULED)

    class Meta:
        abstract = True

    def save(self, *args, update_fields=None, **kwargs):
        self.over_at = self._end_of_period()
        self.start_year = self.local_start.year
        if update_fields:
            update_fields = {*update_fields, "over_at", "start_year"}
        super().save(*args, update_fields=update_fields, **kwargs)

    @property
    def tzinfo(self) -> zoneinfo.ZoneInfo:
        return tzinfo_or_default(self.time_zone)

    @property
    def local_start(self) -> datetime:
        return self.starts_at.astimezone(self.tzinfo)

    @property
    def local_end(self) -> datetime | None:
        return self.ends_at.astimezone(self.tzinfo) if self.ends_at else None

    def is_day_known(self) -> bool:
        return self.precision not in self.PRECISIONS_WITHOUT_DAY

    def earliest_and_latest_session_time(self) -> tuple[datetime, datetime | None]:
        """Those of the event; of whole days, months or years where no more is known."""
        if self.precision == self.Precision.TIME:
            return self.starts_at, self.ends_at
        return self._start_of_period(self.starts_at), self._end_of_period()

    def is_past(self) -> bool:
        return self.over_at <= timezone.now()

    def goes_ahead(self) -> bool:
        """Whether it is neither cancelled nor postponed; also of past events."""
        return self.status in self.STATUSES_GOING_AHEAD

    def has_happened(self) -> bool:
        return self.is_past() and self.goes_ahead()

    def is_today(self) -> bool:
        if not self.is_day_known() or self.is_past():
            return False
        return timezone.now().astimezone(self.tzinfo).date() >= self.local_start.date()

    def _end_of_period(self) -> datetime:
        last = self._start_of_period(self.ends_at or self.starts_at)
        match self.precision:
            case self.Precision.YEAR:
                return last.replace(year=last.year + 1)
            case self.Precision.MONTH:
                return (last + timedelta(days=32)).replace(day=1)
            case self.Precision.DAY:
                return last + timedelta(days=1)
        return self.ends_at or self.starts_at + DEFAULT_DURATION

    def _start_of_period(self, moment: datetime) -> datetime:
        """The start of the day, month or year of a moment, as `precision` says."""
        day = moment.astimezone(self.tzinfo).replace(hour=0, minute=0, second=0, microsecond=0)
        match self.precision:
            case self.Precision.YEAR:
                return day.replace(month=1, day=1)
            case self.Precision.MONTH:
                return day.replace(day=1)
        return day

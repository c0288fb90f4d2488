"""Checks that nobody has moved the clock of this machine, before jobs erase by it.

Each run of the scheduler stores the time of the clock and the uptime of the machine. Until the next
reboot the two show to the second whether the clock was moved, even if the scheduler did not run for
weeks. After a reboot a wrong clock looks like a machine that was off. So if more than a day has
passed since, or the time has gone backwards, a person has to confirm the clock.
"""

import logging
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.contrib.auth.models import AnonymousUser, User
from django.db import DEFAULT_DB_ALIAS, transaction
from django.utils import timezone

from operations.limits_and_periods import MAX_CLOCK_DRIFT
from operations.models import ClockReading

# Changes at each boot.
BOOT_ID = Path("/proc/sys/kernel/random/boot_id")

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Reading:
    """`uptime`: seconds since the boot, including sleep."""

    moment: datetime
    boot: str
    uptime: float


@dataclass(frozen=True)
class Doubt:
    """Two readings that do not fit together."""

    before: Reading
    now: Reading

    @property
    def is_new_start(self) -> bool:
        """Whether the machine was booted in between, so that it may simply have been off."""
        return not same_boot(self.before, self.now)

    @property
    def is_ahead(self) -> bool:
        return self.now.moment >= expected_moment(self.before, self.now)

    @property
    def difference(self) -> timedelta:
        return abs(self.now.moment - expected_moment(self.before, self.now))

    def __str__(self) -> str:
        """For the operator; the admin has its own message."""
        before, now = (f"{one.moment:%Y-%m-%d %H:%M} UTC" for one in (self.before, self.now))
        if self.is_new_start and self.is_ahead:
            why = (
                "The machine has been started since: it was off for so long, or its clock is wrong."
            )
        elif self.is_new_start:
            why = "The machine has been started since, and time does not run backwards."
        else:
            way = "forward" if self.is_ahead else "back"
            why = f"The machine ran all the time: somebody moved its clock {way}."
        return (
            f"The scheduler last ran at {before}, and now the clock says {now}. {why} Until "
            "somebody says that the clock is right nothing is erased and nobody is reminded: press "
            "the button in the admin, or run manage.py scheduler --clock-is-right. If it is wrong, "
            "put it right; nothing else is to be done."
        )


def read_clock() -> Reading:
    boot = BOOT_ID.read_text().strip() if BOOT_ID.exists() else ""
    # Linux has a clock that goes on while the machine sleeps.
    uptime = time.clock_gettime(time.CLOCK_BOOTTIME) if hasattr(time, "CLOCK_BOOTTIME") else 0.0
    return Reading(timezone.now(), boot if uptime else "", uptime)


def same_boot(before: Reading, now: Reading) -> bool:
    return bool(before.boot) and before.boot == now.boot


def expected_moment(before: Reading, now: Reading) -> datetime:
    """What the clock should say now; after a reboot, the earliest moment that it can say."""
    if same_boot(before, now):
        return before.moment + timedelta(seconds=now.uptime - before.uptime)
    return before.moment


def last_reading(using: str = DEFAULT_DB_ALIAS) -> ClockReading | None:
    return ClockReading.objects.using(using).first()


def find_doubt() -> Doubt | None:
    """Stores nothing."""
    row = last_reading()
    return compare(believed_reading(row), read_clock()) if row else None


def compare(before: Reading, now: Reading) -> Doubt | None:
    doubt = Doubt(before, now)
    return doubt if doubt.difference > MAX_CLOCK_DRIFT else None


@transaction.atomic
def check() -> Doubt | None:
    """The doubt about the clock now, if any; stores the reading. Each run of the scheduler calls
    this. A clock that was set right again is accepted without confirmation."""
    row, now = ClockReading.objects.select_for_update().first(), read_clock()
    if row is None:
        row = ClockReading()
    elif doubt := compare(believed_reading(row), now):
        if row.doubted_at is None:
            log.warning("%s", doubt)
        row.doubted_at, row.doubted_boot, row.doubted_uptime = now.moment, now.boot, now.uptime
        row.save()
        return doubt
    store_believed(row, now)
    return None


def store_believed(row: ClockReading, reading: Reading) -> None:
    row.believed_at, row.believed_boot = reading.moment, reading.boot
    row.believed_uptime = reading.uptime
    row.doubted_at, row.doubted_boot, row.doubted_uptime = None, "", 0
    row.save()


def believed_reading(row: ClockReading) -> Reading:
    return Reading(row.believed_at, row.believed_boot, row.believed_uptime)


def doubted_reading(row: ClockReading, moment: datetime) -> Reading:
    return Reading(moment, row.doubted_boot, row.doubted_uptime)


def pending_doubt() -> Doubt | None:
    """The doubt of the scheduler's last run, which may have been on another machine."""
    row = last_reading()
    if row is None or row.doubted_at is None:
        return None
    return Doubt(believed_reading(row), doubted_reading(row, row.doubted_at))


def may_accept(user: User | AnonymousUser) -> bool:
    return user.has_perm("network.change_network")


@transaction.atomic
def accept(seen: str) -> bool:
    """A coordinator confirms the time that the admin showed (`seen`, ISO 8601). False if nothing is
    doubted, or the clock has been moved since."""
    row = ClockReading.objects.select_for_update().first()
    try:
        moment = datetime.fromisoformat(seen)
    except ValueError:
        return False
    if row is None or row.doubted_at is None or timezone.is_naive(moment):
        return False
    if abs(row.doubted_at - moment) > MAX_CLOCK_DRIFT:
        return False
    store_believed(row, doubted_reading(row, row.doubted_at))
    return True


@transaction.atomic
def accept_now() -> None:
    row = ClockReading.objects.select_for_update().first() or ClockReading()
    store_believed(row, read_clock())


def keep_reading(row: ClockReading | None) -> None:
    """After a restore: the last reading of this machine replaces that of the backup."""
    if row:
        ClockReading.objects.all().delete()
        store_believed(ClockReading(), believed_reading(row))

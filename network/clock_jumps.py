"""Whether the clock of this machine can be believed, before anything is erased by it.

Each tick remembers what the clock said, and how long the machine had been running. As long as the
machine has not been started anew, the two tell to the second whether somebody moved the clock, also
when the timer did not run for weeks. After a new start nobody can tell a clock that is wrong from
a machine that was off: when more than a day has passed, or less than nothing, a person is asked.
"""

import logging
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from network.models import ClockReading

# More than this by itself no clock goes wrong.
TOLERANCE = timedelta(days=1)

# Another one at each start of the machine.
BOOT_ID = Path("/proc/sys/kernel/random/boot_id")

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Reading:
    """What the clock says, and how many seconds the machine has been running (asleep or not)."""

    moment: datetime
    boot: str
    uptime: float


@dataclass(frozen=True)
class Doubt:
    """Why the clock is not believed."""

    before: Reading
    now: Reading

    @property
    def is_new_start(self) -> bool:
        """Whether the machine has been started since, so that it may simply have been off."""
        return not same_start(self.before, self.now)

    @property
    def is_ahead(self) -> bool:
        return self.now.moment >= expected(self.before, self.now)

    @property
    def difference(self) -> timedelta:
        return abs(self.now.moment - expected(self.before, self.now))

    def __str__(self) -> str:
        """For the operator; the desk says it in its own words."""
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
            f"The timer last ran at {before}, and now the clock says {now}. {why} Until somebody "
            "says that the clock is right nothing is erased and nobody is reminded: press the "
            "button on the desk, or run manage.py tick --clock-is-right. If it is wrong, put it "
            "right; nothing else is to be done."
        )


def read() -> Reading:
    """What the clock says now."""
    boot = BOOT_ID.read_text().strip() if BOOT_ID.exists() else ""
    # Linux has a clock that goes on while the machine sleeps.
    uptime = time.clock_gettime(time.CLOCK_BOOTTIME) if hasattr(time, "CLOCK_BOOTTIME") else 0.0
    return Reading(timezone.now(), boot if uptime else "", uptime)


def same_start(before: Reading, now: Reading) -> bool:
    return bool(before.boot) and before.boot == now.boot


def expected(before: Reading, now: Reading) -> datetime:
    """What the clock should say now, or at least."""
    if same_start(before, now):
        return before.moment + timedelta(seconds=now.uptime - before.uptime)
    return before.moment


def known() -> ClockReading | None:
    return ClockReading.objects.first()


def look() -> Doubt | None:
    """Whether the clock can be believed; nothing is remembered."""
    before, now = known(), read()
    return doubt(believed(before), now) if before else None


def doubt(before: Reading, now: Reading) -> Doubt | None:
    found = Doubt(before, now)
    return found if found.difference > TOLERANCE else None


@transaction.atomic
def check() -> Doubt | None:
    """Whether the clock can be believed; each tick asks. A first tick has nothing to compare. A
    clock that was put right is believed again without a word."""
    row, now = ClockReading.objects.select_for_update().first(), read()
    if row is None:
        row = ClockReading()
    elif found := doubt(believed(row), now):
        if row.doubted_at is None:
            log.warning("%s", found)
        row.doubted_at, row.doubted_boot, row.doubted_uptime = now.moment, now.boot, now.uptime
        row.save()
        return found
    believe(row, now)
    return None


def believe(row: ClockReading, reading: Reading) -> None:
    row.believed_at, row.believed_boot = reading.moment, reading.boot
    row.believed_uptime = reading.uptime
    row.doubted_at, row.doubted_boot, row.doubted_uptime = None, "", 0
    row.save()


def believed(row: ClockReading) -> Reading:
    return Reading(row.believed_at, row.believed_boot, row.believed_uptime)


def doubted(row: ClockReading) -> Reading:
    return Reading(row.doubted_at, row.doubted_boot, row.doubted_uptime)


def pending() -> Doubt | None:
    """What the last tick doubted, for the desk: the timer may run on another machine."""
    row = known()
    return Doubt(believed(row), doubted(row)) if row and row.doubted_at else None


def may_accept(user) -> bool:
    """Whoever looks after the network itself, not whoever writes for it."""
    return user.has_perm("network.change_network")


@transaction.atomic
def accept(seen: str) -> bool:
    """A coordinator says that the clock is right, having seen what it said (ISO 8601). False when
    nothing is doubted, or it has been moved since they looked."""
    row = ClockReading.objects.select_for_update().first()
    try:
        moment = datetime.fromisoformat(seen)
    except ValueError:
        return False
    if row is None or row.doubted_at is None or timezone.is_naive(moment):
        return False
    if abs(row.doubted_at - moment) > TOLERANCE:
        return False
    believe(row, doubted(row))
    return True


@transaction.atomic
def accept_now() -> None:
    """The operator says that what the clock says now is right."""
    believe(ClockReading.objects.select_for_update().first() or ClockReading(), read())


def keep(row: ClockReading | None) -> None:
    """After a restore: a machine that had been ticking knows its own clock better than a backup."""
    if row:
        ClockReading.objects.all().delete()
        believe(ClockReading(), believed(row))

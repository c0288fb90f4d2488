"""What a watcher is told of the site: one line for each thing that can be wrong.

Nothing of it is a secret: no figure, no name of a person, no address.
"""

import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryFile

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone

from letters.models import Letter
from network import clock_jumps

# The timer runs every minute; after so many without it letters wait and nothing is erased.
TIMER_IS_LATE_AFTER = timedelta(minutes=10)
LETTERS_WAIT_AT_MOST = timedelta(hours=1)
LEAST_FREE_SPACE = 0.1

# A site that has just been started is not blamed for the hours in which it was off.
STARTED = time.monotonic()


@dataclass(frozen=True)
class Finding:
    """One line: "timer: ok", or what is wrong."""

    name: str
    trouble: str = ""

    def __str__(self) -> str:
        return f"{self.name}: {self.trouble or 'ok'}"


def findings() -> list[Finding]:
    """Everything that is looked at. Without the database nothing is known of timer and letters."""
    found = [Finding("database", "" if database_answers() else "does not answer"), *_folders()]
    if found[0].trouble:
        return found
    return [*found, Finding("timer", _timer()), Finding("letters", _letters())]


def folders() -> dict[str, Path]:
    """Where the site must be able to write, by the names that operators know."""
    return {
        "media": Path(settings.MEDIA_ROOT),
        "originals": Path(settings.ORIGINALS_ROOT),
        "erasures": Path(settings.ERASURES_ROOT),
    }


def database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def _folders() -> Iterator[Finding]:
    for name, folder in folders().items():
        yield Finding(name, _write(folder) or _space(folder))


def _write(folder: Path) -> str:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        # It has no name, so nothing is left behind, whenever the process ends.
        with TemporaryFile(dir=folder) as file:
            file.write(b"x")
            file.flush()
    except OSError:
        return "cannot be written"
    return ""


def _space(folder: Path) -> str:
    usage = shutil.disk_usage(folder)
    is_full = usage.free < LEAST_FREE_SPACE * usage.total
    return "less than 10 % of the disk is free" if is_full else ""


def _unless_just_started(look: Callable[[], str]) -> Callable[[], str]:
    def looked() -> str:
        is_new = time.monotonic() - STARTED < TIMER_IS_LATE_AFTER.total_seconds()
        return "" if is_new else look()

    return looked


@_unless_just_started
def _timer() -> str:
    row = clock_jumps.known()
    last_run = max(filter(None, [row and row.believed_at, row and row.doubted_at]), default=None)
    if last_run is None or timezone.now() - last_run > TIMER_IS_LATE_AFTER:
        return "has not run for more than ten minutes"
    return "does not believe the clock" if row.doubted_at else ""


@_unless_just_started
def _letters() -> str:
    too_old = timezone.now() - LETTERS_WAIT_AT_MOST
    waiting = Letter.objects.filter(state__in=[Letter.State.WAITING, Letter.State.SENDING])
    return "wait for over an hour" if waiting.filter(posted_at__lt=too_old).exists() else ""

"""The checks behind `/healthz`, one line each. The lines are public: they contain no figures, names
or addresses."""

import math
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryFile

from django.conf import settings
from django.db import DatabaseError, connections
from django.utils import timezone

from cms.files.permissions import make_private_folder, private_roots
from cms.files.storage import object_folder, uses_object_store
from cms.queries.database_availability import availability, can_query
from cms.queries.replica import REPLICA
from mail.models import Email
from operations import clock_jumps
from operations.models import ClockReading
from website.health.limits_and_periods import (
    MAIL_LATE_AFTER,
    MIN_FREE_SPACE,
    REPLICA_LATE_AFTER,
    SCHEDULER_LATE_AFTER,
    STORE_CHECK_SECONDS,
)

# The scheduler and the mail of a site that has just been started may be late.
STARTED = time.monotonic()


@dataclass(frozen=True)
class CheckResult:
    name: str
    problem: str = ""

    def __str__(self) -> str:
        return f"{self.name}: {self.problem or 'ok'}"


def run_checks() -> list[CheckResult]:
    """Without the database, scheduler and mail cannot be checked."""
    database = CheckResult("database", "" if database_answers() else "does not answer")
    if uses_object_store():
        folders = [CheckResult("files", object_store_check.problem())]
    else:
        folders = [CheckResult(name, _folder_problem(path)) for name, path in _folders().items()]
    if database.problem:
        return [database, *folders]
    replica = [CheckResult("replica", _replica_problem())] if REPLICA in settings.DATABASES else []
    scheduler = CheckResult("scheduler", _scheduler_problem())
    return [database, *replica, *folders, scheduler, CheckResult("mail", _mail_problem())]


def _folders() -> dict[str, Path]:
    return {
        "media": Path(settings.MEDIA_ROOT),
        "originals": Path(settings.ORIGINALS_ROOT),
        "erasures": Path(settings.ERASURES_ROOT),
    }


def database_answers() -> bool:
    if availability.is_unavailable():
        return False
    if can_query():
        return True
    availability.mark_unavailable()
    return False


def _replica_problem() -> str:
    """Readers notice nothing of it: pages are read from the database then."""
    reading = clock_jumps.last_reading()
    try:
        copied = clock_jumps.last_reading(REPLICA)
    except DatabaseError:
        connections[REPLICA].close()
        return "does not answer"
    is_late = reading and (
        copied is None or _last_run(reading) - _last_run(copied) > REPLICA_LATE_AFTER
    )
    return "more than a minute behind" if is_late else ""


def _folder_problem(folder: Path) -> str:
    return _write_problem(folder) or _space_problem(folder)


def _write_problem(folder: Path) -> str:
    try:
        _ensure_folder(folder)
        # It has no name, so nothing is left behind if the process is killed.
        with TemporaryFile(dir=folder) as file:
            file.write(b"x")
            file.flush()
    except OSError:
        return "cannot be written"
    return ""


@dataclass
class ObjectStoreCheck:
    """Asked at most once a minute by each process."""

    _checked_at: float = -math.inf
    _problem: str = ""

    def problem(self) -> str:
        if time.monotonic() - self._checked_at > STORE_CHECK_SECONDS:
            self._checked_at = time.monotonic()
            try:
                object_folder("private").check()
            except OSError:
                self._problem = "cannot be written"
            else:
                self._problem = ""
        return self._problem


object_store_check = ObjectStoreCheck()


def _ensure_folder(folder: Path) -> None:
    """A fresh site may be checked before it creates its folders."""
    if folder in private_roots():
        make_private_folder(folder)
    else:
        folder.mkdir(parents=True, exist_ok=True)


def _space_problem(folder: Path) -> str:
    usage = shutil.disk_usage(folder)
    is_full = usage.free < MIN_FREE_SPACE * usage.total
    return "less than 10 % of the disk is free" if is_full else ""


def _unless_just_started(check: Callable[[], str]) -> Callable[[], str]:
    def wrapped() -> str:
        is_new = time.monotonic() - STARTED < SCHEDULER_LATE_AFTER.total_seconds()
        return "" if is_new else check()

    return wrapped


@_unless_just_started
def _scheduler_problem() -> str:
    reading = clock_jumps.last_reading()
    if reading is None:
        return "has not run for more than ten minutes"
    if timezone.now() - _last_run(reading) > SCHEDULER_LATE_AFTER:
        return "has not run for more than ten minutes"
    return "does not believe the clock" if reading.doubted_at else ""


def _last_run(reading: ClockReading) -> datetime:
    return max(filter(None, [reading.believed_at, reading.doubted_at]))


@_unless_just_started
def _mail_problem() -> str:
    waiting = Email.objects.filter(state__in=[Email.State.WAITING, Email.State.SENDING])
    late = waiting.filter(queued_at__lt=timezone.now() - MAIL_LATE_AFTER)
    return "waiting for over an hour" if late.exists() else ""

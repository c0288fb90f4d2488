"""What is done by the clock, every minute: `manage.py tick`. One list, in the order of doing.

A job says what is pending and does it. It is safe to do at any minute, and again: what is not due
is not touched.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

from django.db import connection

from accounts import safety, sessions, throttle
from concerns import handling as concerns
from gate import models as tallies
from joining import announcing, referees, reminders, retention
from letters import outbox
from members import importing, links, logos
from network import erasures, storage, unavailable
from photos import library, sweeping

log = logging.getLogger(__name__)

# Any number, the same in all processes: who holds it is the one that ticks.
TICKING = 20_250_710


@dataclass(frozen=True)
class Job:
    """`pending` counts what `do` would do now; `do` says what it did. What `trusts_clock` cannot be
    taken back if the clock was wrong: it erases, or closes what nobody answered."""

    name: str
    pending: Callable[[], int]
    do: Callable[[], int]
    trusts_clock: bool = False


JOBS = [
    Job("tell of concerns", concerns.untold, concerns.tell),
    Job("tell of applications", announcing.pending, announcing.announce),
    Job(
        "remind applicants",
        reminders.pending_questions,
        reminders.remind_applicants,
        trusts_clock=True,
    ),
    Job("remind references", referees.pending_reminders, referees.remind, trusts_clock=True),
    Job(
        "remind members to sign",
        reminders.pending_signatures,
        reminders.remind_members,
        trusts_clock=True,
    ),
    Job("deliver letters", outbox.due, outbox.deliver),
    Job("erase old letters", outbox.expired, outbox.purge, trusts_clock=True),
    Job("erase closed concerns", concerns.expired, concerns.purge, trusts_clock=True),
    Job("forget counts of forms", tallies.expired, tallies.purge, trusts_clock=True),
    Job("forget attempts at passwords", throttle.expired, throttle.purge, trusts_clock=True),
    Job("forget ended sessions", sessions.expired, sessions.purge, trusts_clock=True),
    Job("erase old sign-ins", safety.expired, safety.purge, trusts_clock=True),
    *(
        Job(
            f"erase {rule.name}",
            partial(retention.pending, rule),
            partial(retention.carry_out, rule),
            trusts_clock=True,
        )
        for rule in retention.RULES
    ),
    Job("keep how to reach the network", unavailable.is_outdated, unavailable.keep),
    Job("complete the list of erasures", erasures.waiting, erasures.write_down),
    Job("close private folders", storage.open_folders, storage.close_private_folders),
    Job("erase lost files", retention.lost, retention.sweep, trusts_clock=True),
    Job(
        "erase lost files of photos",
        sweeping.left_behind,
        sweeping.sweep,
        trusts_clock=True,
    ),
    Job("note which pictures photos are of", library.unidentified, library.identify),
    Job("put logos where they belong", logos.untidy, logos.tidy),
    Job("forget lists of members", importing.expired, importing.purge, trusts_clock=True),
    # Last, because it waits for other people's servers.
    Job("try links of members", links.due, links.check_some),
]


@dataclass(frozen=True)
class Outcome:
    """What became of a job: a number, or the error that ended it."""

    job: Job
    number: int = 0
    error: Exception | None = None

    def __str__(self) -> str:
        return f"{self.job.name}: {self.error or self.number}"


def jobs_without_clock() -> list[Job]:
    """What is done while nobody knows whether the clock is right."""
    return [job for job in JOBS if not job.trusts_clock]


def tick(jobs: list[Job], *, only_look: bool = False) -> Iterator[Outcome]:
    """Do the jobs; one that fails does not keep the others from being done."""
    for job in jobs:
        try:
            yield Outcome(job, job.pending() if only_look else job.do())
        except Exception as error:
            log.exception("The clock could not %s.", job.name)
            if not connection.is_usable():
                connection.close()
            yield Outcome(job, error=error)


@contextmanager
def alone() -> Iterator[bool]:
    """Whether nobody else ticks, and nobody can until this is over. The lock has a connection of
    its own, so that no job can lose it."""
    own = connection.copy()
    try:
        with own.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [TICKING])
            [is_ours] = cursor.fetchone()
            try:
                yield is_ours
            finally:
                if is_ours:
                    cursor.execute("SELECT pg_advisory_unlock(%s)", [TICKING])
    finally:
        own.close()

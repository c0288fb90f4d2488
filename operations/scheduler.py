"""Runs the jobs that the apps declare; `manage.py scheduler` does so every minute."""

import logging
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass

from django.db import connection

from cms import declarations
from cms.declarations.jobs import Job
from cms.queries.advisory_locks import try_lock

log = logging.getLogger(__name__)

LOCK = "operations.scheduler"


def jobs() -> list[Job]:
    declared = [job for module in declarations.modules("jobs") for job in module.JOBS]
    return sorted(declared, key=lambda job: job.stage)


@dataclass(frozen=True)
class Outcome:
    """`number`: of what the job did, or of what is due in a dry run."""

    job: Job
    number: int = 0
    error: Exception | None = None

    def __str__(self) -> str:
        return f"{self.job.name}: {self.error or self.number}"


def jobs_without_clock() -> list[Job]:
    return [job for job in jobs() if not job.needs_correct_clock]


def run_jobs(jobs: list[Job], *, dry_run: bool = False) -> Iterator[Outcome]:
    """If a job fails, the others run nevertheless."""
    for job in jobs:
        try:
            yield Outcome(job, job.count_due() if dry_run else job.run())
        except Exception as error:
            log.exception("The scheduler could not %s.", job.name)
            if not connection.is_usable():
                connection.close()
            yield Outcome(job, error=error)


def exclusive() -> AbstractContextManager[bool]:
    """True if no other process runs jobs, and then none can until the end of the block."""
    return try_lock(LOCK)

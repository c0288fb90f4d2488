"""Jobs of the scheduler: the list `JOBS` in `jobs.py` or `declarations/jobs.py` of an app."""

from collections.abc import Callable
from dataclasses import KW_ONLY, dataclass
from enum import IntEnum


class Stage(IntEnum):
    """The order of jobs in a run of the scheduler."""

    WRITE_EMAILS = 1
    SEND_EMAILS = 2
    TIDY = 3
    # Waits for other people's servers.
    ASK_OTHER_SERVERS = 4
    # Takes minutes on a large site, and shows what the other jobs changed.
    COPY_SITE = 5


@dataclass(frozen=True)
class Job:
    """Safe to run at any minute and repeatedly: only what is due is processed.

    `count_due` counts what `run` would process; `run` returns how much it processed.
    `needs_correct_clock`: at a wrong time the job would do damage that cannot be undone, as it
    erases data, or closes what was not answered in time.
    """

    name: str
    _: KW_ONLY
    count_due: Callable[[], int]
    run: Callable[[], int]
    stage: Stage = Stage.TIDY
    needs_correct_clock: bool = False

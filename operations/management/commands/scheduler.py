import os
import signal
from threading import Event
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError, close_old_connections

from erasure_log.erasures import UnreadableLogError
from operations import clock_jumps, scheduler
from operations.restore import restoring


class Command(BaseCommand):
    help = (
        "Run the jobs that are due: send e-mails, erase old data, and so on. To be called every "
        "minute, or once with --every 60."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--dry-run", action="store_true", help="Print what is due, and do nothing."
        )
        parser.add_argument(
            "--clock-is-right",
            action="store_true",
            help="Confirm the clock after it was moved, or after the machine was off for long.",
        )
        parser.add_argument(
            "--every",
            type=int,
            metavar="SECONDS",
            help="Repeat until stopped, or until the parent process is gone.",
        )

    def handle(
        self,
        *,
        dry_run: bool,
        clock_is_right: bool,
        every: int | None,
        verbosity: int,
        **options: Any,
    ) -> None:
        self.reported_doubt = ""
        if clock_is_right:
            clock_jumps.accept_now()
        if every:
            self.run_every(every, dry_run, verbosity)
        elif not self.run_once(dry_run, verbosity):
            raise SystemExit(1)

    def run_once(self, dry_run: bool, verbosity: int) -> bool:
        """Whether all jobs succeeded. Prints every job in a dry run, otherwise those that did
        something."""
        with scheduler.exclusive() as is_exclusive:
            if not is_exclusive:
                self.stdout.write("Another run has not ended yet.")
                return True
            if not dry_run and not self.recover():
                return False
            doubt = clock_jumps.find_doubt() if dry_run else clock_jumps.check()
            self.report_doubt(doubt)
            jobs = scheduler.jobs_without_clock() if doubt else scheduler.jobs()
            succeeded = doubt is None
            for outcome in scheduler.run_jobs(jobs, dry_run=dry_run):
                if outcome.error:
                    self.stderr.write(str(outcome))
                    succeeded = False
                elif dry_run or (outcome.number and verbosity):
                    self.stdout.write(str(outcome))
        return succeeded

    def recover(self) -> bool:
        """False if a restore was interrupted and cannot be completed: no job may run then."""
        try:
            restoring.recover(self.stdout.write)
        except (OSError, UnreadableLogError) as error:
            self.stderr.write(f"A restore was interrupted and cannot be completed: {error}")
            return False
        return True

    def report_doubt(self, doubt: clock_jumps.Doubt | None) -> None:
        """Once, not every minute."""
        if doubt and not self.reported_doubt:
            self.stderr.write(str(doubt))
        self.reported_doubt = str(doubt) if doubt else ""

    def run_every(self, seconds: int, dry_run: bool, verbosity: int) -> None:
        parent, stopped = os.getppid(), Event()
        for stop_signal in (signal.SIGINT, signal.SIGTERM):
            signal.signal(stop_signal, lambda *_: stopped.set())
        while not stopped.is_set() and os.getppid() == parent:
            try:
                self.run_once(dry_run, verbosity)
            except DatabaseError as error:
                self.stderr.write(f"The database does not answer: {error}")
            close_old_connections()
            for _second in range(seconds):
                if stopped.wait(1) or os.getppid() != parent:
                    return

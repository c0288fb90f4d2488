"""What a timer calls every minute, or one process that keeps time by itself (`--every 60`)."""

import os
import signal
from threading import Event

from django.core.management.base import BaseCommand
from django.db import DatabaseError, close_old_connections

from network import clock, clock_jumps, restoring
from network.erasures import Unreadable


class Command(BaseCommand):
    help = "Do what is due: deliver letters, erase what is kept no longer, and so on."

    def add_arguments(self, parser):
        parser.add_argument(
            "--dry-run", action="store_true", help="Say what would be done, and do nothing."
        )
        parser.add_argument(
            "--clock-is-right",
            action="store_true",
            help="The clock was moved, or the machine was off for long: what it says now is right.",
        )
        parser.add_argument(
            "--every",
            type=int,
            metavar="SECONDS",
            help="Go on until stopped, or until the process that started this is gone.",
        )

    def handle(self, *, dry_run: bool, clock_is_right: bool, every: int | None, verbosity, **_more):
        self.told = ""
        if clock_is_right:
            clock_jumps.accept_now()
        if every:
            self.keep_time(every, dry_run, verbosity)
        elif not self.tick(dry_run, verbosity):
            raise SystemExit(1)

    def tick(self, dry_run: bool, verbosity: int) -> bool:
        """Whether all went well. Tells of each job in a dry run, otherwise of what was done."""
        with clock.alone() as is_ours:
            if not is_ours:
                self.stdout.write("Another tick has not ended yet.")
                return True
            if not dry_run and not self.recover():
                return False
            doubt = clock_jumps.look() if dry_run else clock_jumps.check()
            self.tell(doubt)
            jobs = clock.jobs_without_clock() if doubt else clock.JOBS
            went_well = doubt is None
            for outcome in clock.tick(jobs, only_look=dry_run):
                if outcome.error:
                    self.stderr.write(str(outcome))
                    went_well = False
                elif dry_run or (outcome.number and verbosity):
                    self.stdout.write(str(outcome))
        return went_well

    def recover(self) -> bool:
        """Whether no restore is left half done. As long as one is, nothing else is touched."""
        try:
            restoring.recover(self.stdout.write)
        except (OSError, Unreadable) as error:
            self.stderr.write(f"A restore was interrupted and cannot be completed: {error}")
            return False
        return True

    def tell(self, doubt: clock_jumps.Doubt | None) -> None:
        """Who keeps time by itself says it once, not every minute."""
        if doubt and not self.told:
            self.stderr.write(str(doubt))
        self.told = str(doubt) if doubt else ""

    def keep_time(self, seconds: int, dry_run: bool, verbosity: int) -> None:
        parent, stopped = os.getppid(), Event()
        for ending in (signal.SIGINT, signal.SIGTERM):
            signal.signal(ending, lambda *_: stopped.set())
        while not stopped.is_set() and os.getppid() == parent:
            try:
                self.tick(dry_run, verbosity)
            except DatabaseError as error:
                self.stderr.write(f"The database does not answer: {error}")
            close_old_connections()
            for _second in range(seconds):
                if stopped.wait(1) or os.getppid() != parent:
                    return

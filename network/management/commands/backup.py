"""Everything a site consists of, in one encrypted file."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from network import backups, clock_jumps, erasures


class Command(BaseCommand):
    help = "Write the database, originals and media into one encrypted file of a folder."

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path)
        parser.add_argument(
            "--keep-days",
            type=int,
            metavar="DAYS",
            help="Delete the backups in the folder that are older.",
        )

    def handle(self, *, folder: Path, keep_days: int | None, **options):
        try:
            file = backups.make(folder)
        except (backups.Failed, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{file} ({file.stat().st_size / 1_000_000:.1f} MB)")
        try:
            erasures.read()
        except erasures.Unreadable as error:
            self.stderr.write(str(error))
        if keep_days is not None:
            self.forget(folder, keep_days)

    def forget(self, folder: Path, days: int) -> None:
        """By a clock that is wrong every backup may look old."""
        if doubt := clock_jumps.look():
            self.stderr.write(f"No old backup is deleted. {doubt}")
            return
        for old in backups.forget(folder, days):
            self.stdout.write(f"{old} was too old and is deleted.")

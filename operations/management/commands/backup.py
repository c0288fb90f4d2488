from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from erasure_log import erasures
from operations import backups, clock_jumps
from operations.limits_and_periods import BACKUP_RETENTION


class Command(BaseCommand):
    help = (
        "Write the database, originals and media into one encrypted file of a folder, and delete "
        "old backups there."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument(
            "--keep-days",
            type=int,
            default=BACKUP_RETENTION.days,
            metavar="DAYS",
            help="Older backups in the folder are deleted (default: %(default)s).",
        )

    def handle(self, *, folder: Path, keep_days: int, **options: Any) -> None:
        try:
            file = backups.make_backup(folder)
        except (backups.BackupError, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{file} ({file.stat().st_size / 1_000_000:.1f} MB)")
        try:
            erasures.read_entries()
        except erasures.UnreadableLogError as error:
            self.stderr.write(str(error))
        self.delete_old_backups(folder, keep_days)

    def delete_old_backups(self, folder: Path, days: int) -> None:
        """Not while the clock is doubted: by a wrong clock every backup may look old."""
        if doubt := clock_jumps.find_doubt():
            self.stderr.write(f"No old backup is deleted. {doubt}")
            return
        for old in backups.delete_old_backups(folder, days):
            self.stdout.write(f"{old} was too old and is deleted.")

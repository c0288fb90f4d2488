"""Everything a site consists of, in one encrypted file."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from network import backups


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
        for old in backups.forget(folder, keep_days) if keep_days is not None else []:
            self.stdout.write(f"{old} was too old and is deleted.")

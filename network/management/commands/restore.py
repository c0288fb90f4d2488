"""A site as a backup has it, without what was erased since."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from network import backups


class Command(BaseCommand):
    help = "Put a backup in the place of this site's database and files. Stop the site before."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--yes", action="store_true", help="Do not ask whether what is there may go."
        )
        parser.add_argument(
            "--without-erasures",
            action="store_true",
            help="The list of erasures is lost: what was erased since comes back.",
        )

    def handle(self, *, file: Path, yes: bool, without_erasures: bool, **options):
        if not yes and input("All texts and photos of this site are replaced. Type yes: ") != "yes":
            raise CommandError("Nothing was done.")
        try:
            for line in backups.restore(file, without_erasures=without_erasures):
                self.stdout.write(line)
        except (backups.Failed, OSError) as error:
            raise CommandError(str(error)) from error

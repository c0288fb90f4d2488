"""A site as a backup has it, without what was erased since."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from network import backups, restoring
from network.erasures import Unreadable


class Command(BaseCommand):
    help = (
        "Put a backup in the place of this site's database and files, all of it or nothing. "
        "Stop the site before."
    )

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
        parser.add_argument(
            "--leave-undone",
            action="store_true",
            help="Restore even if something cannot be erased again: you erase it by hand.",
        )

    def handle(self, *, file, yes, without_erasures, leave_undone, **options):
        if not yes and input("All texts and photos of this site are replaced. Type yes: ") != "yes":
            raise CommandError("Nothing was done.")
        try:
            restoring.restore(
                file,
                self.stdout.write,
                without_erasures=without_erasures,
                leave_undone=leave_undone,
            )
        except (backups.Failed, Unreadable, DatabaseError, OSError) as error:
            raise CommandError(str(error)) from error

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from erasure_log.erasures import UnreadableLogError
from operations import backups
from operations.restore import restoring


class Command(BaseCommand):
    help = "Replace the database and files of this site by those of a backup. Stop the site before."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--yes", action="store_true", help="Replace everything without asking.")
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

    def handle(
        self, *, file: Path, yes: bool, without_erasures: bool, leave_undone: bool, **options: Any
    ) -> None:
        if not yes and input("All texts and photos of this site are replaced. Type yes: ") != "yes":
            raise CommandError("Nothing was done.")
        try:
            restoring.restore(
                file,
                self.stdout.write,
                without_erasures=without_erasures,
                leave_undone=leave_undone,
            )
        except (backups.BackupError, UnreadableLogError, DatabaseError, OSError) as error:
            raise CommandError(str(error)) from error

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from operations import catalogues


class Command(BaseCommand):
    help = "Compile the translations; with --update add new strings; with --check check them."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--update", action="store_true", help="add the strings of the code")
        parser.add_argument("--check", action="store_true", help="fail if a translation is missing")

    def handle(self, *, update: bool, check: bool, verbosity: int, **options: Any) -> None:
        if update:
            for file in catalogues.update_all():
                self.stdout.write(f"Updated {file}")
        for file in catalogues.compile_all():
            if verbosity > 1:
                self.stdout.write(f"Compiled {file}")
        if check and (problems := list(catalogues.problems())):
            advice = "Run `manage.py catalogues --update`, translate, and try again."
            raise CommandError("\n".join([*problems, advice]))

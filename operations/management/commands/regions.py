from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from members.directory import regions


class Command(BaseCommand):
    help = "Make the regions of a country, or bring them up to date."

    def add_arguments(self, parser: CommandParser) -> None:
        countries = ", ".join(regions.available_countries())
        parser.add_argument(
            "country",
            help=f"A country this program brings along ({countries}), or a file of your own.",
        )

    def handle(self, *args: Any, country: str, **options: Any) -> None:
        try:
            count = regions.load_regions(country)
        except regions.RegionsFileError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{count} regions are in place.")

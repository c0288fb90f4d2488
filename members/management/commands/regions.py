"""Load the regions of a country: `manage.py regions kr`."""

from django.core.management.base import BaseCommand, CommandError

from members import regions


class Command(BaseCommand):
    help = "Make the regions of a country, or bring them up to date."

    def add_arguments(self, parser):
        shipped = ", ".join(regions.countries())
        parser.add_argument(
            "country",
            help=f"A country this program brings along ({shipped}), or a file of your own.",
        )

    def handle(self, *args, country: str, **options):
        try:
            number = regions.load(country)
        except regions.CannotLoad as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{number} regions are in place.")

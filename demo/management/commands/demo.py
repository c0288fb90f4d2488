from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from demo import content_loader


class Command(BaseCommand):
    help = "Fill an empty site with the demonstration content. A filled site is left alone."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--if-empty", action="store_true", help="Do not fail if the site has content already."
        )

    def handle(self, *, if_empty: bool, **options: Any) -> None:
        if not settings.DEVELOPMENT:
            # Its logins have a password that everybody can read.
            raise CommandError("The demonstration is not for production: set DEVELOPMENT=1.")
        if content_loader.is_demo():
            self.stdout.write(content_loader.LOGIN_HINT)
            return
        if not content_loader.is_empty():
            if if_empty:
                return
            raise CommandError("This site holds content of its own; the demo would mix with it.")
        self.stdout.write("Filling the empty site with a demonstration (half a minute) …")
        content_loader.fill()
        if not content_loader.demo_languages():
            self.stdout.write("Its texts are Korean and English: this site has none of them.")
        self.stdout.write(content_loader.LOGIN_HINT)

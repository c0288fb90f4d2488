from typing import Any

from django.core.management.base import BaseCommand

from operations import groups


class Command(BaseCommand):
    help = "Set groups and permissions as the apps declare them; to be run after migrate."

    def handle(self, *, verbosity: int, **options: Any) -> None:
        names = groups.apply_roles()
        if verbosity > 1:
            self.stdout.write(", ".join(names))

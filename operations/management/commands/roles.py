from typing import Any

from django.core.management.base import BaseCommand

from operations import group_permissions


class Command(BaseCommand):
    help = "Set groups and permissions as the apps declare them; to be run after migrate."

    def handle(self, *, verbosity: int, **options: Any) -> None:
        names = group_permissions.apply_roles()
        if verbosity > 1:
            self.stdout.write(", ".join(names))

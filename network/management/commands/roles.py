from django.core.management.base import BaseCommand

from network import roles


class Command(BaseCommand):
    help = "Make the groups of coordinators as network/roles.py has them; to be run after migrate."

    def handle(self, *, verbosity: int, **options):
        names = roles.apply()
        if verbosity > 1:
            self.stdout.write(", ".join(names))

from django.core.management.base import BaseCommand

from search import index


class Command(BaseCommand):
    help = "Rebuild the search index."

    def handle(self, **options):
        self.stdout.write(f"{index.rebuild_index()} entries.")

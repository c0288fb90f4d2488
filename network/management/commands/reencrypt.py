from django.core.management.base import BaseCommand

from network import encryption


class Command(BaseCommand):
    help = "Write every encrypted text anew with the first of ENCRYPTION_KEYS."

    def handle(self, **options):
        self.stdout.write(f"{encryption.reencrypt()} rows written with the first key.")

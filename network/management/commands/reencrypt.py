from django.core.management.base import BaseCommand

from network import encryption, storage


class Command(BaseCommand):
    help = "Write every encrypted text and file anew with the first of ENCRYPTION_KEYS."

    def handle(self, **options):
        self.stdout.write(f"{encryption.reencrypt()} rows written with the first key.")
        self.stdout.write(f"{storage.reencrypt()} files written with the first key.")

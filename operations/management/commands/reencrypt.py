from typing import Any

from django.core.management.base import BaseCommand

from cms.encryption import reencryption
from cms.files import storage


class Command(BaseCommand):
    help = "Encrypt every text and file again with the first of ENCRYPTION_KEYS."

    def handle(self, **options: Any) -> None:
        self.stdout.write(f"{reencryption.reencrypt_texts()} rows encrypted with the first key.")
        self.stdout.write(f"{storage.reencrypt_files()} files encrypted with the first key.")

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from operations.restore import file_copies


class Command(BaseCommand):
    help = (
        "Copy all files of the site from its folders into the object store of OBJECT_STORE_URL, or "
        "back. Nothing is deleted; a further run copies what changed."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("target", choices=["to-store", "to-folders"])

    def handle(self, *, target: str, **options: Any) -> None:
        if not file_copies.is_possible():
            raise CommandError("Set OBJECT_STORE_URL first: it names the object store.")
        copy = file_copies.copy_to_store if target == "to-store" else file_copies.copy_to_folders
        try:
            done = copy()
        except OSError as error:
            raise CommandError(
                f"{error} Run it again: what is copied is not copied twice."
            ) from error
        self.stdout.write(f"{done.copied} files copied, {done.left_alone} were there already.")

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from operations.snapshot.builder import make_snapshot
from operations.snapshot.crawl import SiteFailedError
from operations.snapshot.folder import FolderError


class Command(BaseCommand):
    help = (
        "Write a copy of all that is public into a folder, for any static host. A further run "
        "writes what changed and deletes what is no longer public."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, help="Empty, or with an earlier copy.")

    def handle(self, *, folder: Path, **options: Any) -> None:
        try:
            result = make_snapshot(folder)
        except (FolderError, SiteFailedError, OSError) as error:
            raise CommandError(str(error)) from error
        for address in result.unsafe_urls:
            self.stderr.write(f"No file can have this name: {address}")
        self.stdout.write(
            f"{result.pages} pages and {result.files} other files: "
            f"{result.written} written, {result.deleted} deleted."
        )

"""How long a copy of the site takes beside the rendering of its pages alone.

Run with `make benchmarks`; `SIZE=20000` fills that many articles (1,000 without). It makes a
database of its own on the server of the project, gives each photo tiny files, copies the site,
copies it once more with nothing changed, and then requests the same without keeping it.
Seconds are printed as they passed and as the processor worked, which tells more on a busy machine.
"""

import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.test import override_settings

from benchmarks.beside_plain_django import SIZE, filled_database
from operations.snapshot.builder import make_snapshot
from operations.snapshot.crawl import Crawl
from operations.snapshot.folder import SnapshotFolder
from operations.snapshot.internal_urls import InternalURL
from operations.snapshot.site_client import SiteClient
from photos.files import rendition_storage
from photos.models import Photo


@dataclass(frozen=True)
class Duration:
    """In seconds; `cpu` without the database server."""

    wall: float
    cpu: float

    def __str__(self) -> str:
        return f"{self.wall:.0f} s ({self.cpu:.0f} s of CPU)"


def measure(work: Callable[[], object]) -> Duration:
    wall, cpu = time.monotonic(), time.process_time()
    print(work(), flush=True)
    return Duration(time.monotonic() - wall, time.process_time() - cpu)


def make_pictures() -> None:
    for photo in Photo.objects.all():
        folder = rendition_storage.public_folder(photo.folder_token)
        folder.mkdir(parents=True)
        for crop, widths in photo.rendition_widths.items():
            for width in widths:
                for kind in ("avif", "jpg"):
                    (folder / f"{crop}-{width}.{kind}").write_bytes(b"picture")
        (folder / "share.jpg").write_bytes(b"picture")


def request(addresses: list[InternalURL]) -> int:
    client = SiteClient()
    for address in addresses:
        with client.get(address) as response:
            assert response.status_code < 500, address
    return len(addresses)


def main() -> None:
    with (
        filled_database(),
        tempfile.TemporaryDirectory() as folder,
        override_settings(MEDIA_ROOT=Path(folder) / "media"),
    ):
        run(Path(folder) / "copy")


def run(root: Path) -> None:
    make_pictures()
    first = measure(lambda: make_snapshot(root))
    again = measure(lambda: make_snapshot(root))
    addresses = crawled_addresses(root)
    alone = measure(lambda: request(addresses))
    for name, taken in [("first", first), ("nothing changed", again), ("rendering alone", alone)]:
        ratio = taken.cpu / alone.cpu
        print(f"{SIZE} articles, {name}: {taken}, ratio {ratio:.2f}")


def crawled_addresses(root: Path) -> list[InternalURL]:
    crawl = Crawl(SnapshotFolder.open(root))
    crawl.folder.begin()
    crawl.run()
    return [*crawl.pages, *crawl.files]


if __name__ == "__main__":
    main()

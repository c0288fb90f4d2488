"""How long 40 photos of 12 megapixels take to be taken in, beside what the encoder alone needs.

Run with `make benchmarks`. Machines are noisy: read the ratio, not the seconds.
"""

import os
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path

import django

from website import startup

startup.prepare()
django.setup()

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from PIL import Image

from cms.decoding.tasks.images import rendition_encoding, rendition_sizes
from photos.files.embedded_credits import EmbeddedCredits
from photos.files.photo_uploads import add_photo, render_upload
from photos.models import Photo

PHOTOS = 40
AT_ONCE = os.cpu_count() or 1


def picture() -> bytes:
    """12 megapixels that compress like a photo: soft shapes under fine grain, some 4 MB."""
    shapes = Image.radial_gradient("L").resize((4000, 3000)).convert("RGB")
    grain = Image.effect_noise((4000, 3000), 40).convert("RGB")
    buffer = BytesIO()
    Image.blend(shapes, grain, 0.15).save(buffer, "JPEG", quality=90)
    return buffer.getvalue()


def encode(data: bytes) -> None:
    """The encoder's work and nothing else: decode, make small, encode each size."""
    with Image.open(BytesIO(data)) as opened:
        small = opened.convert("RGB")
    side = rendition_sizes.LONGEST_SIDE
    small.thumbnail((side, side), Image.LANCZOS, 3.0)
    thanks = EmbeddedCredits("x", "x")
    printer = rendition_encoding.RenditionWriter(
        lambda _file: None, thanks.xmp_packet(), thanks.iptc_segment(), (0.5, 0.5)
    )
    printer.write_widths(small, "whole", rendition_sizes.WHOLE_WIDTHS)
    printer.write_widths(small.crop((0, 0, 1600, 1067)), "card", rendition_sizes.LIST_CARD_WIDTHS)


def upload(data: bytes) -> None:
    photo, file = Photo(), SimpleUploadedFile("photo.jpg", data)
    add_photo(photo, render_upload(photo, file))
    connection.close()


def timed(work, data: bytes) -> float:
    start = time.perf_counter()
    with ThreadPoolExecutor(AT_ONCE) as workers:
        list(workers.map(work, [data] * PHOTOS))
    return time.perf_counter() - start


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        settings.MEDIA_ROOT = Path(folder) / "media"
        settings.ORIGINALS_ROOT = Path(folder) / "originals"
        data = picture()
        known = set(Photo.objects.values_list("pk", flat=True))
        try:
            encoder, whole = timed(encode, data), timed(upload, data)
        finally:
            with transaction.atomic():
                Photo.objects.exclude(pk__in=known).delete()
    print(f"{PHOTOS} photos of {len(data) / 1e6:.1f} MB, {AT_ONCE} at once")
    print(f"encoder alone  {encoder:6.1f} s")
    print(f"taken in       {whole:6.1f} s, {whole / encoder:.2f} times the encoder")


if __name__ == "__main__":
    main()

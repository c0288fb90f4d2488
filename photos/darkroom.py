"""From an upload to the files the public gets: pixels only, in the sizes the pages use.

An original is never public. Its renditions lie in a folder of the photo's own, named by a key
nobody can guess, and only as long as the photo may be shown.
"""

import shutil
from io import BytesIO
from pathlib import Path, PurePath

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from PIL import Image

from network import images
from photos.models import Photo, new_key, originals

# Longest side of what the open pages show: enough for a screen, too little for a poster.
LONGEST_SIDE = 1600
# What a phone, a tablet, a column of text and a wide lead photo ask for.
WHOLE_WIDTHS = (480, 800, 1200, 1600)
# Cards of lists and the picture of a shared link are cut to one shape.
CARD_RATIO = 3 / 2
CARD_WIDTHS = (400, 800)
SHARE_SIZE = (1200, 630)
DESK_SIZE = (480, 320)

# Measured on the demo photos: about 40 KB at 800 px; slower presets gain under 5 %.
AVIF = {"format": "AVIF", "quality": 50, "speed": 8}
JPEG = {"format": "JPEG", "quality": 78, "progressive": True, "optimize": True}


def receive(photo: Photo) -> None:
    """Take in what was uploaded as `photo.original`: note its size and name.

    Raises ValidationError when the file is no picture that can be used.
    """
    picture = images.decode(photo.original)
    photo.width, photo.height = picture.size
    photo.file_name = photo.file_name or PurePath(photo.original.name).name


def develop(photo: Photo) -> None:
    """Make the files of a saved photo anew and put away the old ones once the change stands.

    New files get a new folder, so that no cache shows the old crop under the same address.
    """
    old_key, photo.key = photo.key, new_key()
    with photo.original.open("rb") as original:
        picture = images.bare(images.decode(original))
    _keep_for_the_desk(photo, picture)
    photo.developed = _make_public(photo, picture) if photo.may_be_public() else {}
    Photo.objects.filter(pk=photo.pk).update(key=photo.key, developed=photo.developed)
    transaction.on_commit(lambda: remove_public_files(old_key))


def remove_public_files(key: str) -> None:
    shutil.rmtree(folder(key), ignore_errors=True)


def folder(key: str) -> Path:
    return settings.MEDIA_ROOT / "photos" / key


def desk_name(photo: Photo) -> str:
    """Where the small picture for the library lies: private, as the photo may not be public."""
    return f"desk/{photo.pk}.jpg"


def _keep_for_the_desk(photo: Photo, picture: Image.Image) -> None:
    small = _flat(picture.copy())
    small.thumbnail(DESK_SIZE)
    name, storage = desk_name(photo), originals()
    storage.delete(name)
    storage.save(name, ContentFile(_encoded(small, JPEG)))


def _make_public(photo: Photo, picture: Image.Image) -> dict:
    """Write every rendition. Shape: `{"whole": [480, 800], "card": [400], "ratio": 1.5}`."""
    target = folder(photo.key)
    target.mkdir(parents=True)
    picture = _flat(picture)
    card = _cut(picture, CARD_RATIO, photo)
    share = _cut(picture, SHARE_SIZE[0] / SHARE_SIZE[1], photo)
    whole_widths = _write(picture, target, "whole", WHOLE_WIDTHS)
    card_widths = _write(card, target, "card", CARD_WIDTHS)
    (target / "share.jpg").write_bytes(_encoded(share.resize(SHARE_SIZE, Image.LANCZOS), JPEG))
    return {"whole": whole_widths, "card": card_widths}


def _write(picture: Image.Image, target: Path, shape: str, widths: tuple[int, ...]) -> list[int]:
    longest = max(picture.size)
    limit = min(picture.width, round(picture.width * LONGEST_SIDE / longest))
    fitting = [width for width in widths if width <= limit] or [limit]
    for width in fitting:
        height = max(1, round(picture.height * width / picture.width))
        smaller = picture.resize((width, height), Image.LANCZOS, reducing_gap=3.0)
        (target / f"{shape}-{width}.avif").write_bytes(_encoded(smaller, AVIF))
        (target / f"{shape}-{width}.jpg").write_bytes(_encoded(smaller, JPEG))
    return fitting


def _cut(picture: Image.Image, ratio: float, photo: Photo) -> Image.Image:
    """The largest part of that shape (width by height) with the focus as central as it goes."""
    width = min(picture.width, round(picture.height * ratio))
    height = min(picture.height, round(picture.width / ratio))
    left = round(min(max(photo.focus_x * picture.width - width / 2, 0), picture.width - width))
    top = round(min(max(photo.focus_y * picture.height - height / 2, 0), picture.height - height))
    return picture.crop((left, top, left + width, top + height))


def _flat(picture: Image.Image) -> Image.Image:
    """Transparent parts on white: a photo has no holes."""
    if picture.mode != "RGBA":
        return picture
    ground = Image.new("RGB", picture.size, "white")
    ground.paste(picture, mask=picture.getchannel("A"))
    return ground


def _encoded(picture: Image.Image, how: dict) -> bytes:
    buffer = BytesIO()
    picture.save(buffer, **how)
    return buffer.getvalue()

"""From an upload to the files the public gets: pixels only, in the sizes the pages use.

An original is never public. Its renditions are made once, in a folder of the photo's own named by a
key nobody can guess. The folder lies in a private drawer and is moved to the public place while the
photo may be shown: to withdraw a photo is to move a folder, and so is to undo it.
"""

import shutil
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path, PurePath

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.html import strip_tags
from django.utils.translation import override
from PIL import Image

from network import images, languages, storage
from photos import metadata
from photos.models import Photo, Photographer, new_key, originals

# Longest side of what the open pages show: enough for a screen, too little for a poster.
LONGEST_SIDE = 1600
# The face of one person, large, ends on pickets.
LONGEST_SIDE_OF_PORTRAIT = 800
# What a phone, a tablet, a column of text and a wide lead photo ask for.
WHOLE_WIDTHS = (480, 800, 1200, 1600)
# Cards of lists and the picture of a shared link are cut to one shape.
CARD_RATIO = 3 / 2
CARD_WIDTHS = (400, 800)
SHARE_SIZE = (1200, 630)
DESK_SIZE = (480, 320)
# What a newspaper can print across a page (300 dpi on 34 cm).
PRESS_LONGEST_SIDE = 4000

# Measured on the demo photos: about 40 KB at 800 px; slower presets gain under 5 %.
AVIF = {"format": "AVIF", "quality": 50, "speed": 8}
JPEG = {"format": "JPEG", "quality": 78, "progressive": True, "optimize": True}
PRINT_JPEG = {"format": "JPEG", "quality": 92, "subsampling": 0}
ENDINGS = {"AVIF": "avif", "JPEG": "jpg"}


def receive(photo: Photo) -> Image.Image:
    """Take in what was uploaded as `photo.original`: note its size and name. Returns its pixels.

    Raises ValidationError when the file is no picture that can be used.
    """
    picture = images.decode(photo.original)
    photo.width, photo.height = picture.size
    photo.file_name = photo.file_name or PurePath(photo.original.name).name
    return picture


def develop(photo: Photo, picture: Image.Image | None = None) -> None:
    """Make the files of a saved photo anew and put away the old ones once the change stands.

    New files get a new folder, so that no cache shows the old crop under the same address.
    `picture` spares decoding the original again when `receive` has just done it.
    """
    old_key, photo.key = photo.key, new_key()
    picture = images.bare(picture or _original_of(photo))
    _keep_for_the_press(photo, picture)
    # Made small once, as every further size is: resizing the whole picture seven times costs more
    # than encoding it.
    picture = _flat(picture)
    side = LONGEST_SIDE_OF_PORTRAIT if photo.is_portrait else LONGEST_SIDE
    picture.thumbnail((side, side), Image.LANCZOS, reducing_gap=3.0)
    _keep_for_the_desk(photo, picture)
    photo.developed = _write_all(photo, picture)
    Photo.objects.filter(pk=photo.pk).update(key=photo.key, developed=photo.developed)
    transaction.on_commit(lambda: discard(old_key))
    transaction.on_commit(lambda: place(photo))


def _original_of(photo: Photo) -> Image.Image:
    with photo.original.open("rb") as original:
        return images.decode(original)


def refresh(photo: Photo) -> None:
    """After a change of credit, licence or consent: the files say the new thanks and lie where
    they may. No picture is made anew."""
    thanks = thanks_of(photo)
    for file in folder_of(photo).iterdir():
        file.write_bytes(metadata.resigned(file.read_bytes(), thanks))
    _keep_for_the_press(photo, images.bare(_original_of(photo)) if photo.press_use else None)
    transaction.on_commit(lambda: place(photo))


@transaction.atomic
def place(photo: Photo) -> None:
    """Put the files into the public folder while the photo may be shown, else out of it.

    Read anew, and kept until they lie there: whoever asks may not know that somebody has withdrawn
    the photo meanwhile.
    """
    photos = Photo.objects.select_for_update(of=["self"]).select_related("photographer")
    current = photos.filter(pk=photo.pk).first()
    if current is None:
        return
    source, target = drawer(current.key), public_folder(current.key)
    if not current.may_be_public():
        source, target = target, source
    if source.exists() and not target.exists():
        storage.move(source, target, public=current.may_be_public())


def discard(key: str) -> None:
    for folder in (drawer(key), public_folder(key)):
        shutil.rmtree(folder, ignore_errors=True)


def public_folder(key: str) -> Path:
    return settings.MEDIA_ROOT / "photos" / key


def drawer(key: str) -> Path:
    """Where the files of a photo lie that nobody may see (yet, or any more)."""
    return Path(originals().path(f"developed/{key}"))


def folder_of(photo: Photo) -> Path:
    public = public_folder(photo.key)
    return public if public.exists() else drawer(photo.key)


def thanks_of(photo: Photo) -> metadata.Thanks:
    """What the files say: each name once in every language it has."""
    creator = " / ".join(names_of(photo.photographer)) if photo.photographer else ""
    credits, rights = [], {}
    for code in languages.codes():
        with override(code):
            credits.append(strip_tags(photo.credit_line()))
            rights[code] = f"{strip_tags(photo.credit_line())}. {photo.get_licence_display()}"
    return metadata.Thanks(creator, " / ".join(dict.fromkeys(credits)), rights)


def names_of(photographer: Photographer) -> list[str]:
    names = (getattr(photographer, column) for column in languages.columns("name"))
    return list(dict.fromkeys(filter(None, names)))


def desk_name(photo: Photo) -> str:
    """Where the small picture for the library lies: private, as the photo may not be public."""
    return f"desk/{photo.pk}.jpg"


def press_name(photo: Photo) -> str:
    """Where the large picture for newsrooms lies: private, handed out by a view that asks first."""
    return f"press/{photo.pk}.jpg"


def press_size(photo: Photo) -> tuple[int, int]:
    """Width and height (px) of the picture for newsrooms."""
    smaller = min(1, PRESS_LONGEST_SIDE / max(photo.width, photo.height))
    return round(photo.width * smaller), round(photo.height * smaller)


def _keep_for_the_press(photo: Photo, picture: Image.Image | None) -> None:
    name, storage = press_name(photo), originals()
    storage.delete(name)
    if photo.press_use and not photo.is_portrait:
        large = _flat(picture.copy())
        large.thumbnail((PRESS_LONGEST_SIDE, PRESS_LONGEST_SIDE), Image.LANCZOS)
        thanks = thanks_of(photo)
        how = PRINT_JPEG | {"xmp": thanks.packet(), "extra": thanks.iptc()}
        storage.save(name, ContentFile(_encoded(large, how)))


def _keep_for_the_desk(photo: Photo, picture: Image.Image) -> None:
    small = picture.copy()
    small.thumbnail(DESK_SIZE)
    name, storage = desk_name(photo), originals()
    storage.delete(name)
    storage.save(name, ContentFile(_encoded(small, JPEG)))


def _write_all(photo: Photo, picture: Image.Image) -> dict:
    """Write every rendition. Shape of the answer: `{"whole": [480, 800], "card": [400]}`."""
    target = drawer(photo.key)
    storage.make_private_folder(target)
    press = Press(target, thanks_of(photo))
    card = _cut(picture, CARD_RATIO, photo)
    widths = {
        "whole": press.print_widths(picture, "whole", WHOLE_WIDTHS),
        "card": press.print_widths(card, "card", CARD_WIDTHS),
    }
    if not photo.is_portrait:
        share = _cut(picture, SHARE_SIZE[0] / SHARE_SIZE[1], photo)
        press.print(share.resize(SHARE_SIZE, Image.LANCZOS), "share", kinds=[JPEG])
    return widths


@dataclass
class Press:
    """Prints pictures into a folder, each with the thanks it owes."""

    target: Path
    thanks: metadata.Thanks

    def print_widths(self, picture: Image.Image, shape: str, widths: tuple[int, ...]) -> list[int]:
        """Print what fits of the widths (px); a picture smaller than all of them as it is."""
        fitting = [width for width in widths if width <= picture.width] or [picture.width]
        for width in fitting:
            height = max(1, round(picture.height * width / picture.width))
            smaller = picture.resize((width, height), Image.LANCZOS, reducing_gap=3.0)
            self.print(smaller, f"{shape}-{width}", kinds=[AVIF, JPEG])
        return fitting

    def print(self, picture: Image.Image, name: str, kinds: list[dict]) -> None:
        for kind in kinds:
            how = kind | {"xmp": self.thanks.packet()}
            if kind is JPEG:
                how["extra"] = self.thanks.iptc()
            (self.target / f"{name}.{ENDINGS[kind['format']]}").write_bytes(_encoded(picture, how))


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

"""From an upload to the files the public gets: pixels only, in the sizes the pages use.

An original is never public. Its renditions are made once, in a folder of the photo's own named by a
key nobody can guess. The folder lies in a private drawer and is moved to the public place while the
photo may be shown: to withdraw a photo is to move a folder, and so is to undo it.

Pictures are decoded and encoded in a child process (`network.isolated.renditions`); here are files.
"""

import re
import shutil
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import BinaryIO

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.db import transaction
from django.utils.html import strip_tags
from django.utils.translation import override

from network import images, languages, storage
from network.isolated.pictures import LONGEST_SIDE as PRESS_LONGEST_SIDE
from photos import metadata
from photos.models import Photo, Photographer, new_key, originals

# What the child that was asked for renditions may call them, apart from `desk` and `press`.
PUBLIC_NAME = re.compile(r"(?:(?:whole|card)-\d{1,4}\.(?:avif|jpg)|share\.jpg)")


@dataclass
class Renditions:
    """What a child made of an original. The files are temporary until `develop` keeps them."""

    width: int
    height: int
    # Of the pixels: equal for two files that hold the same picture.
    checksum: str
    # What the file says of itself, to be offered (`photos.metadata`).
    suggestions: dict[str, str]
    # Widths (px) by shape: `{"whole": [480, 800], "card": [400]}`.
    developed: dict[str, list[int]]
    files: dict[str, BinaryIO]


def receive(photo: Photo) -> Renditions:
    """Take in what was uploaded as `photo.original`: note its size and name, make its files.

    Raises ValidationError when the file is no picture that can be used.
    """
    made = _render(photo)
    photo.width, photo.height = made.width, made.height
    photo.file_name = photo.file_name or PurePath(photo.original.name).name
    return made


def develop(photo: Photo, made: Renditions | None = None) -> None:
    """Keep the files of a saved photo and put away the old ones once the change stands.

    New files get a new folder, so that no cache shows the old crop under the same address.
    `made` is what `receive` has just made; without it they are made anew from the original.
    """
    made = made or _render(photo)
    old_key, photo.key = photo.key, new_key()
    _write_all(photo, made.files)
    photo.developed = made.developed
    Photo.objects.filter(pk=photo.pk).update(key=photo.key, developed=photo.developed)
    transaction.on_commit(lambda: discard(old_key))
    transaction.on_commit(lambda: place(photo))


def _render(photo: Photo) -> Renditions:
    with _original_of(photo) as original:
        values, files = _made(photo, original, "render")
    width, height = values["size"]
    return Renditions(
        width=width,
        height=height,
        checksum=values["checksum"],
        suggestions=metadata.suggestions(values["suggestions"]),
        developed=values["developed"],
        files=files,
    )


@contextmanager
def _original_of(photo: Photo) -> Iterator[File]:
    """The original, open. An upload that is still to be stored stays open."""
    if photo.original._committed:
        with photo.original.open("rb") as original:
            yield original
    else:
        yield photo.original


def _made(photo: Photo, original: File, task: str) -> tuple[dict, dict[str, BinaryIO]]:
    """What a task of `network.isolated.renditions` answers, and its files by name."""
    thanks = thanks_of(photo)
    plan = {
        "focus": [photo.focus_x, photo.focus_y],
        "is_portrait": photo.is_portrait,
        "press": photo.press_use and not photo.is_portrait,
        "packet": b64encode(thanks.packet()).decode(),
        "iptc": b64encode(thanks.iptc()).decode(),
    }
    task = f"network.isolated.renditions.{task}"
    result = images.decode(task, original, images.DESK_PHOTO, {"plan": plan})
    return result.values, dict(zip(result.values["files"], result.parts, strict=True))


def refresh(photo: Photo) -> None:
    """After a change of credit, licence or consent: the files say the new thanks and lie where
    they may. No picture is made anew, but that for newsrooms where it is to be offered from now."""
    thanks = thanks_of(photo)
    for file in folder_of(photo).iterdir():
        file.write_bytes(metadata.resigned(file.read_bytes(), thanks))
    _refresh_for_the_press(photo, thanks)
    transaction.on_commit(lambda: place(photo))


def _refresh_for_the_press(photo: Photo, thanks: metadata.Thanks) -> None:
    name, storage = press_name(photo), originals()
    if not photo.press_use or photo.is_portrait:
        storage.delete(name)
    elif storage.exists(name):
        with storage.open(name) as file:
            _keep(name, ContentFile(metadata.resigned(file.read(), thanks)))
    else:
        with _original_of(photo) as original:
            _values, files = _made(photo, original, "render_press")
        _keep(name, File(files["press.jpg"]))


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


def _write_all(photo: Photo, files: dict[str, BinaryIO]) -> None:
    """Keep every file where it belongs. Names that nobody asked for are an error."""
    target = drawer(photo.key)
    storage.make_private_folder(target)
    originals().delete(press_name(photo))
    private = {"desk.jpg": desk_name(photo), "press.jpg": press_name(photo)}
    for name, file in files.items():
        if name in private:
            _keep(private[name], File(file))
        elif PUBLIC_NAME.fullmatch(name):
            with (target / name).open("wb") as copy:
                shutil.copyfileobj(file, copy)
        else:
            raise ValueError(f"a child answered with a file named {name}")


def _keep(name: str, file: File) -> None:
    """Write a private file in place of the one there was."""
    originals().delete(name)
    originals().save(name, file)

"""The photos and logos in `content/pictures/`. The file of a photo is named by the `key` of its row
in `content/photos.toml`."""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from django.core.files.base import ContentFile

from photos.files import photo_uploads
from photos.models import Photo, Photographer

PICTURES = Path(__file__).parent / "content" / "pictures"
LOGOS = PICTURES / "logos"


def make_photos(rows: list[dict], photographers: dict[str, Photographer]) -> dict[str, Photo]:
    """The renditions are made in child processes, one a core."""
    photos = {row["key"]: unsaved_photo(row, photographers) for row in rows}
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        uploads = pool.map(
            photo_uploads.render_upload, photos.values(), map(photo_file, photos.values())
        )
        for photo, upload in zip(photos.values(), uploads, strict=True):
            photo.full_clean(exclude=["original"])
            photo_uploads.add_photo(photo, upload)
    return photos


def unsaved_photo(row: dict, photographers: dict[str, Photographer]) -> Photo:
    fields = {name: value for name, value in row.items() if name != "key"}
    photographer = photographers.get(fields.pop("photographer", ""))
    photo = Photo(**fields, photographer=photographer, file_name=f"{row['key']}.webp")
    photo.press_use = photo.licence == Photo.Licence.PRESS
    return photo


def photo_file(photo: Photo) -> ContentFile:
    return read(PICTURES / photo.file_name)


def logo_files_for(name: str) -> dict[str, ContentFile]:
    return {
        "logo": read(LOGOS / f"{name}.png"),
        "logo_dark": read(LOGOS / f"{name}-dark.png"),
    }


def read(file: Path) -> ContentFile:
    return ContentFile(file.read_bytes(), file.name)

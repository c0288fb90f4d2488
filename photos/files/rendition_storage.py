"""Where the files of a photo are stored, and who can fetch them.

An original is never public. Its renditions, which are the same picture in the sizes and formats of
pages, are stored in a folder of their own, named by a token that nobody can guess. The folder is in
private storage, and in the public folder while `Photo.has_publishable_files`: taking a photo down
moves it, and so does showing the photo again. In an object store all files stay in private storage:
`public_rendition_name` says at each request whether visitors may fetch one.
"""

import logging
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.db import transaction

from cms.decoding.tasks.images.rendition_sizes import PRESS_LONGEST_SIDE
from cms.files import permissions
from cms.files.storage import object_folder, uses_object_store
from photos.files.rendition_making import Renditions
from photos.models import Photo, new_folder_token, private_storage

log = logging.getLogger(__name__)

# The names that a decoder process may give to public files; `thumbnail.jpg` and `press.jpg` are
# private.
PUBLIC_NAME = re.compile(r"(?:(?:whole|card)-\d{1,4}\.(?:avif|jpg)|share(?:-[0-9a-f]{12})?\.jpg)")


def store(photo: Photo, renditions: Renditions) -> None:
    """Store the files that were rendered for a saved photo; delete the old ones on commit.

    New files get a new folder, so that no cache shows the old crop under the same URL.
    """
    old_token, photo.folder_token = photo.folder_token, new_folder_token()
    _write_all(photo, renditions.files)
    photo.rendition_widths, photo.share_cards = renditions.widths, renditions.share_cards
    Photo.objects.filter(pk=photo.pk).update(
        folder_token=photo.folder_token,
        rendition_widths=photo.rendition_widths,
        share_cards=photo.share_cards,
    )
    transaction.on_commit(lambda: delete_folders(old_token))
    transaction.on_commit(lambda: publish_or_hide(photo))


def _write_all(photo: Photo, files: dict[str, BinaryIO]) -> None:
    """Raises ValueError for an unexpected file name: a hostile image may have taken over the
    process that decoded it."""
    private_storage().delete(press_file_name(photo))
    private_names = {"thumbnail.jpg": thumbnail_name(photo), "press.jpg": press_file_name(photo)}
    for name, file in files.items():
        if name in private_names:
            replace_private_file(private_names[name], File(file, name))
        elif PUBLIC_NAME.fullmatch(name):
            private_storage().save(rendition_name(photo.folder_token, name), File(file, name))
        else:
            raise ValueError(f"a decoder process answered with a file named {name}")


def replace_private_file(name: str, file: File) -> None:
    private_storage().delete(name)
    private_storage().save(name, file)


@transaction.atomic
def publish_or_hide(photo: Photo) -> None:
    """Move the files to the public folder while they may be public, else to the private one.

    The photo is read again and locked until they are moved: a caller may not know that somebody has
    taken it down meanwhile.
    """
    if uses_object_store():
        return
    photos = Photo.objects.select_for_update(of=["self"]).select_related("photographer")
    current = photos.filter(pk=photo.pk).first()
    if current is None:
        return
    private, public = private_folder(current.folder_token), public_folder(current.folder_token)
    if not current.has_publishable_files():
        _hide(public, private)
    elif private.exists() and not public.exists():
        permissions.move_path(private, public, public=True)


def _hide(public: Path, private: Path) -> None:
    """Move the files out of the public folder. Without room in private storage they are deleted:
    `file_updates.render_missing_files` recreates them when the photo may be shown."""
    if not public.exists():
        return
    try:
        if not private.exists():
            permissions.move_path(public, private, public=False)
            return
    except OSError:
        log.exception("The files of a photo found no room in private storage.")
    shutil.rmtree(public)


def public_rendition_name(token: str, name: str) -> str | None:
    """The name in private storage of a file that visitors may fetch; None for any other."""
    if not PUBLIC_NAME.fullmatch(name):
        return None
    is_public = Photo.objects.with_publishable_files().filter(folder_token=token).exists()
    return rendition_name(token, name) if is_public else None


def has_files(photo: Photo) -> bool:
    if uses_object_store():
        return bool(stored_names(photo.folder_token))
    return current_folder(photo).exists()


def rewrite_files(photo: Photo, change: Callable[[bytes], bytes]) -> None:
    """Change the content of all files of a photo but the private ones."""
    if not uses_object_store():
        for file in current_folder(photo).iterdir():
            file.write_bytes(change(file.read_bytes()))
        return
    for name in stored_names(photo.folder_token):
        with private_storage().open(name) as old:
            new = ContentFile(change(old.read()))
        private_storage().save(name, new)


def read_file(photo: Photo, name: str) -> bytes:
    """One of the files of a photo that may be public. Raises FileNotFoundError."""
    if not uses_object_store():
        return (current_folder(photo) / name).read_bytes()
    with private_storage().open(rendition_name(photo.folder_token, name)) as file:
        content: bytes = file.read()
    return content


def add_file(photo: Photo, name: str, content: bytes) -> None:
    """To the files of a photo that may be public, which exist."""
    if uses_object_store():
        private_storage().save(rendition_name(photo.folder_token, name), ContentFile(content))
        return
    path = current_folder(photo) / name
    # Complete before anybody can fetch it.
    new = path.with_suffix(".new")
    new.write_bytes(content)
    permissions.set_permissions(new, public=public_folder(photo.folder_token).exists())
    new.replace(path)


def delete_file(photo: Photo, name: str) -> None:
    if uses_object_store():
        private_storage().delete(rendition_name(photo.folder_token, name))
        return
    (current_folder(photo) / name).unlink(missing_ok=True)


def stored_names(token: str) -> list[str]:
    """The files of a photo in an object store."""
    found = object_folder("private").list_objects(rendition_name(token, ""))
    return [stored.name for stored in found]


def delete_folders(token: str) -> None:
    if uses_object_store():
        object_folder("private").delete_objects(stored_names(token))
        return
    for folder in (private_folder(token), public_folder(token)):
        shutil.rmtree(folder, ignore_errors=True)


def delete_original(name: str | None) -> None:
    if name:
        private_storage().delete(name)


def delete_private_files(photo: Photo) -> None:
    for name in (thumbnail_name(photo), press_file_name(photo)):
        private_storage().delete(name)


def public_folder(token: str) -> Path:
    return settings.MEDIA_ROOT / "photos" / token


def private_folder(token: str) -> Path:
    return Path(private_storage().path(f"renditions/{token}"))


def rendition_name(token: str, name: str) -> str:
    return f"renditions/{token}/{name}"


def current_folder(photo: Photo) -> Path:
    public = public_folder(photo.folder_token)
    return public if public.exists() else private_folder(photo.folder_token)


def thumbnail_name(photo: Photo) -> str:
    """The name of the small image for the admin: private, as the photo may not be public."""
    return f"thumbnails/{photo.pk}.jpg"


def press_file_name(photo: Photo) -> str:
    """The name of the large file for newsrooms: private, sent by a view that checks the photo."""
    return f"press/{photo.pk}.jpg"


def press_dimensions(photo: Photo) -> tuple[int, int]:
    scale = min(1, PRESS_LONGEST_SIDE / max(photo.width, photo.height))
    return round(photo.width * scale), round(photo.height * scale)


def largest_name(photo: Photo) -> str:
    """The whole photo, as large as pages show it."""
    return f"whole-{photo.rendition_widths['whole'][-1]}.jpg"


def rendition_url(photo: Photo, name: str) -> str:
    return f"{settings.MEDIA_URL}photos/{photo.folder_token}/{name}"

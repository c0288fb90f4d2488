"""Updates of renditions after a change of their photo: new files, or other credits embedded.

Where the change is rolled back, as for a preview (`cms.queries.rolled_back`), the files stay as
they are.
"""

from django.core.files.base import ContentFile, File
from django.db import transaction

from cms.queries.rolled_back import will_be_rolled_back
from photos.files import rendition_making, rendition_storage, share_cards
from photos.files.embedded_credits import EmbeddedCredits, replace_credits
from photos.models import Photo, private_storage


def rerender(photo: Photo) -> None:
    """Raises ValidationError when the original cannot be decoded any more."""
    if will_be_rolled_back():
        return
    with photo.original.open("rb") as original:
        renditions = rendition_making.make_renditions(photo, original)
    rendition_storage.store(photo, renditions)


def render_missing_files(photo: Photo) -> None:
    """Render files that were deleted because there was no room for them (`publish_or_hide`)."""
    is_missing = photo.rendition_widths and not rendition_storage.has_files(photo)
    if is_missing and photo.has_original():
        rerender(photo)


def update_credits_and_access(photo: Photo, *, draws_share_cards: bool = True) -> None:
    """After a change of credit, licence, consent or press use: embed the credits in the files, and
    publish or hide them. Renders only the file for newsrooms, when the photo is newly offered."""
    if will_be_rolled_back():
        return
    credits = rendition_making.credits_for(photo)
    render_missing_files(photo)
    rendition_storage.rewrite_files(photo, lambda data: replace_credits(data, credits))
    share_cards.update(photo, draws_now=draws_share_cards)
    _update_press_file(photo, credits)
    transaction.on_commit(lambda: rendition_storage.publish_or_hide(photo))


def _update_press_file(photo: Photo, credits: EmbeddedCredits) -> None:
    name = rendition_storage.press_file_name(photo)
    if not photo.is_press_photo():
        private_storage().delete(name)
        return
    if private_storage().exists(name):
        with private_storage().open(name) as file:
            press_file: File = ContentFile(replace_credits(file.read(), credits))
    else:
        with photo.original.open("rb") as original:
            press_file = File(rendition_making.make_press_file(photo, original))
    rendition_storage.replace_private_file(name, press_file)

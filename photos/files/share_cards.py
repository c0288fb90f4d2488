"""The pictures that social networks and messengers show of a photo: with its credit drawn in, a
file for each wording of the credit.

They lie in the folder of the photo's other files, and are public, hidden and deleted with these. A
photo that is too small, or whose credit has letters that the font lacks, has none; its pages show
the card with their title then, and a small photo stands beside it.
"""

import logging
from functools import partial

from django.db import transaction
from django.db.models import QuerySet

from cms.declarations.public_pages import ShareCardPhoto
from cms.decoding.errors import SandboxError
from cms.decoding.tasks.share_cards.card_size import CARD_SIZE, SHORTEST_WIDTH
from cms.publishing.structured_data import strip_markup
from photos.files import rendition_making, rendition_storage
from photos.limits_and_periods import MAX_SHARE_CARDS_PER_RUN
from photos.models import Photo

log = logging.getLogger(__name__)

# The picture without a credit, of which they are drawn.
SHARE_PICTURE = "share.jpg"


def update(photo: Photo, *, draws_now: bool) -> None:
    """After a change of the credit: take away the cards with the old one, and draw new ones now or
    in the next run of the scheduler."""
    wanted = set(
        map(rendition_making.share_card_name, rendition_making.share_card_credits(photo).values())
    )
    if photo.share_cards is not None and set(photo.share_cards.values()) == wanted:
        return
    _replace(photo, None)
    if draws_now:
        draw(photo)


def draw(photo: Photo) -> None:
    """Continues without a card when the picture cannot be decoded; the scheduler tries again."""
    if not rendition_storage.has_files(photo):
        return
    try:
        picture = rendition_storage.read_file(photo, SHARE_PICTURE)
        names, files = rendition_making.draw_share_cards(photo, picture)
    except FileNotFoundError:
        # A portrait of a person is not shared.
        names, files = {}, {}
    except SandboxError:
        log.exception("The cards of photo %s cannot be drawn.", photo.pk)
        return
    for name, file in files.items():
        rendition_storage.add_file(photo, name, file.read())
    _replace(photo, names)


def small_share_card_photo(photo: Photo | None) -> ShareCardPhoto | None:
    """What stands beside the title of a page in the reader's language whose photo is too small."""
    if photo is None or photo.is_person_portrait or not photo.is_rendered_and_displayable():
        return None
    if min(photo.width, photo.height * CARD_SIZE[0] / CARD_SIZE[1]) >= SHORTEST_WIDTH:
        return None
    return ShareCardPhoto(
        name=f"{photo.folder_token} {photo.pixel_hash}",
        alt=photo.alt_in(),
        credit=strip_markup(photo.credit_line()),
        read=partial(rendition_storage.read_file, photo, rendition_storage.largest_name(photo)),
    )


def count_missing() -> int:
    return _without_share_cards().count()


def draw_missing() -> int:
    """For photos from before there were cards, and those whose photographer has another name now.
    Returns the number of photos."""
    drawn = 0
    for key in _without_share_cards().values_list("pk", flat=True)[:MAX_SHARE_CARDS_PER_RUN]:
        try:
            drawn += _draw_if_missing(key)
        except OSError:
            log.exception("The cards of photo %s cannot be stored.", key)
    return drawn


@transaction.atomic
def _draw_if_missing(key: int) -> bool:
    """The photo is locked, so that its folder is not moved meanwhile."""
    photos = _without_share_cards().select_for_update(of=["self"]).select_related("photographer")
    photo = photos.filter(pk=key).first()
    if photo is None:
        return False
    draw(photo)
    return photo.share_cards is not None


def _without_share_cards() -> QuerySet[Photo]:
    rendered = Photo.objects.with_publishable_files().exclude(rendition_widths={})
    return rendered.filter(share_cards__isnull=True).order_by("-pk")


def _replace(photo: Photo, names: dict[str, str] | None) -> None:
    """The old files are deleted once the change is certain."""
    old = set((photo.share_cards or {}).values()) - set((names or {}).values())
    photo.share_cards = names
    Photo.objects.filter(pk=photo.pk).update(share_cards=names)
    for name in old:
        transaction.on_commit(partial(rendition_storage.delete_file, photo, name))

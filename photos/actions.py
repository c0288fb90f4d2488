"""Changes of photos after their upload (`photos.files.photo_uploads`).

Each action is one transaction. Folders are moved and files deleted after its commit; files are
rendered, and credits embedded in them, before: a file that cannot be written undoes the action.
"""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from cms.i18n import languages
from erasure_log import erasures
from erasure_log.replayed_actions import ReplayedAction
from photos.files import file_updates, rendition_storage
from photos.models import Photo, Photographer

# After a change of these, all files are rendered again.
RERENDER_FIELDS = {"focus_x", "focus_y", "is_person_portrait"}
# After a change of these, the files stay: other credits are embedded in them, they are published or
# hidden, and newsrooms get a file or lose it (`file_updates.update_credits_and_access`).
CREDIT_AND_ACCESS_FIELDS = {
    "consent",
    "licence",
    "press_use",
    "photographer",
    *languages.field_names("credit_organisation"),
    *languages.field_names("credit_override"),
}
# The suggestions that are deleted once a field was filled in.
SUGGESTIONS_FOR_FIELD = {
    **dict.fromkeys(languages.field_names("alt"), ("alt",)),
    **dict.fromkeys(languages.field_names("caption"), ("caption",)),
    **dict.fromkeys(languages.field_names("credit_organisation"), ("credit",)),
    "photographer": ("creator", "copyright"),
}


@transaction.atomic
def update(photo: Photo, changed_fields: Iterable[str]) -> None:
    """Save the changed fields. Renders the files again or embeds other credits where needed.

    Raises ValidationError when the files cannot be rendered, OSError when they cannot be written.
    """
    changed = set(changed_fields)
    for field in changed:
        for suggestion in SUGGESTIONS_FOR_FIELD.get(field, ()):
            photo.suggestions.pop(suggestion, None)
    photo.save(update_fields=[*changed, "suggestions"])
    if "consent" in changed:
        erasures.record_for_replay(ReplayedAction.CHANGE_CONSENT, photo, detail=photo.consent)
    if "press_use" in changed and not photo.press_use:
        erasures.record_for_replay(ReplayedAction.UNPUBLISH, photo, detail="press_use")
    if photo.rendition_widths and RERENDER_FIELDS & changed:
        file_updates.rerender(photo)
    elif photo.rendition_widths and CREDIT_AND_ACCESS_FIELDS & changed:
        file_updates.update_credits_and_access(photo)


@transaction.atomic
def take_down(photo: Photo) -> None:
    """Take a photo off every page at once; `show_again` undoes it."""
    _set_taken_down(photo, taken_down=True)


@transaction.atomic
def show_again(photo: Photo) -> None:
    """Undo `take_down`: every page shows the photo again. Raises OSError, and changes nothing, when
    its files cannot be written."""
    _set_taken_down(photo, taken_down=False)
    file_updates.render_missing_files(photo)
    rendition_storage.publish_or_hide(photo)


def _set_taken_down(photo: Photo, *, taken_down: bool) -> None:
    photo.taken_down_at = timezone.now() if taken_down else None
    photo.save(update_fields=["taken_down_at"])
    erasures.record_for_replay(
        ReplayedAction.TAKE_DOWN if taken_down else ReplayedAction.SHOW_AGAIN, photo
    )
    transaction.on_commit(lambda: rendition_storage.publish_or_hide(photo))


@transaction.atomic
def set_on_hold(photo: Photo, on_hold: bool) -> None:
    """Take a photo off every page while somebody in it must not be shown. What a coordinator has
    taken down stays down."""
    # Read again: the caller may not know that it was taken down meanwhile.
    current = Photo.objects.select_for_update(of=["self"]).get(pk=photo.pk)
    photo.on_hold = on_hold
    if current.on_hold != on_hold:
        current.on_hold = on_hold
        current.save(update_fields=["on_hold"])
        if on_hold:
            erasures.record_for_replay(ReplayedAction.HOLD, current)
        transaction.on_commit(lambda: rendition_storage.publish_or_hide(current))


@transaction.atomic
def mark_as_person_portrait(photo: Photo) -> None:
    """No public file of a portrait is large enough for a poster."""
    if not photo.is_person_portrait:
        photo.is_person_portrait = True
        update(photo, ["is_person_portrait"])


@transaction.atomic
def delete(photo: Photo) -> None:
    """Delete a photo and all its files. Raises ProtectedError while something uses it."""
    token, original = photo.folder_token, photo.original.name
    deleted = Photo(pk=photo.pk)
    erasures.record_for_replay(ReplayedAction.DELETE, photo)
    photo.delete()
    transaction.on_commit(lambda: rendition_storage.delete_folders(token))
    transaction.on_commit(lambda: rendition_storage.delete_original(original))
    transaction.on_commit(lambda: rendition_storage.delete_private_files(deleted))


@transaction.atomic
def add_missing_credits(photos: list[Photo], credit: dict[str, str]) -> None:
    """Give a credit (language code -> text) to the photos that have none."""
    fields = {languages.field_name("credit_override", code): text for code, text in credit.items()}
    for photo in photos:
        if photo.credit_line():
            continue
        for field, text in fields.items():
            setattr(photo, field, text)
        photo.save(update_fields=list(fields))
        file_updates.update_credits_and_access(photo)


def update_photographer_credits(photographer: Photographer) -> None:
    for photo in photographer.photos.select_related("photographer"):
        # There may be hundreds of photos, and somebody waits.
        file_updates.update_credits_and_access(photo, draws_share_cards=False)

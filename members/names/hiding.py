"""Hiding a person from every public page at once, and showing the person again.

Names and roles (`members.names.display_names`), the profile and offices disappear by themselves.
Photos that show the person, or whose texts name the person, are put on hold. Names in running text
are listed, not changed; a coordinator can unpublish the pages that contain them in one step.
"""

from collections.abc import Iterable
from typing import NamedTuple

from django.apps import apps
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from cms.i18n import languages
from cms.publishing.publishable import Publishable, Status
from erasure_log import erasures
from erasure_log.replayed_actions import ReplayedAction
from members.models import Appearance, HiddenPeriod, Person, UnpublishedText
from members.names import mentions, names_in_text
from members.names.mentions import Mention
from members.upkeep import logo_files
from notes import second_reader
from notes.erasing import notes_containing, redact_notes
from notes.models import ItemNote, Review
from photos import actions
from photos.models import Photo, Photographer
from versions.deletion import erasing, trash
from versions.models import PendingChanges, Version


class StillDrafts(NamedTuple):
    """How many texts stay drafts when a person is shown again: those that name another hidden
    person are published when the last of these is shown; those that were not read, by hand."""

    naming_others: int = 0
    unread: int = 0


@transaction.atomic
def hide_person(person: Person, by: User | None) -> HiddenPeriod:
    """Hides the person and puts on hold the photos that depend on it. A second call also finds the
    photos that were added since."""
    Person.objects.select_for_update().get(pk=person.pk)
    hidden_period = person.hidden_periods.current().first()
    if hidden_period is None:
        now = timezone.now()
        hidden_period = HiddenPeriod.objects.create(person=person, started_by=by, started_at=now)
        person.hidden_at = now
        person.save(update_fields=["hidden_at"])
    erasures.record_for_replay(ReplayedAction.HIDE, person)
    hidden_period.photos.set(photos_naming(person))
    update_photos_on_hold(photos_depending_on(person))
    return hidden_period


@transaction.atomic
def show_person(person: Person, by: User | None) -> StillDrafts:
    """Ends the hidden period: the photos and texts that it removed become public again. Returns how
    many texts stay drafts."""
    Person.objects.select_for_update().get(pk=person.pk)
    hidden_period = person.hidden_periods.current().first()
    if hidden_period is None:
        return StillDrafts()
    erasures.record_for_replay(ReplayedAction.SHOW, person)
    photos = photos_depending_on(person)
    hidden_period.ended_at, hidden_period.ended_by = timezone.now(), by
    hidden_period.save(update_fields=["ended_at", "ended_by"])
    person.hidden_at = None
    person.save(update_fields=["hidden_at"])
    update_photos_on_hold(photos)
    still_drafts = _republish(list(hidden_period.unpublished_texts.all()))
    logo_files.move_logos_on_commit()
    return still_drafts


def _republish(texts: list[UnpublishedText]) -> StillDrafts:
    """Publishes the texts that name no other hidden person, and that a second person has read if
    that is required."""
    hidden_periods = _hidden_periods_by_page() if texts else {}
    needs_reader = bool(texts) and second_reader.is_required()
    naming_others = unread = 0
    for text in texts:
        page = _find_page(text)
        if page is None or page.status_in(text.language) != Status.DRAFT:
            # A coordinator has published, deleted or emptied it since.
            continue
        if other := hidden_periods.get((text.model_label, text.object_id, text.language)):
            text.hidden_period = other
            text.save(update_fields=["hidden_period"])
            naming_others += 1
            continue
        if needs_reader and not second_reader.Text(page).is_read():
            unread += 1
            continue
        setattr(page, languages.field_name("published_at", text.language), text.published_at)
        page.save()
    return StillDrafts(naming_others, unread)


def _find_page(text: UnpublishedText) -> Publishable | None:
    pages = apps.get_model(text.model_label).objects.select_for_update()
    return pages.filter(pk=text.object_id).first()


def _hidden_periods_by_page() -> dict[tuple[str, int, str], HiddenPeriod]:
    """The pages that name a hidden person. Shape: {(model label, pk, language): hidden period}."""
    return {
        (mention.page._meta.label, mention.page.pk, mention.language): hidden_period
        for hidden_period in HiddenPeriod.objects.current().select_related("person")
        for mention in mentions.find_mentions(hidden_period.person)
    }


@transaction.atomic
def unpublish_mentions(
    hidden_period: HiddenPeriod, found_mentions: Iterable[Mention]
) -> list[Mention]:
    """Makes drafts of the public pages that name a person, and stores since when they were public.
    Returns the mentions whose pages became drafts; a page that cannot be a draft stays public."""
    unpublished = []
    for mention in found_mentions:
        if not isinstance(mention.page, Publishable):
            continue
        page = type(mention.page).objects.select_for_update().get(pk=mention.page.pk)
        published_at = page.published_at_in(mention.language)
        if published_at is None:
            continue
        UnpublishedText.objects.create(
            hidden_period=hidden_period,
            model_label=page._meta.label,
            object_id=page.pk,
            language=mention.language,
            published_at=published_at,
        )
        page.unpublish(mention.language)
        page.save()
        erasures.record_for_replay(ReplayedAction.UNPUBLISH, page, detail=mention.language)
        unpublished.append(mention)
    logo_files.move_logos_on_commit()
    return unpublished


def photos_naming(person: Person) -> set[Photo]:
    items = [mention.item for mention in mentions.find_mentions(person)]
    photos = {item for item in items if isinstance(item, Photo)}
    photographers = [item for item in items if isinstance(item, Photographer)]
    return photos | set(Photo.objects.filter(photographer__in=photographers))


def photos_depending_on(person: Person) -> set[Photo]:
    """The photos that may be shown only if the person may be shown."""
    photos = Photo.objects.select_related("photographer")
    shown = photos.filter(appearances__person=person) | photos.filter(portrait_of=person)
    return {*shown.distinct(), *photos.filter(hidden_periods__in=person.hidden_periods.current())}


@transaction.atomic
def update_photos_on_hold(photos: Iterable[Photo]) -> None:
    for photo in photos:
        actions.set_on_hold(photo, must_be_on_hold(photo))


@transaction.atomic
def delete_person(person: Person) -> None:
    """Photos that were on hold because of the person stay down until a coordinator decides
    otherwise: nobody is left to ask."""
    on_hold = [photo for photo in photos_depending_on(person) if photo.on_hold]
    erasures.record_for_replay(ReplayedAction.DELETE, person)
    erase_from_versions(person)
    person.delete()
    for photo in on_hold:
        actions.take_down(photo)
    update_photos_on_hold(on_hold)


def erase_from_versions(person: Person) -> None:
    """No version of the person is kept and no note on the person, and no name of the person in
    versions of other items and notes on them."""
    erasing.erase_records_about(person)
    ItemNote.objects.for_item(person).delete()
    Review.objects.for_item(person).delete()
    erasing.erase_inline_form("people", person.pk)
    pattern = names_in_text.name_pattern(person.all_names())
    if pattern:
        erasing.redact_versions(versions_naming(person), pattern)
        erasing.redact_pending_changes(pattern)
        redact_notes(pattern)
    trash.erase_person(person, pattern)


def versions_naming(person: Person) -> list[Version]:
    """The older versions of any item but the person whose texts name the person."""
    names = person.all_names()
    pattern = names_in_text.name_pattern(names)
    if pattern is None:
        return []
    words = {names_in_text.longest_word(name) for name in names}
    versions = erasing.versions_containing(words).exclude(pk__in=Version.objects.for_item(person))
    return [version for version in versions if pattern.search(version.plain_text())]


def pending_changes_naming(person: Person) -> list[PendingChanges]:
    """The changes of any item but the person that wait for publication and name the person."""
    pattern = names_in_text.name_pattern(person.all_names())
    if pattern is None:
        return []
    own = PendingChanges.objects.for_item(person)
    return [
        pending for pending in erasing.pending_changes_containing(pattern) if pending not in own
    ]


def notes_naming(person: Person) -> list[ItemNote]:
    """The notes of staff that name the person, on whatever item."""
    pattern = names_in_text.name_pattern(person.all_names())
    return notes_containing(pattern) if pattern else []


@transaction.atomic
def take_down_photos_of(appearances: Iterable[Appearance]) -> None:
    """Photos stay down after the appearance because of which they were on hold is deleted."""
    for appearance in appearances:
        if appearance.blocks_photo():
            actions.take_down(appearance.photo)


def must_be_on_hold(photo: Photo) -> bool:
    return (
        Appearance.objects.filter(photo=photo).blocking_photo().exists()
        or Person.objects.filter(portrait=photo, hidden_at__isnull=False).exists()
        or HiddenPeriod.objects.current().filter(photos=photo).exists()
    )

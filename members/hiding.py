"""Hiding a person from every public page at once, and showing the person again.

Names and roles close up by themselves (`members.naming`), and so do profile and offices. Photos
are held: those the person is in, the portrait, and those whose own words name the person. Names in
running text are told, not altered; what holds them can be taken back to draft in one step.
"""

from collections.abc import Iterable

from django.apps import apps
from django.db import transaction
from django.utils import timezone

from members import logos, mentions
from members.mentions import Mention
from members.models import Appearance, Hiding, Person, TakenBack
from network import erasures, languages
from network.publishing import Publishable, Status
from photos import library
from photos.models import Photo, Photographer


@transaction.atomic
def hide(person: Person, by) -> Hiding:
    """Hide a person; once more, and what was written since is looked through as well."""
    Person.objects.select_for_update().get(pk=person.pk)
    hiding = person.hidings.filter(shown_at=None).first()
    if hiding is None:
        now = timezone.now()
        hiding = Hiding.objects.create(person=person, hidden_by=by, hidden_at=now)
        person.hidden_at = now
        person.save(update_fields=["hidden_at"])
    erasures.note("hide", person)
    hiding.photos.set(photos_naming(person))
    settle(photos_of(person))
    return hiding


@transaction.atomic
def show(person: Person, by) -> None:
    """Undo all of it: photos and texts that hiding took away stand again where they stood."""
    Person.objects.select_for_update().get(pk=person.pk)
    hiding = person.hidings.filter(shown_at=None).first()
    if hiding is None:
        return
    erasures.note("show", person)
    photos = photos_of(person)
    hiding.shown_at, hiding.shown_by = timezone.now(), by
    hiding.save(update_fields=["shown_at", "shown_by"])
    person.hidden_at = None
    person.save(update_fields=["hidden_at"])
    settle(photos)
    for taken in hiding.taken_back.all():
        _give_back(taken)
    logos.follow()


@transaction.atomic
def take_back(hiding: Hiding, found: Iterable[Mention]) -> list[Mention]:
    """Make drafts of the public texts that name a person, noting from when they were public.

    Returns those that became drafts; what is no text with a draft of its own stays as it is.
    """
    done = []
    for mention in found:
        if not isinstance(mention.page, Publishable):
            continue
        page = type(mention.page).objects.select_for_update().get(pk=mention.page.pk)
        moment = page.public_from(mention.language)
        if moment is None:
            continue
        TakenBack.objects.create(
            hiding=hiding,
            kind=page._meta.label,
            item=page.pk,
            language=mention.language,
            published_at=moment,
        )
        page.close(mention.language)
        page.save()
        erasures.note("close", page, detail=mention.language)
        done.append(mention)
    logos.follow()
    return done


def _give_back(taken: TakenBack) -> None:
    """Nothing that a coordinator has published, deleted or emptied since."""
    page = apps.get_model(taken.kind).objects.filter(pk=taken.item).first()
    if page and page.status_in(taken.language) == Status.DRAFT:
        setattr(page, languages.column("published_at", taken.language), taken.published_at)
        page.save()


def photos_naming(person: Person) -> set[Photo]:
    """The photos whose words or credit name a person."""
    named = [found.item for found in mentions.of(person)]
    photos = {item for item in named if isinstance(item, Photo)}
    makers = [item for item in named if isinstance(item, Photographer)]
    return photos | set(Photo.objects.filter(photographer__in=makers))


def photos_of(person: Person) -> set[Photo]:
    """Every photo that hangs on whether a person may be shown."""
    hidings = person.hidings.filter(shown_at=None)
    photos = Photo.objects.select_related("photographer")
    shown = photos.filter(appearances__person=person) | photos.filter(portrayed=person)
    return {*shown.distinct(), *photos.filter(hidings__in=hidings)}


@transaction.atomic
def settle(photos: Iterable[Photo]) -> None:
    """Hold back the photos that somebody's wish forbids, and let the others go."""
    for photo in photos:
        library.hold(photo, is_forbidden(photo))


@transaction.atomic
def forget(person: Person) -> None:
    """Delete a person. A photo that was held back for their sake stays away until somebody says
    otherwise: nobody is left to ask."""
    held = [photo for photo in photos_of(person) if photo.held]
    erasures.note("delete", person)
    person.delete()
    for photo in held:
        library.withdraw(photo)
    settle(held)


@transaction.atomic
def drop(appearances: Iterable[Appearance]) -> None:
    """What follows when rows are taken out that forbade their photos: these stay away, too."""
    for appearance in appearances:
        if appearance.forbids():
            library.withdraw(appearance.photo)


def is_forbidden(photo: Photo) -> bool:
    """Whether anybody in a photo, portrayed by it or named by its words must not be shown."""
    return (
        Appearance.objects.filter(photo=photo).forbidding().exists()
        or Person.objects.filter(portrait=photo, hidden_at__isnull=False).exists()
        or Hiding.objects.filter(photos=photo, shown_at=None).exists()
    )

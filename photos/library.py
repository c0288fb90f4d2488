"""What is done with photos: take in, describe, replace, withdraw, restore, credit, remove.

Each verb is one transaction; files follow when it stands, and none is left behind when it fails.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from hashlib import sha256

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, connection, models, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from network import erasures, images, languages, text
from photos import darkroom, duplicates
from photos.models import Photo, Photographer, originals

# What, when it changes, makes other files; and what changes only what they say or where they lie.
OTHER_PICTURE = {"focus_x", "focus_y", "is_portrait"}
OTHER_THANKS = {
    "consent",
    "licence",
    "press_use",
    "photographer",
    *languages.columns("credit_organisation"),
    *languages.columns("credit_override"),
}
# What was said of a photo settles what its file had suggested.
SETTLES = {
    **dict.fromkeys(languages.columns("alt"), ("alt",)),
    **dict.fromkeys(languages.columns("caption"), ("caption",)),
    **dict.fromkeys(languages.columns("credit_organisation"), ("credit",)),
    "photographer": ("creator", "copyright"),
}
# Any number of this program's own: who holds it is the only one to add a photographer.
LOCK = 7_205_113

# A minute of the clock is enough for so many.
IDENTIFIED_AT_ONCE = 20
# No hash: the original is gone or damaged.
UNREADABLE = "unreadable"


@transaction.atomic
def take_in(upload: UploadedFile, photo: Photo | None = None, **words) -> Photo:
    """A new photo from an uploaded file, developed and with its suggestions noted.

    Raises ValidationError when the file is no picture that can be used, and SamePhotoError when
    it is in the library already and `photo.is_only_one` says that it may not be kept twice.
    """
    photo = photo or Photo(**words)
    photo.file_hash = duplicates.hash_of(upload)
    _refuse_the_same(photo)
    photo.original, photo.file_name = upload, upload.name[-200:]
    made = darkroom.receive(photo)
    photo.pixel_hash, photo.suggestions = made.checksum, made.suggestions
    _refuse_the_same(photo)
    with _nothing_left_behind(photo):
        photo.save()
        darkroom.develop(photo, made)
    return photo


def take_in_once(
    upload: UploadedFile, photo: Photo, *, key: str = "", keep_twice: bool = False
) -> Photo:
    """The photo of an upload: the one there is for a request (`key`) that brought the same file
    before, else a new one, if the library does not hold the picture yet or it is to be kept twice.

    Raises ValidationError when the file is no picture that can be used, SamePhotoError when there
    is one of it.
    """
    key = _key_of(key, upload)
    if known := _brought_by(key):
        return known
    photo.upload_key, photo.is_only_one = key, not keep_twice
    try:
        return take_in(upload, photo)
    except (IntegrityError, duplicates.SamePhotoError):
        # The same request, sent again, may have been faster.
        if known := _brought_by(key):
            return known
        duplicates.refuse(photo)
        raise


def identified(upload: UploadedFile) -> Photo:
    """An unsaved photo that knows no more than which picture the upload is of.

    Raises ValidationError when the file is no picture that can be used.
    """
    pixels = images.checksum_of_photo(upload)
    return Photo(file_hash=duplicates.hash_of(upload), pixel_hash=pixels)


def unidentified() -> int:
    """How many photos came before it was noted which picture they are of."""
    return Photo.objects.filter(file_hash="").count()


def identify() -> int:
    """Note of some of them which picture they are of; how many."""
    photos = Photo.objects.filter(file_hash="")[:IDENTIFIED_AT_ONCE]
    for photo in photos:
        try:
            with photo.original.open("rb") as original:
                known = identified(original)
            said = {"file_hash": known.file_hash, "pixel_hash": known.pixel_hash}
        except (OSError, ValidationError) as refusal:
            if getattr(refusal, "code", "") == "busy":
                # The children are at work for people: the next run goes on.
                break
            said = {"file_hash": UNREADABLE}
        Photo.objects.filter(pk=photo.pk).update(**said)
    return len(photos)


def _key_of(request: str, upload: UploadedFile) -> str | None:
    """What tells a file of a request from all others. The page of a browser that goes back has the
    key it had, and may send another file with it."""
    if not request:
        return None
    return sha256(f"{request} {duplicates.hash_of(upload)}".encode()).hexdigest()


def _brought_by(key: str | None) -> Photo | None:
    photos = Photo.objects.select_related("photographer")
    return photos.filter(upload_key=key).first() if key else None


def _refuse_the_same(photo: Photo) -> None:
    if photo.is_only_one:
        duplicates.refuse(photo)


@transaction.atomic
def replace(photo: Photo, upload: UploadedFile) -> None:
    """Another file for the same photo: every page that shows it shows the new one.

    Raises ValidationError when the file is no picture that can be used.
    """
    old = Photo.objects.get(pk=photo.pk).original.name
    photo.original, photo.file_name = upload, upload.name[-200:]
    made = darkroom.receive(photo)
    photo.file_hash, photo.pixel_hash = duplicates.hash_of(upload), made.checksum
    # What a photo is of may be in the library twice once somebody has chosen a file for it.
    photo.is_only_one = False
    with _nothing_left_behind(photo, keep=old):
        photo.save()
        darkroom.develop(photo, made)
    transaction.on_commit(lambda: originals().delete(old))


@contextmanager
def _nothing_left_behind(photo: Photo, keep: str = "") -> Iterator[None]:
    """What was written is put away again when the rest fails. `keep` names the file before."""
    key = photo.key
    try:
        yield
    except Exception:
        if photo.original.name != keep and photo.original._committed:
            originals().delete(photo.original.name)
        if photo.key != key:
            darkroom.discard(photo.key)
        if not keep and photo.pk:
            _discard_private(photo)
        raise


@transaction.atomic
def describe(photo: Photo, said: Iterable[str]) -> None:
    """Keep what was said of a photo (`said`: names of fields); its files follow where they must."""
    said = set(said)
    for name in said:
        for suggestion in SETTLES.get(name, ()):
            photo.suggestions.pop(suggestion, None)
    photo.save(update_fields=[*said, "suggestions"])
    if "consent" in said:
        erasures.note("consent", photo, detail=photo.consent)
    if "press_use" in said and not photo.press_use:
        erasures.note("close", photo, detail="press_use")
    if photo.developed and OTHER_PICTURE & said:
        darkroom.develop(photo)
    elif photo.developed and OTHER_THANKS & said:
        darkroom.refresh(photo)


@transaction.atomic
def withdraw(photo: Photo) -> None:
    """Take a photo off every page at once. Pages close up where it stood; it can be undone."""
    _set_withdrawn(photo, timezone.now())


@transaction.atomic
def restore(photo: Photo) -> None:
    """Undo a withdrawal: the photo stands again wherever it stood."""
    _set_withdrawn(photo, None)


def _set_withdrawn(photo: Photo, moment) -> None:
    photo.withdrawn_at = moment
    photo.save(update_fields=["withdrawn_at"])
    erasures.note("withdraw" if moment else "restore", photo)
    transaction.on_commit(lambda: darkroom.place(photo))


@transaction.atomic
def hold(photo: Photo, held: bool) -> None:
    """Hold a photo back for the sake of somebody in it, or let it go again. What a coordinator
    has withdrawn stays withdrawn."""
    # Read anew: whoever asks may not know that it was withdrawn meanwhile.
    current = Photo.objects.select_for_update(of=["self"]).get(pk=photo.pk)
    photo.held = held
    if current.held != held:
        current.held = held
        current.save(update_fields=["held"])
        if held:
            erasures.note("keep away", current)
        transaction.on_commit(lambda: darkroom.place(current))


@transaction.atomic
def keep_small(photo: Photo) -> None:
    """From now on a portrait: no public file of it is large enough for a poster."""
    if not photo.is_portrait:
        photo.is_portrait = True
        describe(photo, ["is_portrait"])


@transaction.atomic
def remove(photo: Photo) -> None:
    """Delete a photo that nothing uses, and every file of it.

    Raises ProtectedError while something uses it.
    """
    key, original, pk = photo.key, photo.original.name, photo.pk
    erasures.note("delete", photo)
    photo.delete()
    gone = Photo(pk=pk)
    transaction.on_commit(lambda: darkroom.discard(key))
    transaction.on_commit(lambda: originals().delete(original))
    transaction.on_commit(lambda: _discard_private(gone))


def _discard_private(photo: Photo) -> None:
    for name in (darkroom.desk_name(photo), darkroom.press_name(photo)):
        originals().delete(name)


@transaction.atomic
def lend_credit(photos: list[Photo], credit: dict[str, str]) -> None:
    """Give a credit (language code -> words) to those of the photos that have none."""
    for photo in photos:
        if photo.credit_line():
            continue
        said = {languages.column("credit_override", code): words for code, words in credit.items()}
        for column, words in said.items():
            setattr(photo, column, words)
        photo.save(update_fields=list(said))
        darkroom.refresh(photo)


def sign_anew(photographer: Photographer) -> None:
    """After a correction of a name: the files of all photos say it as the pages already do."""
    for photo in photographer.photos.select_related("photographer"):
        darkroom.refresh(photo)


@transaction.atomic
def photographer_called(typed: str) -> Photographer | None:
    """Whom a name means, typed in any language; somebody new when nobody is called so.

    "손상민" and "Son Sang-min" find the same person, as does "손상민 · Son Sang-min".
    """
    if not text.clean_line(typed):
        return None
    with connection.cursor() as cursor:
        # Two uploads that name the same newcomer must not make two of them.
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    names = names_in(typed)
    known = Photographer.objects.filter(_is_called(names)).first()
    return known or Photographer.objects.create(**names)


def names_in(typed: str) -> dict[str, str]:
    """Typed names by column: "손상민 · Son Sang-min" holds one a language."""
    whole = text.clean_line(typed)
    parts = [part.strip() for part in whole.replace("/", "·").split("·") if part.strip()]
    columns = [languages.column("name", languages.of(part)) for part in parts]
    if len(set(columns)) == len(parts) > 0:
        return dict(zip(columns, parts, strict=True))
    return {languages.column("name", languages.of(whole)): whole}


def _is_called(names: dict[str, str]) -> Q:
    """All names given must be theirs; one alone may be written in any column."""
    if len(names) > 1:
        return Q(**{f"{column}__iexact": name for column, name in names.items()})
    [name] = names.values()
    called = Q()
    for column in languages.columns("name"):
        called |= Q(**{f"{column}__iexact": name})
    return called


def uses(photo: Photo) -> list[models.Model]:
    """The items whose pages show a photo, each once. Every relation to Photo answers `used_on`."""
    found = {}
    for relation in _relations():
        for user in getattr(photo, relation.get_accessor_name()).all():
            item = user.used_on()
            found[item._meta.label, item.pk] = item
    return list(found.values())


def used() -> Q:
    """The condition of a query that something uses a photo; asks no question a photo."""
    condition = Q()
    for relation in _relations():
        users = relation.related_model._base_manager.filter(**{relation.field.name: OuterRef("pk")})
        condition |= Q(Exists(users))
    return condition


def _relations() -> list:
    """What protects a photo from being deleted shows it."""
    relations = Photo._meta.related_objects
    return [relation for relation in relations if relation.on_delete is models.PROTECT]

"""Moves logos between the public and the private folder: the logos of organisations that are public
or scheduled are in the public folder. In an object store nothing is moved: `public_logo` says at
each request whether readers may see one.

The database decides. The scheduler moves files, too, because a process may end between commit and
move. Only one process moves files at a time: another one, which read the database earlier, could
restore a logo that was just removed, or delete one that was just uploaded.
"""

from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.fields.files import FieldFile
from django.utils import timezone

from cms.files import permissions
from cms.files.storage import object_folder, uses_object_store
from cms.i18n import languages
from cms.publishing.publishable import Status
from cms.queries.advisory_locks import lock_until_commit
from members.limits_and_periods import MIN_ORPHAN_AGE
from members.models import Organisation
from members.models.logo_storage import FOLDER, LogoStorage
from versions.deletion import trash

LOGO_FIELDS = ("logo", "logo_dark")

LOCK = "members.logos"


def move_logos_on_commit() -> None:
    transaction.on_commit(move_logos, robust=True)


@transaction.atomic
def move_logos() -> int:
    """Moves each logo to its folder and deletes the logos without an organisation; returns the
    number of files."""
    lock_until_commit(LOCK)
    if uses_object_store():
        names = orphaned_objects()
        object_folder("logos").delete_objects(names)
        return len(names)
    moves, orphans = misplaced_logos(), orphaned_logos()
    for source, target in moves:
        # Another process may have been faster.
        if source.exists():
            permissions.move_path(source, target, public=target.parent == public_folder())
    for file in orphans:
        file.unlink(missing_ok=True)
    return len(moves) + len(orphans)


def count_misplaced() -> int:
    if uses_object_store():
        return len(orphaned_objects())
    return len(misplaced_logos()) + len(orphaned_logos())


def misplaced_logos() -> list[tuple[Path, Path]]:
    """Shape: (where a file is, where it belongs)."""
    public, private = public_folder(), private_folder()
    return [
        (wrong / name, right / name)
        for name, is_public in logos_in_use().items()
        for wrong, right in ([(private, public)] if is_public else [(public, private)])
        if (wrong / name).exists()
    ]


def orphaned_logos() -> list[Path]:
    """The files that no organisation uses: in the private folder only those older than an hour."""
    names = logos_in_use()
    youngest = (timezone.now() - MIN_ORPHAN_AGE).timestamp()
    private = [file for file in list_files(private_folder()) if file.stat().st_mtime < youngest]
    return [file for file in (*list_files(public_folder()), *private) if file.name not in names]


def orphaned_objects() -> list[str]:
    # Listed first, so that none of an organisation that is saved in between counts as orphaned.
    youngest = timezone.now() - MIN_ORPHAN_AGE
    found = [
        stored.name
        for stored in object_folder("logos").list_objects(f"{FOLDER}/")
        if stored.modified_at < youngest
    ]
    names = logos_in_use()
    return [name for name in found if Path(name).name not in names]


def public_logo(name: str) -> str | None:
    """The name in the storage of logos of a file that readers may see; None for any other."""
    path = f"{FOLDER}/{name}"
    users = _organisations().filter(Q(logo=path) | Q(logo_dark=path))
    return path if any(map(has_public_logos, users)) else None


def logos_in_use() -> dict[str, bool]:
    """Shape: {name of the file: whether it is public}."""
    in_trash = dict.fromkeys(
        map(_file_name, trash.find_column_values(Organisation, LOGO_FIELDS)), False
    )
    return in_trash | {
        _file_name(getattr(organisation, name).name): has_public_logos(organisation)
        for organisation in _organisations().exclude(logo="")
        for name in LOGO_FIELDS
        if getattr(organisation, name)
    }


def _file_name(path: str) -> str:
    return Path(path).name


def _organisations() -> QuerySet[Organisation]:
    """With the columns that say whether one is public."""
    return Organisation.objects.only(
        "is_delisted",
        *LOGO_FIELDS,
        *languages.field_names("name"),
        *languages.field_names("published_at"),
    )


def has_public_logos(organisation: Organisation) -> bool:
    states = map(organisation.status_in, languages.codes())
    return any(state in (Status.PUBLIC, Status.SCHEDULED) for state in states)


def embedded_logo_url(logo: FieldFile) -> str:
    """Returns the URL of a logo for a member who has no login: a `data:` URL while it is not
    public."""
    if uses_object_store():
        is_public = public_logo(Path(str(logo)).name) is not None
    else:
        is_public = Path(default_storage.path(str(logo))).exists()
    if is_public:
        return logo.url
    with logo.open("rb") as file:
        return f"data:image/png;base64,{b64encode(file.read()).decode()}"


def public_folder() -> Path:
    return Path(default_storage.path(FOLDER))


def private_folder() -> Path:
    return Path(LogoStorage().base_location, FOLDER)


def list_files(folder: Path) -> Iterator[Path]:
    return folder.iterdir() if folder.exists() else iter(())

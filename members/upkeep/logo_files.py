"""Moves logos between the public and the private folder: the logos of organisations that are public
or scheduled are in the public folder.

The database decides. The scheduler moves files, too, because a process may end between commit and
move. Only one process moves files at a time: another one, which read the database earlier, could
restore a logo that was just removed, or delete one that was just uploaded.
"""

from base64 import b64encode
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models.fields.files import FieldFile
from django.utils import timezone

from cms.files import permissions
from cms.i18n import languages
from cms.publishing.publishable import Status
from cms.queries.advisory_locks import lock_until_commit
from members.models import Organisation
from members.models.logo_storage import FOLDER, LogoStorage

LOGO_FIELDS = ("logo", "logo_dark")

# A private file without an organisation may belong to one that is being saved.
ORPHAN_GRACE_PERIOD = timedelta(hours=1)

LOCK = "members.logos"


def sync_logos_on_commit() -> None:
    transaction.on_commit(sync_logos, robust=True)


@transaction.atomic
def sync_logos() -> int:
    """Moves each logo to its folder and deletes the logos without an organisation; returns the
    number of files."""
    lock_until_commit(LOCK)
    moves, orphans = misplaced_logos(), orphaned_logos()
    for source, target in moves:
        # Another process may have been faster.
        if source.exists():
            permissions.move_path(source, target, public=target.parent == public_folder())
    for file in orphans:
        file.unlink(missing_ok=True)
    return len(moves) + len(orphans)


def count_misplaced() -> int:
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
    youngest = (timezone.now() - ORPHAN_GRACE_PERIOD).timestamp()
    private = [file for file in list_files(private_folder()) if file.stat().st_mtime < youngest]
    return [file for file in (*list_files(public_folder()), *private) if file.name not in names]


def logos_in_use() -> dict[str, bool]:
    """Shape: {name of the file: whether it is public}."""
    organisations = Organisation.objects.exclude(logo="").only(
        "is_delisted",
        *LOGO_FIELDS,
        *languages.field_names("name"),
        *languages.field_names("published_at"),
    )
    return {
        Path(getattr(organisation, name).name).name: has_public_logos(organisation)
        for organisation in organisations
        for name in LOGO_FIELDS
        if getattr(organisation, name)
    }


def has_public_logos(organisation: Organisation) -> bool:
    states = map(organisation.status_in, languages.codes())
    return any(state in (Status.PUBLIC, Status.SCHEDULED) for state in states)


def embedded_logo_url(logo: FieldFile) -> str:
    """Returns the URL of a logo for a member who has no login: a `data:` URL while it is not
    public."""
    if Path(default_storage.path(str(logo))).exists():
        return logo.url
    with logo.open("rb") as file:
        return f"data:image/png;base64,{b64encode(file.read()).decode()}"


def public_folder() -> Path:
    return Path(default_storage.path(FOLDER))


def private_folder() -> Path:
    return Path(LogoStorage().base_location, FOLDER)


def list_files(folder: Path) -> Iterator[Path]:
    return folder.iterdir() if folder.exists() else iter(())

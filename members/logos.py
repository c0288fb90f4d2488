"""Which logos the public gets: they lie in the public folder while their organisation is public,
or is about to be, and nowhere a moment later.

What decides is the database, so that a process that is ended between the two leaves nothing for
good: the clock tidies, too. One tidies at a time: who goes by what was true a moment ago would put
a logo back that has just been taken away, or delete one that has just come.
"""

from base64 import b64encode
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.db.models.fields.files import FieldFile
from django.utils import timezone

from members.models import Organisation
from members.models.logos import FOLDER
from network import languages, storage
from network.publishing import Status

COLUMNS = ("logo", "logo_dark")

# A private file that no organisation names may belong to one that is just being saved.
YOUNG = timedelta(hours=1)

# Any number, the same in all processes: who holds it tidies.
TIDYING = 20_250_712


def follow() -> None:
    """Once the change at hand stands, the files lie where it says."""
    transaction.on_commit(tidy, robust=True)


@transaction.atomic
def tidy() -> int:
    """Move each logo to where it may lie and delete those of no organisation; how many."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [TIDYING])
    moves, lost = misplaced(), left_over()
    for source, target in moves:
        # Another process may have been faster.
        if source.exists():
            storage.move(source, target, public=target.parent == public_folder())
    for file in lost:
        file.unlink(missing_ok=True)
    return len(moves) + len(lost)


def untidy() -> int:
    """How many files `tidy` would touch."""
    return len(misplaced()) + len(left_over())


def misplaced() -> list[tuple[Path, Path]]:
    """Files that lie in the wrong place. Shape: where one is, where it belongs."""
    public, drawer = public_folder(), private_folder()
    return [
        (wrong / name, right / name)
        for name, is_public in known().items()
        for wrong, right in ([(drawer, public)] if is_public else [(public, drawer)])
        if (wrong / name).exists()
    ]


def left_over() -> list[Path]:
    """Files of no organisation: at once in the public folder, later among the private ones."""
    names = known()
    young = (timezone.now() - YOUNG).timestamp()
    private = [file for file in files_in(private_folder()) if file.stat().st_mtime < young]
    return [file for file in (*files_in(public_folder()), *private) if file.name not in names]


def known() -> dict[str, bool]:
    """Every logo that an organisation has, and whether it may be public."""
    organisations = Organisation.objects.exclude(logo="").only(
        "is_delisted",
        *COLUMNS,
        *languages.columns("name"),
        *languages.columns("published_at"),
    )
    return {
        Path(getattr(one, column).name).name: may_be_public(one)
        for one in organisations
        for column in COLUMNS
        if getattr(one, column)
    }


def may_be_public(organisation: Organisation) -> bool:
    states = map(organisation.status_in, languages.codes())
    return any(state in (Status.PUBLIC, Status.SCHEDULED) for state in states)


def for_its_owner(logo: FieldFile) -> str:
    """An address for who opens a page about the own organisation by a link: it holds the picture
    itself while that is not public."""
    if Path(default_storage.path(logo.name)).exists():
        return logo.url
    with logo.open("rb") as file:
        return f"data:image/png;base64,{b64encode(file.read()).decode()}"


def public_folder() -> Path:
    return Path(default_storage.path(FOLDER))


def private_folder() -> Path:
    return Path(Organisation._meta.get_field("logo").storage.base_location, FOLDER)


def files_in(folder: Path) -> Iterator[Path]:
    return folder.iterdir() if folder.exists() else iter(())

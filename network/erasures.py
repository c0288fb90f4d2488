"""What was erased or taken away, in a file beside the database, so that a restored backup does not
bring it back: `network/restoring.py` does everything in it again that the backup does not have.

A line tells the number of the deed, the moment, the deed and the row by its number, and nothing
about anybody. Numbers grow with every deed; a backup says which was the last before it, so that no
clock decides what is done again. A line is kept in the transaction of the deed, so that neither is
without the other, and moved into the file after the commit. It stays in the database until it is
whole and on the disk: what a process leaves that is killed in between, or finds no room, the timer
moves.
"""

import fcntl
import json
import logging
import os
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection, models, transaction
from django.utils import timezone

from network import storage
from network.models import UnlistedErasure

FILE = "erasures.jsonl"

# For lines of older versions, which have no number: clocks of two processes may differ, and what
# is erased twice is erased.
OVERLAP = timedelta(minutes=5)

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Erasure:
    at: str
    deed: str
    model: str
    pk: int
    detail: str = ""
    # None in lines of older versions.
    number: int | None = None


class Unreadable(Exception):  # noqa: N818 - the state of a file
    """Lines of the list that are cut short or damaged; which, counted from 1."""

    def __init__(self, lines: list[int]):
        self.lines = lines
        super().__init__(
            f"In {path()} this cannot be read: line {', '.join(map(str, lines))}. It is cut short "
            "or damaged. Put a whole copy of the list there. If there is none, take the line out: "
            "what it stood for comes back with a backup and must be erased by hand."
        )


def path() -> Path:
    return Path(settings.ERASURES_ROOT) / FILE


def note(deed: str, *items: models.Model, detail: str = "") -> None:
    """Write down what is done to items. To be called in the transaction that does it."""
    now = timezone.now().isoformat()
    done = [Erasure(now, deed, item._meta.label, item.pk, detail) for item in items]
    UnlistedErasure.objects.bulk_create([UnlistedErasure(line=asdict(one)) for one in done])
    transaction.on_commit(write_down, robust=True)


def note_closed(item: models.Model, before: models.Model | None) -> None:
    """Write down what readers could see of an item before it was saved, and now no more."""
    for what in item.closed_since(before) if before else ():
        note("close", item, detail=what)


def waiting() -> int:
    return UnlistedErasure.objects.count()


@transaction.atomic
def write_down() -> int:
    """Move what waits into the file; how much it was. Killed before the end it is there twice,
    which is no harm."""
    rows = UnlistedErasure.objects.select_for_update(skip_locked=True).order_by("pk").in_bulk()
    if rows:
        _append([_numbered(row) for row in rows.values()])
        UnlistedErasure.objects.filter(pk__in=rows).delete()
    return len(rows)


def read() -> list[Erasure]:
    """The whole list, each deed once, in the order of doing. Raises `Unreadable`."""
    found, unreadable = _parsed()
    if unreadable:
        raise Unreadable(unreadable)
    return sorted(dict.fromkeys(found), key=lambda one: (one.number or 0, when(one)))


def after(number: int, moment: datetime) -> list[Erasure]:
    """What a backup does not have: all with a higher number. Older versions gave none; there the
    moment decides."""
    return [
        one
        for one in read()
        if (one.number > number if one.number is not None else when(one) >= moment - OVERLAP)
    ]


def when(erasure: Erasure) -> datetime:
    return datetime.fromisoformat(erasure.at)


def last_number() -> int:
    """The number below which every deed is done or taken back for good: whoever looks at the
    database now sees its effect. Waits for deeds that are just being done."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '60s'")
        cursor.execute(f"LOCK TABLE {_table()} IN SHARE MODE")
        return count_from(0)


def count_from(number: int) -> int:
    """See that deeds from now on get numbers above this one, and above all in the list, which may
    be older than the database; the highest number there is."""
    listed = max((one.number or 0 for one in _parsed()[0]), default=0)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_serial_sequence(%s, 'id')", [UnlistedErasure._meta.db_table])
        [sequence] = cursor.fetchone()
        cursor.execute(f"SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM {sequence}")  # noqa: S608
        [given] = cursor.fetchone()
        highest = max(given, number, listed)
        if highest > given:
            cursor.execute("SELECT setval(%s, %s)", [sequence, highest])
    return highest


def _table() -> str:
    return connection.ops.quote_name(UnlistedErasure._meta.db_table)


def _numbered(row: UnlistedErasure) -> dict:
    """The number first, so that the beginning of a line tells whose it is."""
    return {"number": row.pk} | {name: row.line[name] for name in row.line if name != "number"}


def _as_line(erasure: dict) -> bytes:
    return f"{json.dumps(erasure)}\n".encode()


def _parsed() -> tuple[list[Erasure], list[int]]:
    """What the file holds, and the numbers of the lines that say nothing."""
    found, unreadable = [], []
    content = path().read_bytes() if path().exists() else b""
    for number, line in enumerate(content.split(b"\n"), 1):
        if not line.strip():
            continue
        try:
            erasure = Erasure(**json.loads(line))
            when(erasure)
            found.append(erasure)
        except (ValueError, TypeError):
            unreadable.append(number)
    return found, unreadable


def _append(done: list[dict]) -> None:
    """Add lines to the file. When this returns they are whole and on the disk; when it raises, the
    file is as it was."""
    storage.make_private_folder(path().parent)
    is_new = not path().exists()
    file = os.open(path(), os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        fcntl.flock(file, fcntl.LOCK_EX)
        _mend_last_line(file)
        whole = os.fstat(file).st_size
        try:
            _write_all(file, b"".join(map(_as_line, done)))
            os.fsync(file)
        except OSError:
            os.ftruncate(file, whole)
            raise
    finally:
        os.close(file)
    if is_new:
        _keep_name(path().parent)


def _write_all(file: int, data: bytes) -> None:
    """`os.write` may write less than it is given, on a full disk for instance."""
    while data:
        data = data[os.write(file, data) :]


def _mend_last_line(file: int) -> None:
    """A process that was killed while it wrote leaves part of a line. As its deeds still wait in
    the database, the part is taken away and the line written anew. Any other torn line is left as
    it is, on a line of its own: it is all there is of a deed."""
    size = os.fstat(file).st_size
    content = os.pread(file, size, 0)
    torn = content[content.rfind(b"\n") + 1 :]
    if not torn:
        return
    if any(_as_line(_numbered(row)).startswith(torn) for row in UnlistedErasure.objects.all()):
        os.ftruncate(file, size - len(torn))
        return
    log.error("The list of erasures ends in a line that is not whole: put back a whole copy.")
    _write_all(file, b"\n")


def _keep_name(folder: Path) -> None:
    """See that a new file is found in its folder after a power cut."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)

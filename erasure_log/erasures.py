"""A log of erasures in a file beside the database, so that a restored backup does not bring back
what was erased: `operations/restore/restoring.py` replays the entries that are newer than the
backup. Where the files of the site are in an object store, so is the log (`log_objects`).

An entry names the action, its time, the model and the primary key of the instance, and nothing
about anybody. Each entry is a line of the file. The numbers of entries grow; a backup records the
last one before it, so that no clock decides what is replayed. An entry is saved as an
`UnwrittenErasureEntry` in the transaction of its action and written into the file after the commit.
The `UnwrittenErasureEntry` is deleted when its line is complete and on the disk: when a process is
killed in between or the disk is full, the scheduler writes it.
"""

import fcntl
import json
import logging
import os
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar, Protocol

from django.conf import settings
from django.db import connection, transaction
from django.db.models.options import Options
from django.utils import timezone

from erasure_log import log_objects
from erasure_log.models import UnwrittenErasureEntry
from erasure_log.replayed_actions import ReplayedAction

FILE_NAME = "erasures.jsonl"

# For entries of older versions, which have no number: the clocks of two processes may differ, and
# erasing twice does no harm.
OVERLAP = timedelta(minutes=5)

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class ErasureEntry:
    at: str
    action: str
    model: str
    pk: int
    detail: str = ""
    # None in entries of older versions.
    number: int | None = None

    @property
    def recorded_at(self) -> datetime:
        return datetime.fromisoformat(self.at)


class ModelInstance(Protocol):
    _meta: ClassVar["Options[Any]"]
    pk: Any


class UnpublishableInstance(ModelInstance, Protocol):
    """An instance that visitors see, such as `cms.publishing.publishable.Publishable`."""

    def no_longer_public(self, previous: Any) -> list[str]: ...


class UnreadableLogError(Exception):
    """Some entries of the log are truncated or damaged. Lines are counted from 1."""

    def __init__(self, line_numbers: list[int]) -> None:
        self.line_numbers = line_numbers
        super().__init__(
            f"In {log_place()} this cannot be read: line {', '.join(map(str, line_numbers))}. It "
            "is cut short or damaged. Put a complete copy of it there. If there is none, remove "
            "the line: what it stood for comes back with a backup and must be erased by hand."
        )


def log_path() -> Path:
    return Path(settings.ERASURES_ROOT) / FILE_NAME


def log_place() -> str:
    """For the operator."""
    return "erasures/ of the object store" if is_in_object_store() else str(log_path())


def log_folder() -> str:
    """For the operator."""
    return log_place() if is_in_object_store() else str(log_path().parent)


def is_in_object_store() -> bool:
    return settings.OBJECT_STORE is not None


def exists() -> bool:
    return any(log_objects.names()) if is_in_object_store() else log_path().exists()


def record_for_replay(action: ReplayedAction, *items: ModelInstance, detail: str = "") -> None:
    """Records an action, so that it is repeated after an older backup is restored. Call it in the
    transaction of the action."""
    now = timezone.now().isoformat()
    entries = [ErasureEntry(now, action, item._meta.label, item.pk, detail) for item in items]
    UnwrittenErasureEntry.objects.bulk_create(
        [UnwrittenErasureEntry(data=asdict(entry)) for entry in entries]
    )
    transaction.on_commit(write_unwritten, robust=True)


def record_unpublishing_for_replay(
    item: UnpublishableInstance, previous: UnpublishableInstance | None
) -> None:
    """Records what of an item was public before it was saved, as `previous`, and no longer is."""
    for language_or_field in item.no_longer_public(previous) if previous else ():
        record_for_replay(ReplayedAction.UNPUBLISH, item, detail=language_or_field)


def count_unwritten() -> int:
    return UnwrittenErasureEntry.objects.count()


@transaction.atomic
def write_unwritten() -> int:
    """Writes what is not in the file yet; returns how many entries. A process killed before the end
    leaves entries in both places, which does no harm."""
    unwritten = (
        UnwrittenErasureEntry.objects.select_for_update(skip_locked=True).order_by("pk").in_bulk()
    )
    if unwritten:
        _append_entries([_with_number(entry) for entry in unwritten.values()])
        UnwrittenErasureEntry.objects.filter(pk__in=unwritten).delete()
    return len(unwritten)


def read_entries() -> list[ErasureEntry]:
    """All entries, each once, oldest first. Raises `UnreadableLogError`."""
    entries, unreadable_lines = _parse_file()
    if unreadable_lines:
        raise UnreadableLogError(unreadable_lines)
    return sorted(dict.fromkeys(entries), key=lambda entry: (entry.number or 0, entry.recorded_at))


def entries_after(number: int, made_at: datetime) -> list[ErasureEntry]:
    """Returns the entries that a backup does not contain: those with a number above its last one.
    Entries of older versions have no number and are selected by time."""

    def is_later(entry: ErasureEntry) -> bool:
        if entry.number is None:
            return entry.recorded_at >= made_at - OVERLAP
        return entry.number > number

    return without_undone([entry for entry in read_entries() if is_later(entry)])


def without_undone(entries: list[ErasureEntry]) -> list[ErasureEntry]:
    """Leaves out what was deleted and brought back since."""
    kept: list[ErasureEntry] = []
    for entry in entries:
        if entry.action == ReplayedAction.BRING_BACK:
            kept = [one for one in kept if not is_deletion_of(one, entry)]
        else:
            kept.append(entry)
    return kept


def is_deletion_of(one: ErasureEntry, other: ErasureEntry) -> bool:
    return (one.action, one.model, one.pk) == (ReplayedAction.DELETE, other.model, other.pk)


def last_number() -> int:
    """Returns the highest number given so far. Waits for transactions that are just recording:
    every action up to this number is committed or rolled back, so that a dump has its effect."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '60s'")
        cursor.execute(f"LOCK TABLE {_table()} IN SHARE MODE")
        return raise_next_number(0)


def raise_next_number(number: int) -> int:
    """Gives new entries numbers above `number` and above all in the file, which may come
    from an older database. Returns the highest number so far."""
    highest_in_file = max((entry.number or 0 for entry in _parse_file()[0]), default=0)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_get_serial_sequence(%s, 'id')", [UnwrittenErasureEntry._meta.db_table]
        )
        [sequence] = cursor.fetchone()
        cursor.execute(f"SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM {sequence}")  # noqa: S608
        [last_given] = cursor.fetchone()
        highest = max(last_given, number, highest_in_file)
        if highest > last_given:
            cursor.execute("SELECT setval(%s, %s)", [sequence, highest])
    return highest


def _table() -> str:
    return connection.ops.quote_name(UnwrittenErasureEntry._meta.db_table)


def _with_number(unwritten: UnwrittenErasureEntry) -> dict:
    """The number comes first, so that even a truncated line says which entry it is."""
    return {"number": unwritten.pk} | {
        key: value for key, value in unwritten.data.items() if key != "number"
    }


def _serialize(entry: dict) -> bytes:
    return f"{json.dumps(entry)}\n".encode()


def _parse_file() -> tuple[list[ErasureEntry], list[int]]:
    """Returns the entries, and the numbers of lines that cannot be read."""
    entries, unreadable_lines = [], []
    content = _read_log()
    for line_number, line in enumerate(content.split(b"\n"), 1):
        if not line.strip():
            continue
        try:
            entry = ErasureEntry(**json.loads(line))
            # Raises ValueError if it is no date and time.
            _ = entry.recorded_at
            entries.append(entry)
        except (ValueError, TypeError):
            unreadable_lines.append(line_number)
    return entries, unreadable_lines


def _read_log() -> bytes:
    if is_in_object_store():
        return log_objects.read()
    return log_path().read_bytes() if log_path().exists() else b""


def _append_entries(entries: list[dict]) -> None:
    """When this returns, the entries are complete and on the disk; when it raises, the file is
    unchanged."""
    if is_in_object_store():
        if entries:
            log_objects.write(entries[0]["number"], b"".join(map(_serialize, entries)))
        return
    log_path().parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    is_new = not log_path().exists()
    file = os.open(log_path(), os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        fcntl.flock(file, fcntl.LOCK_EX)
        _repair_truncated_entry(file)
        size_before = os.fstat(file).st_size
        try:
            _write_all(file, b"".join(map(_serialize, entries)))
            os.fsync(file)
        except OSError:
            os.ftruncate(file, size_before)
            raise
    finally:
        os.close(file)
    if is_new:
        _sync_folder(log_path().parent)


def _write_all(file: int, data: bytes) -> None:
    """`os.write` may write less than it is given, for instance on a full disk."""
    while data:
        data = data[os.write(file, data) :]


def _repair_truncated_entry(file: int) -> None:
    """A process that was killed while writing leaves a truncated entry at the end of the file. If
    it still counts as unwritten, it is removed and will be written again. Any other truncated entry
    is kept, as nothing else is left of it."""
    size = os.fstat(file).st_size
    content = os.pread(file, size, 0)
    truncated = content[content.rfind(b"\n") + 1 :]
    if not truncated:
        return
    unwritten = (_serialize(_with_number(entry)) for entry in UnwrittenErasureEntry.objects.all())
    if any(entry.startswith(truncated) for entry in unwritten):
        os.ftruncate(file, size - len(truncated))
        return
    log.error("The erasure log ends in an incomplete line: put a complete copy in its place.")
    _write_all(file, b"\n")


def _sync_folder(folder: Path) -> None:
    """Makes a new file survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

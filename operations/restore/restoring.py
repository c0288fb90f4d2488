"""Restores a backup completely, or changes nothing.

Everything is checked first, and the files are unpacked beside the present ones. Then one
transaction drops the tables, loads the dump, exchanges the files by renames (in an object store as
`staged_objects` says) and replays the erasures since the backup. Until it commits the old state
comes back, whatever happens: the database by rollback, the files by `recover`, which each run of
the scheduler and each restore calls. A row of `RestoreRecord` tells whether the transaction
committed.
"""

import secrets
import tarfile
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.models import Model

from cms.encryption import age_files
from cms.files.storage import uses_object_store
from cms.queries.advisory_locks import lock_until_commit
from erasure_log import erasures
from erasure_log.erasures import ErasureEntry
from erasure_log.models import UnwrittenErasureEntry
from mail import outbox
from operations import clock_jumps, scheduler
from operations.backups import DUMP, MANIFEST, BackupError, Manifest, backed_up_folders
from operations.limits_and_periods import SEQUENCE_GAP
from operations.models import ClockReading, RestoreRecord
from operations.restore import loading, replaying
from operations.restore.staged_objects import StagedObjects, object_name, staged_objects
from operations.restore.staging import StagedFolder, missing_space, nearest_existing, staged_in
from versions import pending_changes

LOCK = "operations.restore"

# Bytes. A file takes whole blocks, and its name some room in a folder.
BLOCK_SIZE = 4096

Say = Callable[[str], object]


@dataclass
class Contents:
    manifest: Manifest
    dump: IO[bytes]
    # Bytes that the files of each folder need.
    sizes: dict[str, int] = field(default_factory=dict)
    # Of all files.
    names: set[str] = field(default_factory=set)


Staged = Mapping[str, StagedFolder | StagedObjects]


def restore(
    file: Path, say: Say, *, without_erasures: bool = False, leave_undone: bool = False
) -> None:
    """`without_erasures`: the erasure log is lost, and nothing is erased again. `leave_undone`:
    commit even if some erasures cannot be replayed."""
    with scheduler_stopped(), ExitStack() as stack:
        recover(say)
        if _has_table(UnwrittenErasureEntry):
            erasures.write_unwritten()
        if not without_erasures:
            check_erasure_log()
        dump = stack.enter_context(tempfile.TemporaryFile(dir=dump_folder()))
        contents = read_backup(file, dump)
        manifest = contents.manifest
        erased = [] if without_erasures else erasures_since(manifest)
        check_server(manifest)
        check_space(contents)
        say(
            f"The backup is whole, of {manifest.moment:%Y-%m-%d %H:%M} UTC. Nothing is changed yet."
        )
        token = secrets.token_hex(8)
        staged = new_staged(token)
        try:
            stage_files(file, staged, contents.names)
            report = replace_site(contents, staged, erased, leave_undone=leave_undone)
        except BaseException:
            # Only the database knows whether the transaction committed. If it does not answer, the
            # scheduler recovers.
            with suppress(DatabaseError):
                recover(say)
            raise
        remove_staged(token)
    for line in report:
        say(line)


@contextmanager
def scheduler_stopped() -> Iterator[None]:
    """Nor does another restore run meanwhile."""
    with scheduler.exclusive() as is_exclusive:
        if not is_exclusive:
            raise BackupError(
                "The scheduler or another restore is running. Stop the site and its scheduler, "
                "then try again. Nothing was changed."
            )
        yield


def _has_table(model: type[Model]) -> bool:
    return model._meta.db_table in connection.introspection.table_names()


# Checking.


def check_erasure_log() -> None:
    """Early, as reading the backup takes long."""
    if not erasures.exists():
        raise BackupError(
            f"There is no list of erasures in {erasures.log_folder()}. Put it back first: "
            "what was erased since the backup would come back. If it is lost, add "
            "--without-erasures."
        )
    try:
        erasures.read_entries()
    except erasures.UnreadableLogError as error:
        raise BackupError(f"{error} Nothing was changed.") from error


def erasures_since(manifest: Manifest) -> list[ErasureEntry]:
    erased = erasures.entries_after(manifest.erasures, manifest.moment)
    if unknown := [entry for entry in erased if not replaying.can_replay(entry)]:
        lines = "\n".join(f"{entry.action} {entry.model} {entry.pk}" for entry in unknown)
        raise BackupError(
            f"This version does not know these erasures. Nothing was changed.\n{lines}"
        )
    return erased


def read_backup(file: Path, dump: IO[bytes]) -> Contents:
    """Decrypts the whole file, which verifies it, and copies the dump."""
    contents = Contents(Manifest(""), dump)
    try:
        with file.open("rb") as raw:
            plain = age_files.DecryptingReader(raw)
            with tarfile.open(fileobj=plain, mode="r|", bufsize=age_files.CHUNK_SIZE) as tar:
                for entry in tar:
                    read_entry(contents, tar, entry)
            # Only the last chunk proves that the file was not cut off.
            while plain.read(age_files.CHUNK_SIZE):
                pass
    except (
        age_files.BrokenFileError,
        tarfile.TarError,
        EOFError,
        ValueError,
        TypeError,
    ) as error:
        raise BackupError(f"{file} cannot be restored. {error} Nothing was changed.") from error
    if not contents.manifest.at or not dump.tell():
        raise BackupError(
            f"{file} cannot be restored. It is no backup of a site. Nothing was changed."
        )
    dump.seek(0)
    return contents


def read_entry(contents: Contents, tar: tarfile.TarFile, entry: tarfile.TarInfo) -> None:
    if entry.name == MANIFEST:
        contents.manifest = Manifest.from_json(content_of(tar, entry).read())
    elif entry.name == DUMP:
        raise_problems(missing_space({dump_folder(): entry.size}))
        source = content_of(tar, entry)
        while chunk := source.read(age_files.CHUNK_SIZE):
            contents.dump.write(chunk)
    else:
        name = entry.name.partition("/")[0]
        blocks = -(-entry.size // BLOCK_SIZE) + 1
        contents.sizes[name] = contents.sizes.get(name, 0) + blocks * BLOCK_SIZE
        if entry.isfile():
            contents.names.add(entry.name)


def dump_folder() -> Path:
    """For the dump while it is restored. It has no name there."""
    if uses_object_store():
        return Path(tempfile.gettempdir())
    return nearest_existing(backed_up_folders()["originals"])


def content_of(tar: tarfile.TarFile, entry: tarfile.TarInfo) -> IO[bytes]:
    content = tar.extractfile(entry)
    if content is None:
        raise tarfile.ReadError(f"{entry.name} is no file.")
    return content


def check_server(manifest: Manifest) -> None:
    """Any dump can be loaded into PostgreSQL 15 or newer. If it needs more than the server knows,
    the transaction fails and nothing is changed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version_num')::int, current_schema()")
        server, schema = cursor.fetchone()
    if server < 150000:
        raise BackupError(f"PostgreSQL 15 or newer is needed. Nothing was changed. It is {server}.")
    if manifest.schema and manifest.schema != schema:
        raise BackupError(
            f"The backup is of the schema {manifest.schema}, and this database uses {schema}. "
            "Nothing was changed."
        )


def check_space(contents: Contents) -> None:
    """For the files, and for the database if its server runs on this machine. On another machine, a
    full disk makes the transaction fail."""
    needed = {
        backed_up_folders()[name]: size
        for name, size in contents.sizes.items()
        if name in backed_up_folders() and not uses_object_store()
    }
    if data := local_data_folder():
        needed[data] = contents.manifest.database_bytes
    raise_problems(missing_space(needed))


def local_data_folder() -> Path | None:
    """The data directory of the server, if it runs on this machine and its role may tell us."""
    if not str(connection.get_connection_params().get("host", "")).startswith("/"):
        return None
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT CASE WHEN pg_has_role('pg_read_all_settings', 'member')"
            " THEN current_setting('data_directory') END"
        )
        [folder] = cursor.fetchone()
    return Path(folder) if folder and nearest_existing(Path(folder)) == Path(folder) else None


def raise_problems(problems: list[str]) -> None:
    if problems:
        raise BackupError("\n".join([*problems, "Nothing was changed."]))


# Staging and replacing.


def new_staged(token: str) -> Staged:
    if uses_object_store():
        return {"objects": StagedObjects(token)}
    return {name: StagedFolder(folder, token) for name, folder in backed_up_folders().items()}


def stage_files(file: Path, staged: Staged, names: set[str]) -> None:
    for place in staged.values():
        if isinstance(place, StagedObjects):
            place.prepare({object_name(name) for name in names})
        else:
            place.prepare()
    with (
        file.open("rb") as raw,
        tarfile.open(
            fileobj=age_files.DecryptingReader(raw),
            mode="r|",
            bufsize=age_files.CHUNK_SIZE,
        ) as tar,
    ):
        # Newer Pythons require a filter, the oldest supported has none. The archive is our own.
        tar.extraction_filter = getattr(tarfile, "data_filter", None)
        for entry in tar:
            stage_entry(tar, entry, staged)


def stage_entry(tar: tarfile.TarFile, entry: tarfile.TarInfo, staged: Staged) -> None:
    whole_name = entry.name
    name, _slash, entry.name = entry.name.partition("/")
    place = staged.get("objects") or staged.get(name)
    if isinstance(place, StagedFolder) and entry.name:
        tar.extract(entry, place.new)
    elif isinstance(place, StagedObjects) and entry.name and entry.isfile():
        place.receive(object_name(whole_name), content_of(tar, entry).read())


def replace_site(
    contents: Contents,
    staged: Staged,
    erased: list[ErasureEntry],
    *,
    leave_undone: bool,
) -> list[str]:
    """In one transaction. Returns the lines of the report."""
    manifest = contents.manifest
    reading = clock_jumps.last_reading() if _has_table(ClockReading) else None
    try:
        with transaction.atomic():
            lock_restore()
            loading.replace_tables(contents.dump, manifest.extensions)
            check_version()
            skip_used_numbers()
            clock_jumps.keep_reading(reading)
            RestoreRecord.objects.all().delete()
            RestoreRecord.objects.create(
                token=next(iter(staged.values())).token,
                made_at=manifest.moment,
                erasures=manifest.erasures,
                replays=bool(erased),
            )
            for folder in staged.values():
                folder.put_in_place()
            held = outbox.mark_unconfirmed_after_restore()
            overdue = pending_changes.cancel_overdue_after_restore()
            number, failed = replay_erasures(erased)
            if failed and not leave_undone:
                raise BackupError(failed_erasures_message(failed))
    except (DatabaseError, loading.DumpLoadError) as error:
        raise BackupError(
            f"The database cannot be restored. Nothing was changed.\n{error}"
        ) from error
    report = [
        "The database, photos and files are back.",
        f"E-mails that waited then and may have been sent since: {held}. They wait for you.",
        f"Changes that were to be published since then: {overdue}. They wait for you, too.",
        f"Erased or taken away again: {number}.",
    ]
    if doubt := clock_jumps.find_doubt():
        report.append(str(doubt))
    if failed:
        report.append("Not done again, do it by hand:\n" + "\n".join(failed))
    return report


def lock_restore() -> None:
    """Until the end of the transaction, so that `recover` does not undo a restore that is just
    being committed."""
    lock_until_commit(LOCK)


def check_version() -> None:
    """Replaying erasures needs the tables of this version."""
    loader = MigrationLoader(connection)
    applied = loader.applied_migrations.keys()
    missing = loader.graph.nodes.keys() - applied
    # Migrations of apps that are no longer installed do not matter.
    foreign = {key for key in applied - loader.disk_migrations.keys() if key[0] in apps.app_configs}
    if missing or foreign:
        names = [".".join(key) for key in sorted(missing | foreign)]
        raise BackupError(
            "The backup is of another version of the program. Check out the version that was "
            f"saved, restore, then update. Nothing was changed. It differs in: {', '.join(names)}"
        )


def skip_used_numbers() -> None:
    """Numbers that were given since the backup are in links that people have, and in the erasure
    log: they must not be given again."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT setval(format('%%I.%%I', schemaname, sequencename)::regclass,"
            " coalesce(last_value, 0) + %s) FROM pg_sequences WHERE schemaname = current_schema()",
            [SEQUENCE_GAP],
        )
    erasures.raise_next_number(0)


def replay_erasures(erased: list[ErasureEntry]) -> tuple[int, list[str]]:
    """The number of replayed erasures, and a line for each that failed."""
    number, failed = 0, []
    for erasure in erased:
        try:
            number += replaying.replay(erasure)
        except Exception as error:
            failed.append(f"{erasure.action} {erasure.model} {erasure.pk}: {error}")
    return number, failed


def failed_erasures_message(failed: list[str]) -> str:
    lines = "\n".join(failed)
    return (
        "Something that was erased since the backup cannot be erased again. Nothing was changed. "
        f"With --leave-undone it comes back, and you erase it by hand:\n{lines}"
    )


# Cleaning up.


def remove_staged(token: str) -> None:
    """After the transaction: the old files are no longer needed."""
    for place in left_over():
        if place.token == token:
            place.remove()
    RestoreRecord.objects.filter(token=token).delete()


def recover(say: Say) -> None:
    """Complete a restore that was killed after its commit, undo one that was killed before. To be
    called while no other restore can run."""
    left = left_over()
    records = _records() if left or _has_table(RestoreRecord) else {}
    for place in left:
        # Files are in place before the commit.
        if place.token not in records:
            place.put_back()
    if left and not records:
        say("A restore did not come to its end. Everything is as it was before it.")
    for token, record in records.items():
        replay_again(record)
        remove_staged(token)
        say("A restore was interrupted at its very end. It is complete now.")


def left_over() -> Sequence[StagedFolder | StagedObjects]:
    """What restores have left that did not come to their end."""
    if uses_object_store():
        return staged_objects()
    return staged_in(backed_up_folders().values())


def _records() -> dict[str, RestoreRecord]:
    if not _has_table(RestoreRecord):
        return {}
    with transaction.atomic():
        lock_restore()
        return {record.token: record for record in RestoreRecord.objects.all()}


def replay_again(record: RestoreRecord) -> None:
    """Erasures delete files after the commit, which may not have been reached."""
    if record.replays:
        replay_erasures(erasures.entries_after(record.erasures, record.made_at))

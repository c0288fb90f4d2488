"""Coming back from a backup: all or nothing.

Everything is checked before one thing is replaced, and staged beside it. Then one transaction drops
the tables, loads the dump, exchanges the files by renames and erases again what was erased since.
As long as it is not committed the old state comes back, whatever happens: the database by itself,
the files by `recover`, which each tick and each `restore` calls. The transaction leaves a row that
tells whether it was committed.
"""

import secrets
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.db.migrations.loader import MigrationLoader

from letters import outbox
from network import clock, clock_jumps, erasures, loading, replaying, sealing
from network.backups import DUMP, MANIFEST, Failed, Manifest, folders
from network.erasures import Erasure
from network.models import RestoreRecord, UnlistedErasure
from network.staging import StagedFolder, existing, missing_space, staged_in

# So many rows of a kind no site makes between two backups.
A_GAP = 1_000_000

# Any number, the same in all processes: held by the transaction of a restore.
RESTORING = 20_261_128

# A file takes whole blocks, and its name some room in a folder.
A_BLOCK = 4096

Say = Callable[[str], object]


@dataclass
class Contents:
    """What a whole backup holds."""

    manifest: Manifest
    dump: IO[bytes]
    # How much room the files of each folder take.
    sizes: dict[str, int] = field(default_factory=dict)


def restore(
    file: Path, say: Say, *, without_erasures: bool = False, leave_undone: bool = False
) -> None:
    """Put a backup in the place of what is there."""
    with alone(), ExitStack() as stack:
        recover(say)
        if _has_table(UnlistedErasure):
            erasures.write_down()
        if not without_erasures:
            check_list()
        dump = stack.enter_context(tempfile.TemporaryFile(dir=existing(folders()["originals"])))
        contents = examine(file, dump)
        manifest = contents.manifest
        erased = [] if without_erasures else listed_erasures(manifest)
        check_server(manifest)
        check_space(contents)
        say(
            f"The backup is whole, of {manifest.moment:%Y-%m-%d %H:%M} UTC. Nothing is changed yet."
        )
        token = secrets.token_hex(8)
        staged = {name: StagedFolder(folder, token) for name, folder in folders().items()}
        try:
            stage(file, staged)
            report = replace(contents, staged, erased, leave_undone=leave_undone)
        except BaseException:
            # Only the database knows whether it had come to its end. Where it does not answer, the
            # next tick asks it.
            with suppress(DatabaseError):
                recover(say)
            raise
        finish(token)
    for line in report:
        say(line)


@contextmanager
def alone() -> Iterator[None]:
    """No tick runs meanwhile, and no other restore."""
    with clock.alone() as is_ours:
        if not is_ours:
            raise Failed(
                "A tick of the timer or another restore is running. Stop the site and its timer, "
                "then try again. Nothing was changed."
            )
        yield


def _has_table(model) -> bool:
    return model._meta.db_table in connection.introspection.table_names()


# Checking.


def check_list() -> None:
    """Before the backup is read, which takes long."""
    if not erasures.path().exists():
        raise Failed(
            f"There is no list of erasures in {erasures.path().parent}. Put it back first: what "
            "was erased since the backup would come back. If it is lost, add --without-erasures."
        )
    try:
        erasures.read()
    except erasures.Unreadable as error:
        raise Failed(f"{error} Nothing was changed.") from error


def listed_erasures(manifest: Manifest) -> list[Erasure]:
    """What is to be erased again; this version must know how."""
    erased = erasures.after(manifest.erasures, manifest.moment)
    if unknown := [one for one in erased if not replaying.knows(one)]:
        lines = "\n".join(f"{one.deed} {one.model} {one.pk}" for one in unknown)
        raise Failed(f"This version does not know these erasures. Nothing was changed.\n{lines}")
    return erased


def examine(file: Path, dump: IO[bytes]) -> Contents:
    """Read a backup to its end: what it holds. The dump is copied."""
    contents = Contents(Manifest(""), dump)
    try:
        with file.open("rb") as raw:
            plain = sealing.Unsealed(raw)
            with tarfile.open(fileobj=plain, mode="r|", bufsize=sealing.A_PIECE) as tar:
                for entry in tar:
                    take_note(contents, tar, entry)
            # What stands behind the archive is empty, but only the last part says that it is.
            while plain.read(sealing.A_PIECE):
                pass
    except (sealing.Broken, tarfile.TarError, EOFError, ValueError, TypeError) as error:
        raise Failed(f"{file} cannot be restored. {error} Nothing was changed.") from error
    if not contents.manifest.at or not dump.tell():
        raise Failed(f"{file} cannot be restored. It is no backup of a site. Nothing was changed.")
    dump.seek(0)
    return contents


def take_note(contents: Contents, tar: tarfile.TarFile, entry: tarfile.TarInfo) -> None:
    if entry.name == MANIFEST:
        contents.manifest = Manifest.from_json(tar.extractfile(entry).read())
    elif entry.name == DUMP:
        refuse_if(missing_space({folders()["originals"]: entry.size}))
        source = tar.extractfile(entry)
        while piece := source.read(sealing.A_PIECE):
            contents.dump.write(piece)
    else:
        name = entry.name.partition("/")[0]
        blocks = -(-entry.size // A_BLOCK) + 1
        contents.sizes[name] = contents.sizes.get(name, 0) + blocks * A_BLOCK


def check_server(manifest: Manifest) -> None:
    """A dump goes into servers of 15 and newer, whichever it comes from. Should it hold something
    that an older one does not know, the transaction fails and nothing is changed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version_num')::int, current_schema()")
        server, schema = cursor.fetchone()
    if server < 150000:
        raise Failed(f"PostgreSQL 15 or newer is needed. Nothing was changed. It is {server}.")
    if manifest.schema and manifest.schema != schema:
        raise Failed(
            f"The backup is of the schema {manifest.schema}, and this database uses {schema}. "
            "Nothing was changed."
        )


def check_space(contents: Contents) -> None:
    """For the files, and for the database where its server runs on this machine. Where it does not,
    a full disk there ends the transaction."""
    needed = {folders()[name]: size for name, size in contents.sizes.items() if name in folders()}
    if data := local_data_folder():
        needed[data] = contents.manifest.database_bytes
    refuse_if(missing_space(needed))


def local_data_folder() -> Path | None:
    """Where the server keeps its data, when it is this machine and it tells us."""
    if not str(connection.get_connection_params().get("host", "")).startswith("/"):
        return None
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT CASE WHEN pg_has_role('pg_read_all_settings', 'member')"
            " THEN current_setting('data_directory') END"
        )
        [folder] = cursor.fetchone()
    return Path(folder) if folder and existing(Path(folder)) == Path(folder) else None


def refuse_if(problems: list[str]) -> None:
    if problems:
        raise Failed("\n".join([*problems, "Nothing was changed."]))


# Staging and replacing.


def stage(file: Path, staged: dict[str, StagedFolder]) -> None:
    """Unpack the files beside those that are there."""
    for folder in staged.values():
        folder.prepare()
    with (
        file.open("rb") as raw,
        tarfile.open(fileobj=sealing.Unsealed(raw), mode="r|", bufsize=sealing.A_PIECE) as tar,
    ):
        # Younger Pythons ask for it; the oldest we run on have none. We have sealed it ourselves.
        tar.extraction_filter = getattr(tarfile, "data_filter", None)
        for entry in tar:
            name, _slash, entry.name = entry.name.partition("/")
            if name in staged and entry.name:
                tar.extract(entry, staged[name].new)


def replace(
    contents: Contents,
    staged: dict[str, StagedFolder],
    erased: list[Erasure],
    *,
    leave_undone: bool,
) -> list[str]:
    """Exchange database and files in one transaction; what is to be said of it."""
    manifest = contents.manifest
    reading = clock_jumps.known() if _has_table(clock_jumps.ClockReading) else None
    try:
        with transaction.atomic():
            lock_restore()
            loading.replace_tables(contents.dump, manifest.extensions)
            check_version()
            count_on()
            clock_jumps.keep(reading)
            RestoreRecord.objects.all().delete()
            RestoreRecord.objects.create(
                token=next(iter(staged.values())).token,
                made_at=manifest.moment,
                erasures=manifest.erasures,
                replays=bool(erased),
            )
            for folder in staged.values():
                folder.put_in_place()
            held = outbox.hold_after_restore()
            number, failed = replay(erased)
            if failed and not leave_undone:
                raise Failed(not_done_again(failed))
    except (DatabaseError, loading.NotLoaded) as error:
        raise Failed(f"The database cannot be restored. Nothing was changed.\n{error}") from error
    report = [
        "The database, photos and files are back.",
        f"Letters that waited then and may have gone since: {held}. They wait for you.",
        f"Erased or taken away again: {number}.",
    ]
    if doubt := clock_jumps.look():
        report.append(str(doubt))
    if failed:
        report.append("Not done again, do it by hand:\n" + "\n".join(failed))
    return report


def lock_restore() -> None:
    """Held until the end of the transaction, so that nobody takes a restore for dead that is just
    being committed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [RESTORING])


def check_version() -> None:
    """Erasing again needs the tables as this version has them."""
    loader = MigrationLoader(connection)
    applied = loader.applied_migrations.keys()
    missing = loader.graph.nodes.keys() - applied
    # What an app that is installed no more once did is of no account.
    foreign = {key for key in applied - loader.disk_migrations.keys() if key[0] in apps.app_configs}
    if missing or foreign:
        names = [".".join(key) for key in sorted(missing | foreign)]
        raise Failed(
            "The backup is of another version of the program. Check out the version that was "
            f"saved, restore, then update. Nothing was changed. It differs in: {', '.join(names)}"
        )


def count_on() -> None:
    """Numbers given since the backup stand in links that people hold, and in the list of erasures:
    none of them is given a second time."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT setval(format('%%I.%%I', schemaname, sequencename)::regclass,"
            " coalesce(last_value, 0) + %s) FROM pg_sequences WHERE schemaname = current_schema()",
            [A_GAP],
        )
    erasures.count_from(0)


def replay(erased: list[Erasure]) -> tuple[int, list[str]]:
    """Erase again; how many that were, and which could not be."""
    number, failed = 0, []
    for erasure in erased:
        try:
            number += replaying.do_again(erasure)
        except Exception as error:
            failed.append(f"{erasure.deed} {erasure.model} {erasure.pk}: {error}")
    return number, failed


def not_done_again(failed: list[str]) -> str:
    lines = "\n".join(failed)
    return (
        "Something that was erased since the backup cannot be erased again. Nothing was changed. "
        f"With --leave-undone it comes back, and you erase it by hand:\n{lines}"
    )


# Cleaning up.


def finish(token: str) -> None:
    """After the transaction: nobody needs the old files any more."""
    for folder in staged_in(folders().values()):
        if folder.token == token:
            folder.remove()
    RestoreRecord.objects.filter(token=token).delete()


def recover(say: Say) -> None:
    """Complete a restore that was killed after its transaction, take back one that was killed
    before. To be called while no other restore can run."""
    left = staged_in(folders().values())
    records = _records() if left or _has_table(RestoreRecord) else {}
    for folder in left:
        # What was committed has its files in place: that came first.
        if folder.token not in records:
            folder.put_back()
    if left and not records:
        say("A restore did not come to its end. Everything is as it was before it.")
    for token, record in records.items():
        complete(record)
        finish(token)
        say("A restore was interrupted at its very end. It is complete now.")


def _records() -> dict[str, RestoreRecord]:
    """The restores that were committed and not finished."""
    if not _has_table(RestoreRecord):
        return {}
    with transaction.atomic():
        lock_restore()
        return {record.token: record for record in RestoreRecord.objects.all()}


def complete(record: RestoreRecord) -> None:
    """Erase again once more: files go after the commit, and that may not have come to its end."""
    if record.replays:
        replay(erasures.after(record.erasures, record.made_at))

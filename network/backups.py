"""Backups: everything a site consists of in one encrypted file; and coming back from one.

A file holds, in this order: from when it is, a dump of the database, originals, media. The list
of erasures is no part of it: it must be younger than the backup, so it is kept beside it.

The dump is made by the `pg_dump` that comes with the dependencies, which reads servers of its own
version and older ones.
"""

import json
import os
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils import timezone

from letters import outbox
from network import erasures, replaying, sealing
from network.embedded_postgres import BINARIES
from network.erasures import Erasure
from network.models import UnlistedErasure

ENDING = ".backup"
MANIFEST, DUMP = "manifest.json", "database.dump"

# Clocks of two processes may differ, and what is erased twice is erased.
OVERLAP = timedelta(minutes=5)

# So many rows of a kind no site makes between two backups.
A_GAP = 1_000_000

# What the programs of PostgreSQL are told of the connection, and by which variables.
VARIABLES = {
    "host": "PGHOST",
    "port": "PGPORT",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
    "sslcert": "PGSSLCERT",
    "sslkey": "PGSSLKEY",
}


class Failed(Exception):  # noqa: N818 - said to an operator
    """What went wrong, in words."""


def make(folder: Path) -> Path:
    """Write a backup into a folder; the file has its name when it is whole."""
    moment = timezone.now()
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"network-{moment:%Y%m%dT%H%M%SZ}{ENDING}"
    unfinished = file.with_suffix(".unfinished")
    with tempfile.TemporaryDirectory() as workshop:
        # The database first: every file that it knows is then still to be read.
        dump = Path(workshop) / DUMP
        postgres("pg_dump", "--format=custom", "--no-owner", "--no-acl", f"--file={dump}")
        try:
            with unfinished.open("xb") as raw:
                os.fchmod(raw.fileno(), 0o600)
                _pack(sealing.Sealed(raw), moment, dump)
                os.fsync(raw.fileno())
            unfinished.rename(file)
        finally:
            # On a full disk what was left of each attempt would keep the next from succeeding.
            unfinished.unlink(missing_ok=True)
    return file


def _pack(sealed: sealing.Sealed, moment: datetime, dump: Path) -> None:
    manifest = json.dumps({"at": moment.isoformat()}).encode()
    with tarfile.open(fileobj=sealed, mode="w|", bufsize=sealing.A_PIECE) as tar:
        entry = tarfile.TarInfo(MANIFEST)
        entry.size = len(manifest)
        tar.addfile(entry, BytesIO(manifest))
        tar.add(dump, DUMP)
        for name, folder in folders().items():
            add_folder(tar, folder, name)
    sealed.finish()


def add_folder(tar: tarfile.TarFile, folder: Path, name: str) -> None:
    """All that lies in a folder. The site goes on meanwhile: a file that is deleted or moved just
    now is left out, and the backup is none the worse."""
    for path in sorted(folder.rglob("*")):
        with suppress(FileNotFoundError):
            tar.add(path, f"{name}/{path.relative_to(folder)}", recursive=False)


def folders() -> dict[str, Path]:
    return {"originals": Path(settings.ORIGINALS_ROOT), "media": Path(settings.MEDIA_ROOT)}


def forget(folder: Path, days: int) -> list[Path]:
    """Delete the backups of a folder that are older; which they were."""
    limit = timezone.now() - timedelta(days=days)
    old = [file for file in folder.glob(f"network-*{ENDING}") if moment_in_name(file) < limit]
    for file in old:
        file.unlink()
    return old


def moment_in_name(file: Path) -> datetime:
    return datetime.strptime(f"{file.stem}+0000", "network-%Y%m%dT%H%M%SZ%z")


def restore(file: Path, *, without_erasures: bool = False) -> Iterator[str]:
    """Put a backup in the place of what is there; what was done, line by line. Nothing is touched
    before the whole file has been read and found good."""
    if UnlistedErasure._meta.db_table in connection.introspection.table_names():
        erasures.write_down()
    if not (without_erasures or (settings.ERASURES_ROOT / erasures.FILE).exists()):
        raise Failed(
            f"There is no list of erasures in {settings.ERASURES_ROOT}. Put it back first: what "
            "was erased since the backup would come back. If it is lost, add --without-erasures."
        )
    with tempfile.TemporaryDirectory() as workshop:
        unpacked = Path(workshop)
        moment = _unpack(file, unpacked)
        yield f"The backup is whole, of {moment:%Y-%m-%d %H:%M} UTC."
        connection.close()
        postgres(
            *("pg_restore", "--clean", "--if-exists", "--no-owner", "--no-acl"),
            *("--single-transaction", unpacked / DUMP),
        )
        _count_on()
        yield "The database is back."
        for name, folder in folders().items():
            _put_in_place(unpacked / name, folder)
        yield "Photos and files are back."
    number = outbox.hold_after_restore()
    yield f"Letters that waited then and may have gone since: {number}. They wait for you."
    if not without_erasures:
        yield from replay(erasures.since(moment - OVERLAP))


def _count_on() -> None:
    """Numbers given since the backup stand in links that people hold, and in the list of erasures:
    none of them is given a second time."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT setval(format('%%I.%%I', schemaname, sequencename)::regclass,"
            " coalesce(last_value, 0) + %s) FROM pg_sequences WHERE schemaname = current_schema()",
            [A_GAP],
        )


def _unpack(file: Path, into: Path) -> datetime:
    plain = into / "backup.tar"
    try:
        sealing.unseal(file, plain)
    except sealing.Broken as error:
        raise Failed(f"{file} cannot be restored. {error}") from error
    with tarfile.open(plain) as tar:
        # Younger Pythons ask for it; the oldest we run on have none. We have sealed it ourselves.
        tar.extraction_filter = getattr(tarfile, "data_filter", None)
        tar.extractall(into)  # noqa: S202
    plain.unlink()
    return datetime.fromisoformat(json.loads((into / MANIFEST).read_text())["at"])


def _put_in_place(unpacked: Path, folder: Path) -> None:
    """The folder itself stays: it may be a volume. What was in it goes, erased files with it."""
    folder.mkdir(parents=True, exist_ok=True)
    for item in folder.iterdir():
        shutil.rmtree(item) if item.is_dir() else item.unlink()
    if unpacked.exists():
        shutil.copytree(unpacked, folder, dirs_exist_ok=True)


def replay(erased: Iterable[Erasure]) -> Iterator[str]:
    """Erase again; one that fails is told and keeps no other from being done."""
    number, failed = 0, []
    for erasure in erased:
        try:
            number += replaying.do_again(erasure)
        except Exception as error:
            failed.append(f"{erasure.deed} {erasure.model} {erasure.pk}: {error}")
    yield f"Erased or taken away again: {number}."
    if failed:
        raise Failed("Not done again, do it by hand:\n" + "\n".join(failed))


def postgres(program: str, *options) -> None:
    """Run a program of PostgreSQL on our database. Its password stands in no list of processes."""
    database = connection.get_connection_params()
    known = {
        variable: str(database[name]) for name, variable in VARIABLES.items() if name in database
    }
    done = subprocess.run(  # noqa: S603
        [BINARIES / program, f"--dbname={database['dbname']}", *options],
        env=os.environ | known,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise Failed(f"{program} says:\n{done.stderr.strip()}")

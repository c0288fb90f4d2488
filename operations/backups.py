"""Makes backups: a whole site in one encrypted file.

A file contains, in this order: a manifest, a dump of the database, originals, media, also where
files are in an object store: it restores a site in folders and in any store. It does not
contain the erasure log, which must be newer than the backup; the manifest has the number of the
last erasure before the dump. `operations/restore/restoring.py` restores a backup.

The dump is made by the `pg_dump` that comes with the dependencies. It reads servers of its own
version and older.
"""

import json
import os
import subprocess
import tarfile
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, fields
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import IO, Any, cast

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone

from cms.encryption import age_files
from cms.files.storage import objects, uses_object_store
from erasure_log import erasures
from operations.embedded_postgres import BINARIES
from operations.limits_and_periods import MAX_IN_MEMORY, UNFINISHED_BACKUP_SECONDS
from operations.restore import staged_objects, staging

# `age -d` decrypts it, `tar` unpacks it.
ENDING = ".tar.age"
MANIFEST, DUMP = "manifest.json", "database.dump"

# Parameters of the connection, and the variables in which PostgreSQL's programs read them.
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


class BackupError(Exception):
    """The message is shown to the operator."""


@dataclass(frozen=True)
class Manifest:
    """The first entry of a backup. Those of older versions have the moment only."""

    at: str
    # The number of the last erasure before the dump.
    erasures: int = 0
    # As PostgreSQL writes versions: 180006.
    server: int = 0
    schema: str = ""
    extensions: tuple[str, ...] = ()
    database_bytes: int = 0

    @property
    def moment(self) -> datetime:
        return datetime.fromisoformat(self.at)

    def as_json(self) -> bytes:
        return json.dumps(asdict(self)).encode()

    @classmethod
    def from_json(cls, content: bytes) -> "Manifest":
        """Ignores what newer versions may add."""
        names = {field.name for field in fields(cls)}
        return cls(**{name: value for name, value in json.loads(content).items() if name in names})


def make_backup(folder: Path) -> Path:
    """The file gets its name when it is complete."""
    moment = timezone.now()
    folder.mkdir(parents=True, exist_ok=True)
    delete_unfinished(folder)
    file = folder / f"network-{moment:%Y%m%dT%H%M%SZ}{ENDING}"
    unfinished = file.with_suffix(".unfinished")
    # Before the dump: what is erased in between will be erased again, which does no harm.
    manifest = make_manifest(moment)
    # Before the files, so that the files of the rows in the dump still exist.
    with database_dump(folder, manifest.schema) as dump:
        try:
            with unfinished.open("xb") as raw:
                os.fchmod(raw.fileno(), 0o600)
                _pack(age_files.EncryptingWriter(raw), manifest, dump)
                os.fsync(raw.fileno())
            unfinished.rename(file)
        finally:
            # On a full disk the remains of each attempt would make the next fail.
            unfinished.unlink(missing_ok=True)
    return file


def make_manifest(moment: datetime) -> Manifest:
    try:
        number = erasures.last_number()
    except DatabaseError as error:
        raise BackupError(
            f"Something is being erased for over a minute. Try again. {error}"
        ) from error
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('server_version_num')::int, current_schema(),"
            " pg_database_size(current_database()),"
            " coalesce((SELECT json_agg(extname ORDER BY extname) FROM pg_extension"
            " WHERE extnamespace = current_schema()::regnamespace), '[]')"
        )
        server, schema, size, extensions = cursor.fetchone()
    if isinstance(extensions, str):
        extensions = json.loads(extensions)
    return Manifest(moment.isoformat(), number, server, schema, tuple(extensions), size)


@contextmanager
def database_dump(folder: Path, schema: str) -> Iterator[IO[bytes]]:
    """An unnamed file: nothing readable is left of it, even if the process is killed."""
    with tempfile.TemporaryFile(dir=folder) as dump:
        options = ["--format=custom", "--no-owner", "--no-acl", f"--schema={schema}"]
        run_postgres_program("pg_dump", *options, output=dump)
        dump.seek(0)
        yield dump


def _pack(archive: age_files.EncryptingWriter, manifest: Manifest, dump: IO[bytes]) -> None:
    with tarfile.open(fileobj=archive, mode="w|", bufsize=age_files.CHUNK_SIZE) as tar:
        add_file(tar, MANIFEST, BytesIO(manifest.as_json()), len(manifest.as_json()))
        add_file(tar, DUMP, dump, os.fstat(dump.fileno()).st_size)
        add_files(tar)
    archive.finish()


def add_files(tar: tarfile.TarFile) -> None:
    if not uses_object_store():
        for name, folder in backed_up_folders().items():
            add_folder(tar, folder, name)
        return
    for folder_name in staged_objects.FOLDERS:
        for stored in objects().list_objects(folder_name):
            add_object(tar, stored.name)


def add_object(tar: tarfile.TarFile, name: str) -> None:
    """Like `add_folder` for one that is deleted just now."""
    with tempfile.SpooledTemporaryFile(MAX_IN_MEMORY) as copy, suppress(FileNotFoundError):
        content = cast("IO[bytes]", copy)
        objects().fetch(name, content)
        size = copy.tell()
        copy.seek(0)
        add_file(tar, name, content, size)


def add_file(tar: tarfile.TarFile, name: str, content: IO[bytes], size: int) -> None:
    entry = tarfile.TarInfo(name)
    entry.size = size
    tar.addfile(entry, content)


def add_folder(tar: tarfile.TarFile, folder: Path, name: str) -> None:
    """The site goes on meanwhile: a file that is deleted or moved just now is left out."""
    for path in sorted(folder.rglob("*")):
        relative = path.relative_to(folder)
        if relative.parts[0].startswith(staging.PREFIX):
            continue
        with suppress(FileNotFoundError):
            tar.add(path, f"{name}/{relative}", recursive=False)


def backed_up_folders() -> dict[str, Path]:
    return {"originals": Path(settings.ORIGINALS_ROOT), "media": Path(settings.MEDIA_ROOT)}


def delete_old_backups(folder: Path, days: int) -> list[Path]:
    limit = timezone.now() - timedelta(days=days)
    old = [file for file in folder.glob(f"network-*{ENDING}") if moment_in_name(file) < limit]
    for file in old:
        file.unlink()
    return old


def delete_unfinished(folder: Path) -> None:
    for file in folder.glob("network-*.unfinished"):
        with suppress(FileNotFoundError):
            if file.stat().st_mtime < time.time() - UNFINISHED_BACKUP_SECONDS:
                file.unlink()


def moment_in_name(file: Path) -> datetime:
    return datetime.strptime(file.name.removesuffix(ENDING) + "+0000", "network-%Y%m%dT%H%M%SZ%z")


def run_postgres_program(
    program: str, *options: Any, output: IO[bytes] | int = subprocess.DEVNULL
) -> None:
    """On our database. The password is passed in a variable, as lists of processes show
    arguments."""
    database = connection.get_connection_params()
    variables = {
        variable: str(database[name]) for name, variable in VARIABLES.items() if name in database
    }
    done = subprocess.run(  # noqa: S603
        [BINARIES / program, f"--dbname={database['dbname']}", *options],
        env=os.environ | variables,
        stdout=output,
        stderr=subprocess.PIPE,
        check=False,
    )
    if done.returncode:
        raise BackupError(f"{program} says:\n{done.stderr.decode(errors='replace').strip()}")

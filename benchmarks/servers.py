"""gunicorn as it serves the site, for as long as something is measured."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from django.db import connection

BASE_DIR = Path(__file__).resolve().parent.parent
OF_SITE = ("--config", "python:website.serving.gunicorn")


def database_address() -> str:
    """That of the database in use: `benchmarks/own_database.py` makes one."""
    parameters = connection.get_connection_params()
    name = parameters["dbname"]
    user, password = parameters.get("user") or "", parameters.get("password") or ""
    host, port = quote(parameters.get("host") or "", safe=""), parameters.get("port") or ""
    return f"postgres://{user}:{password}@:{port}/{name}?host={host}"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def gunicorn(port: int, *arguments: str, **environment: str) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", "gunicorn", *arguments]
    told = {"BIND": f"127.0.0.1:{port}", "DATABASE_URL": database_address(), "WITH_SCHEDULER": "0"}
    process = subprocess.Popen(
        command, cwd=BASE_DIR, env=os.environ | told | environment, stdout=subprocess.DEVNULL
    )
    try:
        wait_for(port)
        yield process
    finally:
        process.terminate()
        process.wait()


def wait_for(port: int) -> None:
    for _attempt in range(1200):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise SystemExit("A server did not start.")

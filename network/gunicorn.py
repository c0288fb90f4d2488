"""How gunicorn serves the site: `gunicorn --config python:network.gunicorn`."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import environ
from gunicorn import glogging

from network.logs import AtMost, OneLine, WithoutSecrets

# gunicorn asks this before the program is loaded, and with it what the file says.
environ.Env.read_env(Path(__file__).resolve().parent.parent / ".env")

wsgi_app = "network.wsgi:application"
bind = os.environ.get("BIND", "127.0.0.1:8000")

# Two processes use both cores of a small server. Each request that is worked on needs a connection
# to the database, so there are as many threads as connections. Slow visitors hold none of them: the
# proxy waits until it has the whole request, and takes the whole answer.
worker_class = "network.gunicorn_worker.Worker"
# The other parser, where it is installed, knows nothing of `network.gunicorn_worker`.
http_parser = "python"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = int(os.environ.get("DATABASE_POOL_SIZE", "4"))
# As long as the proxy allows; an address of 1,300 Hangul syllables has three times as many signs.
limit_request_line = 8190
# Longer than the proxy's: it would lose what it sends on a line that is just being hung up.
keepalive = 75
# The parent holds the program, and with it the embedded database, until its last child is gone.
preload_app = True

# Coordinators upload large photos over slow lines, and renditions take their time.
timeout = 120


class Logger(glogging.Logger):
    """gunicorn's own log of what it cannot read, by the rules of the site's."""

    def setup(self, cfg):
        super().setup(cfg)
        for handler in self.error_log.handlers:
            for rule in (OneLine(), AtMost(), WithoutSecrets()):
                handler.addFilter(rule)


# Visitors' addresses are not logged. Errors go to standard error.
accesslog = None
loglevel = "warning"
logger_class = Logger
control_socket_disable = True


# Where no timer calls `manage.py tick`, a child of this process does it.
CLOCK = [sys.executable, "manage.py", "tick", "--every", "60"]
clock = None


def on_starting(server):
    """End in one sentence where gunicorn would try five times and say so in ten lines.

    A successor of a running server takes over its sockets and asks for none.
    """
    if "GUNICORN_FD" in os.environ or "LISTEN_FDS" in os.environ:
        return
    try:
        for address in server.cfg.address:
            try_address(address)
    except (OSError, OverflowError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        sys.exit(f"{bind} cannot be used ({reason}): name another port, as in make run PORT=8001.")


def try_address(address):
    if isinstance(address, tuple):
        with socket.socket(socket.AF_INET6 if ":" in address[0] else socket.AF_INET) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)


def when_ready(server):
    """Say where the site is, to a developer.

    Stop when the terminal is closed. gunicorn would reload, which a preloaded program cannot.
    """
    global clock
    if environ.Env().bool("DEVELOPMENT", default=False):
        print(f"Site:  http://{bind}/\nAdmin: http://{bind}/admin/\nCtrl-C stops it.", flush=True)  # noqa: T201
    signal.signal(signal.SIGHUP, lambda *_: os.kill(os.getpid(), signal.SIGTERM))
    if os.environ.get("WITH_CLOCK") == "1":
        # Out of reach of Ctrl-C: it is ended below, and ends itself should this process be killed.
        clock = subprocess.Popen(CLOCK, start_new_session=True)  # noqa: S603 - our own command


def on_exit(server):
    """The clock ends before the database that it uses. It may be waiting for another's server:
    what it does not end in time is done again by its next run."""
    if clock:
        clock.terminate()
        try:
            clock.wait(timeout=5)
        except subprocess.TimeoutExpired:
            clock.kill()
            clock.wait()

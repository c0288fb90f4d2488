"""Configuration of gunicorn: `gunicorn --config python:website.serving.gunicorn`."""

import gc
import os
import signal
import socket
import subprocess
import sys
from typing import Any

from gunicorn import glogging

from cms.logs import OneLineFilter, RateLimitFilter, RedactSecretsFilter
from website import environment as env

# gunicorn reads this module before it loads the application, which would load `.env`.
env.load_file()

wsgi_app = "website.wsgi:application"
bind = env.text("BIND", default="127.0.0.1:8000")

# Two processes use both cores of a small server. Each request needs a connection to the database,
# so there are as many threads as connections. Slow visitors occupy no thread: the proxy buffers
# whole requests and responses.
worker_class = "website.serving.gunicorn_worker.Worker"
# gunicorn prefers its fast parser where that is installed; `gunicorn_worker` extends this one.
http_parser = "python"
workers = env.integer("WEB_CONCURRENCY", default=2, minimum=1)
threads = env.integer("DATABASE_POOL_SIZE", default=4, minimum=1)
# As long as the proxy allows. Percent-encoded, a Hangul syllable has nine characters.
limit_request_line = 8190
# Longer than the proxy's: a request that is sent while gunicorn closes the connection is lost.
keepalive = 75
# The parent imports the application, and so keeps the embedded database running until its last
# child has ended.
preload_app = True

# Coordinators upload large photos over slow lines, and renditions take their time.
timeout = 120


class Logger(glogging.Logger):
    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        for handler in self.error_log.handlers:
            for log_filter in (OneLineFilter(), RateLimitFilter(), RedactSecretsFilter()):
                handler.addFilter(log_filter)


# Visitors' addresses are not logged. Errors go to standard error.
accesslog = None
loglevel = "warning"
logger_class = Logger
control_socket_disable = True


# A child process, where no timer calls `manage.py scheduler`.
SCHEDULER_COMMAND = [sys.executable, "manage.py", "scheduler", "--every", "60"]
scheduler: subprocess.Popen | None = None


def on_starting(server: Any) -> None:
    """Exit with one sentence if the port is taken; gunicorn would try five times and print ten
    lines."""
    # A server that replaces a running one inherits its sockets.
    if "GUNICORN_FD" in os.environ or "LISTEN_FDS" in os.environ:
        return
    try:
        for address in server.cfg.address:
            try_address(address)
    except (OSError, OverflowError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        sys.exit(f"{bind} cannot be used ({reason}): name another port, as in make run PORT=8001.")


def try_address(address: Any) -> None:
    if isinstance(address, tuple):
        with socket.socket(socket.AF_INET6 if ":" in address[0] else socket.AF_INET) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)


def when_ready(server: Any) -> None:
    global scheduler
    if env.is_development():
        print(f"Site:  http://{bind}/\nAdmin: http://{bind}/admin/\nCtrl-C stops it.", flush=True)  # noqa: T201
    # A closed terminal stops the server. gunicorn would reload, which preload_app does not allow.
    signal.signal(signal.SIGHUP, lambda *_: os.kill(os.getpid(), signal.SIGTERM))
    if env.boolean("WITH_SCHEDULER", default=False):
        # In a session of its own, as Ctrl-C must not end it: `on_exit` does. If this process is
        # killed, it ends by itself.
        scheduler = subprocess.Popen(SCHEDULER_COMMAND, start_new_session=True)  # noqa: S603 - our own command
    stop_collecting_code()


def stop_collecting_code() -> None:
    """Python would look through all that was imported for garbage several times a second, which
    took a seventh of the time of an article. What a page leaves behind is freed without that, but
    for cycles, which are few: to look for them once in ten thousand objects is enough."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)


def on_exit(server: Any) -> None:
    """The scheduler must end before the embedded database stops. It may be waiting for a mail
    server or a website: the next run does again what is not finished in time."""
    if scheduler:
        scheduler.terminate()
        try:
            scheduler.wait(timeout=5)
        except subprocess.TimeoutExpired:
            scheduler.kill()
            scheduler.wait()

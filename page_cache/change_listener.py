"""The connection on which PostgreSQL tells each process that something public has changed.

Triggers (`triggers.py`) notify at commit, whoever wrote and from whichever machine. A process
listens on a connection of its own. While that is broken, or was silent for some seconds, changes
could pass unheard: nothing is cached then.
"""

import logging
import os
from threading import Event, Lock, Thread
from time import monotonic

import psycopg
from django.db import connection

from page_cache.page_store import PageStore, store
from page_cache.triggers import CHANNEL

log = logging.getLogger(__name__)

# A connection that was cut without an error (a cable, a firewall) is noticed by its silence.
# A busy machine may be late with its own heartbeat, and needs its cached pages more than any other.
HEARTBEAT_SECONDS = 0.25
MAX_SILENT_SECONDS = 3.0
RETRY_SECONDS = 1.0


class ChangeListener:
    """One thread per process, started by the first request: threads do not survive a fork."""

    def __init__(self, store: PageStore) -> None:
        self._store = store
        self._thread: Thread | None = None
        self._process_id = 0
        self._stop_event = Event()
        self._start_lock = Lock()
        self._last_heartbeat = 0.0

    def ensure_started(self) -> None:
        if self._process_id == os.getpid():
            return
        with self._start_lock:
            if self._process_id != os.getpid():
                self._stop_event.clear()
                self._thread = Thread(target=self._run, name="page-cache-changes", daemon=True)
                self._thread.start()
                self._process_id = os.getpid()

    def stop(self) -> None:
        self._stop_event.set()
        if self._thread:
            self._thread.join()
        self._thread, self._process_id = None, 0

    def is_alive(self) -> bool:
        return monotonic() - self._last_heartbeat < MAX_SILENT_SECONDS

    def _run(self) -> None:
        while not self._stop_event.is_set():
            try:
                self._listen()
            except (psycopg.Error, OSError) as error:
                log.warning(
                    "Pages are not cached, changes cannot be heard: %s", type(error).__name__
                )
            self._store.suspend()
            self._stop_event.wait(RETRY_SECONDS)

    def _listen(self) -> None:
        parameters = connection.get_connection_params()
        with psycopg.connect(**parameters, autocommit=True) as own_connection:
            own_connection.execute(f"LISTEN {CHANNEL}")
            self._last_heartbeat = monotonic()
            self._store.enable()
            while not self._stop_event.is_set():
                own_connection.execute("SELECT 1")
                # Notifications that came with the result are handled before the connection counts
                # as alive.
                for _notification in own_connection.notifies(
                    timeout=HEARTBEAT_SECONDS, stop_after=1
                ):
                    self._store.clear()
                self._last_heartbeat = monotonic()


listener = ChangeListener(store)

"""Views counted in the memory of a process, and the thread that stores them.

To count takes some microseconds, and a cached page asks no database. What was counted is added to
the table with one statement, twice a minute and when the process ends.
"""

import atexit
import logging
import os
from collections import Counter
from threading import Event, Lock, Thread

from django.db import DatabaseError, connection
from psycopg_pool import PoolTimeout

from page_views.limits_and_periods import MAX_COUNTED, STORE_SECONDS
from page_views.models import PageView
from page_views.storing import store_views

log = logging.getLogger(__name__)

View = tuple[str, PageView.Source]
"""Address and source."""


class ViewCounter:
    def __init__(self) -> None:
        self._views: Counter[View] = Counter()
        self._lock = Lock()
        self._process_id = 0
        self._stop_event = Event()

    def count(self, url: str, source: PageView.Source, number: int = 1) -> None:
        with self._lock:
            if (url, source) in self._views or len(self._views) < MAX_COUNTED:
                self._views[url, source] += number

    def store(self) -> None:
        """While the database is away, counting goes on."""
        with self._lock:
            views, self._views = self._views, Counter()
        if not views:
            return
        try:
            store_views(views)
        except (DatabaseError, PoolTimeout) as error:
            log.warning("Page views could not be stored: %s", type(error).__name__)
            for (url, source), number in views.items():
                self.count(url, source, number)

    def ensure_started(self) -> None:
        """One thread per process, started by its first view: threads do not survive a fork."""
        if self._process_id == os.getpid():
            return
        with self._lock:
            if self._process_id == os.getpid():
                return
            self._process_id = os.getpid()
        Thread(target=self._run, name="page-views", daemon=True).start()
        atexit.register(self._end)

    def _run(self) -> None:
        while not self._stop_event.wait(STORE_SECONDS):
            self.store()
            connection.close()

    def _end(self) -> None:
        self._stop_event.set()
        self.store()


counter = ViewCounter()

"""Whether the database answers, and whether an error means that it does not.

A request waits 1.5 seconds for a database that is unavailable. Under load all threads would wait,
and nobody would get the page that says so. So each process remembers the state: one request at a
time asks whether the database is back, the others are answered at once.
"""

from collections.abc import Callable
from threading import Lock

import psycopg
from django.db import DatabaseError, InterfaceError, OperationalError, connection

# Classes of SQLSTATE: the connection failed; the server shuts down or starts up.
UNAVAILABLE_STATES = ("08", "57P")


def is_database_unavailable(error: BaseException | None) -> bool:
    """True when no connection could be made or one broke; not for a cancelled query, a deadlock and
    other errors of a working database."""
    if not isinstance(error, (OperationalError, InterfaceError)):
        return False
    cause = error.__cause__
    if not isinstance(cause, (psycopg.OperationalError, psycopg.InterfaceError)):
        return False
    return cause.sqlstate is None or cause.sqlstate.startswith(UNAVAILABLE_STATES)


def can_query() -> bool:
    """Waits as long as the connection pool does."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


class DatabaseAvailability:
    """The state that the threads of a process share."""

    def __init__(self, ask: Callable[[], bool] = can_query) -> None:
        self._ask = ask
        self._is_unavailable = False
        self._asking = Lock()

    def mark_unavailable(self) -> None:
        self._is_unavailable = True

    def is_unavailable(self) -> bool:
        """While the database is known to be unavailable, one thread asks whether it is back; the
        others do not wait for the answer."""
        if not self._is_unavailable:
            return False
        if not self._asking.acquire(blocking=False):
            return True
        try:
            self._is_unavailable = not self._ask()
            return self._is_unavailable
        finally:
            self._asking.release()


availability = DatabaseAvailability()

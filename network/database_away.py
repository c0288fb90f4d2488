"""Whether an error means that the database does not answer, and not that it was asked wrongly."""

import psycopg
from django.db import InterfaceError, OperationalError

# Classes of SQLSTATE: the connection failed; the server shuts down or starts up.
AWAY = ("08", "57P")


def is_database_away(error: BaseException | None) -> bool:
    """True when no connection could be had or one broke. A query that was cancelled, a deadlock and
    the like have a state of their own and are errors like any other."""
    if not isinstance(error, (OperationalError, InterfaceError)):
        return False
    cause = error.__cause__
    if not isinstance(cause, (psycopg.OperationalError, psycopg.InterfaceError)):
        return False
    return cause.sqlstate is None or cause.sqlstate.startswith(AWAY)

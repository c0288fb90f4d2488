"""Django's engine for PostgreSQL, whose pool asks the server nothing before each request.

`ENGINE` of `DATABASES` names this package. Django's own pool sends a query to learn whether a
connection still works, which took a tenth of the time of a page on a busy machine.
"""

import select
from typing import Any

from django.db.backends.postgresql import base
from psycopg import Connection
from psycopg_pool import ConnectionPool


def check_if_closed(connection: Connection[Any]) -> None:
    """Raise `OperationalError` if the connection is closed. A server that closes it says so: then
    there is something to be read, and otherwise nothing, as nobody has asked anything."""
    if connection.closed or _has_received(connection):
        ConnectionPool.check_connection(connection)


def _has_received(connection: Connection[Any]) -> bool:
    poll = select.poll()
    poll.register(connection.fileno(), select.POLLIN | select.POLLHUP | select.POLLERR)
    return bool(poll.poll(0))


class DatabaseWrapper(base.DatabaseWrapper):
    @property
    def pool(self) -> Any:
        pool = super().pool
        if pool is not None:
            # Django takes no other check than its own.
            pool._check = check_if_closed
        return pool

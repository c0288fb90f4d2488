"""Cursors for statements whose text is always the same: PostgreSQL plans each once a connection.

Planning takes most of the time of a short statement with many joins: the page of an event took
6.9 ms of the database, and takes 2.7. Django binds values on this side, so that each text is new
to PostgreSQL. Here values are sent beside the text. A value needs a type that PostgreSQL can see:
write `%s::bigint[]` where nothing compares it with a column.
"""

from typing import Any, cast

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.postgresql.base import ServerBindingCursor
from django.db.backends.utils import CursorWrapper


def prepared_cursor(connection: BaseDatabaseWrapper) -> CursorWrapper:
    if connection.queries_logged:
        # Only an ordinary cursor knows its statement with the values in it.
        return connection.cursor()
    connection.ensure_connection()
    with connection.wrap_database_errors:
        return connection.make_cursor(cast(Any, ServerBindingCursor)(connection.connection))

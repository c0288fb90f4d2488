"""Reads public pages that are not cached from a replica of the database, while it is fresh.

A replica (DATABASE_REPLICA_URL) is a moment behind, and must not show somebody who has been hidden.
So after each change that a process has heard of, it writes a mark into the database, and reads a
page from the replica only if that has the mark: a replica repeats transactions in their order, so
it has the change as well. Otherwise, and whenever the replica fails, the database itself is read.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from time import monotonic
from uuid import UUID, uuid4

from django.conf import settings
from django.db import DatabaseError, connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from cms.queries.replica import REPLICA, reading_from

log = logging.getLogger(__name__)

View = Callable[..., HttpResponseBase]

# The attribute of a request whose page may be read from the replica: the generation of the page
# store in which it was begun.
GENERATION_ATTRIBUTE = "page_cache_replica_generation"
# The attribute of a response that was read from the replica.
FROM_REPLICA_ATTRIBUTE = "page_cache_from_replica"

# Connecting to a server that is away takes 1.5 seconds, for which one reader waits.
RETRY_SECONDS = 10.0

# A process replaces its mark. Those of processes that have ended go after a month.
WRITE_MARK = """
    WITH outdated AS (
        DELETE FROM page_cache_replicamark
        WHERE token = %s OR written_at < now() - interval '30 days'
    )
    INSERT INTO page_cache_replicamark (token, written_at) VALUES (%s, now())
"""
# A replica that was made a database of its own follows no longer.
HAS_MARK = """
    SELECT pg_is_in_recovery()
        AND EXISTS (SELECT FROM page_cache_replicamark WHERE token = %s)
"""


@dataclass
class Replica:
    """What a process knows of it; shared by threads."""

    # A generation, and the mark that was written in it; None where that failed.
    _mark: tuple[int, UUID | None] = (-1, None)
    _writing: Lock = field(default_factory=Lock)
    _retry_at: float = 0.0

    def mark_for(self, generation: int) -> UUID | None:
        """What a replica must have for a page that was begun in this generation. The first page
        after a change writes the mark, and gets none."""
        marked, mark = self._mark
        if generation <= marked:
            return mark
        if self._writing.acquire(blocking=False):
            try:
                self._mark = generation, write_mark(mark)
            finally:
                self._writing.release()
        return None

    def is_worth_asking(self) -> bool:
        """After a failure, one thread at a time tries again."""
        if not self._retry_at:
            return True
        if monotonic() < self._retry_at:
            return False
        self._retry_at = monotonic() + RETRY_SECONDS
        return True

    def note_answer(self) -> None:
        self._retry_at = 0.0

    def note_failure(self) -> None:
        self._retry_at = monotonic() + RETRY_SECONDS
        log.warning("The replica fails: pages are read from the database for a while.")


replica = Replica()


def is_configured() -> bool:
    return REPLICA in settings.DATABASES


def write_mark(previous: UUID | None) -> UUID | None:
    token = uuid4()
    try:
        with connection.cursor() as cursor:
            cursor.execute(WRITE_MARK, [previous, token])
    except DatabaseError as error:
        log.warning("No mark for the replica could be written: %s", type(error).__name__)
        return None
    return token


def read_from_replica(
    view: View, request: HttpRequest, *args: object, **kwargs: object
) -> HttpResponseBase | None:
    """The response; None where the replica may not be asked, lacks a change, or fails."""
    generation = getattr(request, GENERATION_ATTRIBUTE, None)
    # A transaction sees what it has written itself, and its mark would not count yet.
    if generation is None or connection.in_atomic_block:
        return None
    mark = replica.mark_for(generation)
    if mark is None or not replica.is_worth_asking():
        return None
    own = connections[REPLICA]
    try:
        response = None
        if _has_mark(own, mark):
            with reading_from(REPLICA):
                response = view(request, *args, **kwargs)
            setattr(response, FROM_REPLICA_ATTRIBUTE, True)
    except Exception:
        if not own.errors_occurred:
            raise
    else:
        # Templates swallow errors in conditions: such a page would have gaps.
        if not own.errors_occurred:
            return response
    replica.note_failure()
    own.close()
    return None


def _has_mark(own: BaseDatabaseWrapper, mark: UUID) -> bool:
    with own.cursor() as cursor:
        cursor.execute(HAS_MARK, [mark])
        [has_mark] = cursor.fetchone()
    replica.note_answer()
    return bool(has_mark)

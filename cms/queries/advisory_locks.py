"""Advisory locks of PostgreSQL by name: one name is one lock in all processes."""

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256

from django.db import connection


def lock_key(name: str) -> int:
    """PostgreSQL knows a lock by a signed number of 64 bits."""
    return int.from_bytes(sha256(name.encode()).digest()[:8], signed=True)


def lock_until_commit(name: str) -> None:
    """Wait for the lock, and hold it until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [lock_key(name)])


@contextmanager
def try_lock(name: str) -> Iterator[bool]:
    """Whether the lock was free; it is held until the end of the block. It has a connection of its
    own, so that no error in the block can lose it."""
    own = connection.copy()
    try:
        with own.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [lock_key(name)])
            [is_ours] = cursor.fetchone()
            try:
                yield is_ours
            finally:
                if is_ours:
                    cursor.execute("SELECT pg_advisory_unlock(%s)", [lock_key(name)])
    finally:
        own.close()

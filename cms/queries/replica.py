"""Which database a query asks: the one that is written to, or in some pages a replica of it.

A replica follows with a delay, so `page_cache/replica.py` decides which pages may be read from it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model

REPLICA = "replica"

_alias = ContextVar("alias", default=DEFAULT_DB_ALIAS)


@contextmanager
def reading_from(alias: str) -> Iterator[None]:
    token = _alias.set(alias)
    try:
        yield
    finally:
        _alias.reset(token)


def reading_connection() -> BaseDatabaseWrapper:
    """For statements that Django does not compile. A transaction reads what it has written."""
    primary = connections[DEFAULT_DB_ALIAS]
    return primary if primary.in_atomic_block else connections[_alias.get()]


class ReplicaRouter:
    """For Django's own queries."""

    def db_for_read(
        self, model: type[Model], *, instance: Model | None = None, **hints: object
    ) -> str:
        """What an instance refers to is as new as the instance: it may be shared by pages, and
        remembers what was read."""
        if instance is not None and instance._state.db == DEFAULT_DB_ALIAS:
            return DEFAULT_DB_ALIAS
        return reading_connection().alias

    def db_for_write(self, model: type[Model], **hints: object) -> str:
        return DEFAULT_DB_ALIAS

    def allow_relation(self, first: Model, second: Model, **hints: object) -> bool:
        """An instance is of both databases, whichever it was read from."""
        return True

    def allow_migrate(self, database: str, app_label: str, **hints: object) -> bool:
        return database == DEFAULT_DB_ALIAS

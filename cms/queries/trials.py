"""Trials: what is done in one is seen by its own process, and then undone as a whole."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import transaction

_is_running = ContextVar("is_running", default=False)


@contextmanager
def trial() -> Iterator[None]:
    """Rolls back what the block writes; what was to be done after the commit is not done. Code that
    changes files before the commit asks `is_trial`."""
    token = _is_running.set(True)
    try:
        with transaction.atomic():
            yield
            transaction.set_rollback(True)
    finally:
        _is_running.reset(token)


def is_trial() -> bool:
    return _is_running.get()

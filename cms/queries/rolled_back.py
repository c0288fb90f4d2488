"""What a block writes is seen by its own process, and then rolled back as a whole."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import transaction

_is_running = ContextVar("is_running", default=False)


@contextmanager
def rolled_back() -> Iterator[None]:
    """Rolls back what the block writes; what was to be done after the commit is not done. Code that
    changes files before the commit asks `will_be_rolled_back`."""
    token = _is_running.set(True)
    try:
        with transaction.atomic():
            yield
            transaction.set_rollback(True)
    finally:
        _is_running.reset(token)


def will_be_rolled_back() -> bool:
    return _is_running.get()

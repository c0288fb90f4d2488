"""Disks that are full: this process may write no file longer than so many bytes."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

from cms.decoding import sandbox


@contextmanager
def files_at_most(number: int) -> Iterator[None]:
    """The kernel refuses what goes beyond, as a disk without room does."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    run = sandbox.run_task

    def run_in_memory(*arguments, **options):
        """What children get and answer lies on no disk; the kernel counts it as files."""
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        try:
            return run(*arguments, **options)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (number, hard))

    resource.setrlimit(resource.RLIMIT_FSIZE, (number, hard))
    try:
        with patch.object(sandbox, "run_task", run_in_memory):
            yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

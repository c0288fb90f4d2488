"""A plugin for `make coverage`: tasks that decode files run in the process of the test, where they
are measured. Children start without any environment, so coverage does not reach them.
"""

import tempfile
from importlib import import_module
from typing import BinaryIO

import pytest

from cms.decoding import sandbox
from cms.decoding.replies import ReplyReader, TaskResult
from cms.decoding.tasks import server

# They are about the children themselves.
OF_CHILDREN = {"test_sandbox.py", "test_memory.py", "test_pdf_pages.py"}


@pytest.fixture(autouse=True)
def _tasks_run_here(request: pytest.FixtureRequest, monkeypatch) -> None:
    if request.path.name not in OF_CHILDREN:
        monkeypatch.setattr(sandbox, "run_task", run_here)


def run_here(
    task: str, source: bytes | BinaryIO, arguments: dict | None = None, **_limits: int
) -> TaskResult:
    """What the child would do and answer, without its limits."""
    module, _dot, name = task.rpartition(".")
    with (
        sandbox._readable_copy(source) as copy,
        tempfile.TemporaryFile(buffering=0) as pipe,
    ):
        server._run_task(getattr(import_module(module), name), arguments or {}, copy, pipe)
        pipe.seek(0)
        return ReplyReader(pipe.fileno(), seconds=60, megabytes=100).read()

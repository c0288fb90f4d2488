"""Whatever a child does, the process that asked it goes on, and nothing is left of it."""

import logging
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path

import pytest

from cms.decoding import sandbox
from cms.decoding.errors import ChildDiedError, ChildTimeoutError, SandboxError
from cms.decoding.replies import TaskResult
from cms.decoding.server_process import server_process
from cms.decoding.slots import core_count

TASKS = "tests.cms.decoding.sandbox_tasks"


def run(task: str, source=b"", arguments=None, **limits) -> TaskResult:
    return sandbox.run_task(f"{TASKS}.{task}", source, arguments, **limits)


def children() -> list[int]:
    """The processes below the server of this process."""
    server = server_process.process.pid
    tasks = Path(f"/proc/{server}/task/{server}/children")
    return [int(number) for number in tasks.read_text().split()]


def test_a_task_answers_with_values_and_parts():
    answer = run("measure", BytesIO(b"abcdef"), {"side": 480, "words": "평등"})
    assert answer.values == {"length": 6, "side": 480, "words": "평등"}
    assert [part.read() for part in answer.files] == [b"abc", b"def"]


def test_a_file_is_read_from_its_start_and_can_be_read_again():
    file = BytesIO(b"x" * 3_000_000)
    file.seek(17)
    answer = run("measure", file)
    assert answer.values["length"] == 3_000_000
    assert len(answer.files[1].read()) == 2_999_997
    assert file.tell() == 0


@pytest.mark.parametrize(
    "task",
    ["crash", "swell", "talk_nonsense", "claim_much", "end_early", "raise_what_was_read"],
)
def test_a_child_that_dies_is_an_error_and_the_next_one_works(task):
    with pytest.raises(ChildDiedError):
        run(task, b"900101-1234567", megabytes=300)
    assert run("measure", b"abc").values == {"length": 3}
    assert children() == []


def test_a_child_that_computes_without_end_is_ended():
    # By its limit of CPU time, or by the deadline where a busy machine gives it less than that.
    with pytest.raises(SandboxError):
        run("spin", seconds=1)
    assert children() == []


def test_a_child_that_hangs_is_killed(monkeypatch):
    monkeypatch.setattr(sandbox, "deadline_for", lambda _seconds: 0.3)
    with pytest.raises(ChildTimeoutError):
        run("hang", seconds=1)
    assert children() == []


def test_a_child_that_answers_without_end_is_ended():
    with pytest.raises(ChildDiedError):
        run("flood", answer_megabytes=3)
    assert children() == []


def test_what_a_child_started_ends_with_it():
    run("leave_a_child_behind")
    server = server_process.process.pid
    for _attempt in range(50):
        left = [number for number in running_processes() if session_of(number) == server]
        if left == [server]:
            return
        time.sleep(0.1)
    pytest.fail(f"processes {left} are still there")


def running_processes() -> list[int]:
    return [int(folder.name) for folder in Path("/proc").glob("[0-9]*")]


def session_of(process: int) -> int | None:
    """The session that a process belongs to; None when it has ended."""
    try:
        state, _parent, _group, session = (
            Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[:4]
        )
    except (FileNotFoundError, ProcessLookupError):
        return None
    return None if state in "ZX" else int(session)


def test_the_log_says_where_it_failed_but_not_what_was_uploaded(caplog):
    with caplog.at_level(logging.WARNING), pytest.raises(ChildDiedError):
        run("raise_what_was_read", b"900101-1234567")
    assert "ValueError at sandbox_tasks.py" in caplog.text
    assert "900101" not in caplog.text


def test_a_child_knows_nothing_and_opens_nothing():
    seen = run("look_around").values
    assert set(seen["environment"]) <= {"MALLOC_ARENA_MAX", "LC_CTYPE"}
    ours = [name for name in seen["modules"] if name.split(".")[0] in ("django", "cms", "network")]
    ours = [name for name in ours if not f"{name}.".startswith("cms.decoding.tasks.")]
    assert set(ours) <= {"cms", "cms.decoding"}
    deeds = ("reads", "writes", "connects", "changes its source")
    assert {deed: seen[deed] for deed in deeds} == dict.fromkeys(deeds, False)
    # Behind the program that started it, which may have a priority of its own.
    assert seen["priority"] >= min(os.nice(0) + 5, 19)


def test_no_more_children_at_once_than_cores_in_all_processes():
    """Two other processes and this one ask for twelve children at once."""
    code = (
        "from cms.decoding import sandbox; from concurrent.futures import ThreadPoolExecutor as T\n"
        "def nap(_): return sandbox.run_task('tests.cms.decoding.sandbox_tasks.nap', b'').values\n"
        "for a in T(4).map(nap, range(4)): print(a['begun'], a['ended'])"
    )
    others = [
        subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)  # noqa: S603
        for _number in range(2)
    ]
    with ThreadPoolExecutor(4) as threads:
        naps = [
            (nap["begun"], nap["ended"])
            for nap in threads.map(lambda _: run("nap").values, range(4))
        ]
    for other in others:
        printed, _errors = other.communicate(timeout=60)
        naps += [tuple(map(float, line.split())) for line in printed.splitlines()]
    assert len(naps) == 12
    busiest = max(sum(begun <= start < ended for begun, ended in naps) for start, _end in naps)
    assert busiest <= core_count()


def test_a_server_that_was_killed_is_started_again():
    run("measure", b"x")
    os.kill(server_process.process.pid, signal.SIGKILL)
    assert run("measure", b"abc").values == {"length": 3}


def test_children_end_with_the_process_that_asked():
    code = (
        "from cms.decoding import sandbox\n"
        "from cms.decoding.server_process import server_process\n"
        "sandbox.run_task('tests.cms.decoding.sandbox_tasks.measure', b'')\n"
        "print(server_process.process.pid, flush=True)\n"
        "sandbox.run_task('tests.cms.decoding.sandbox_tasks.hang', b'')"
    )
    asking = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)  # noqa: S603
    server = int(asking.stdout.readline())
    asking.kill()
    asking.communicate()
    for _attempt in range(100):
        if session_of(server) is None:
            return
        time.sleep(0.1)
    pytest.fail("the server outlived the process that started it")

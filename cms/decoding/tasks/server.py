"""The process that forks a child for each uploaded file. `cms.decoding.sandbox` starts it as a
script.

It imports the modules of the tasks once, so that a child costs a fork instead of a start of Python.
It never reads an uploaded byte itself: only its children do, one file each.

Protocol on the socket at standard input, one line of JSON each way. A request is either `run` with
two descriptors (the file to read, the pipe to reply on), answered by the number of the child, or
`reap`, which releases a child's number. A child stays a zombie until it is reaped, so that its
number cannot become another process's before the parent has killed it.
"""

import importlib
import json
import os
import resource
import signal
import socket
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

FILE, VALUES, FAILURE = b"P", b"V", b"F"
# Processes that serve pages go first.
NICENESS = 5
MEGABYTE = 1024 * 1024


def main() -> None:
    # Python starts isolated (`-I`), without this folder and PYTHONPATH in `sys.path`.
    sys.path.insert(0, str(Path(__file__).resolve().parents[3]))
    os.chdir("/")
    _prefer_to_be_killed()
    channel = socket.socket(fileno=0)
    children: set[int] = set()
    while request := _receive(channel):
        message, descriptors = request
        try:
            answer = _handle(channel, message, descriptors, children)
        except Exception as error:  # The parent says it; this process serves the next one.
            answer = {"error": _error_summary(error)}
        for descriptor in descriptors:
            os.close(descriptor)
        channel.sendall(json.dumps(answer).encode() + b"\n")
    for child in children:
        _kill(child)


def _receive(channel: socket.socket) -> tuple[dict, list[int]] | None:
    """The next request and its descriptors; None when the parent is gone."""
    line, descriptors = b"", []
    while not line.endswith(b"\n"):
        data, received, _flags, _address = socket.recv_fds(channel, 65_536, 2)
        if not data:
            return None
        line += data
        descriptors += received
    return json.loads(line), descriptors


def _handle(
    channel: socket.socket, message: dict, descriptors: list[int], children: set[int]
) -> dict:
    if "reap" in message:
        return _reap(message["reap"], children)
    module, _dot, name = message["task"].rpartition(".")
    task = getattr(importlib.import_module(module), name)
    child = os.fork()
    if child == 0:
        _run_child(channel, task, message, *descriptors)
    children.add(child)
    return {"child": child}


def _reap(child: int, children: set[int]) -> dict:
    if child not in children:
        return {"error": "it is the child of a server that is gone"}
    _kill(child)
    children.discard(child)
    return {"status": os.waitpid(child, 0)[1]}


def _run_child(
    channel: socket.socket, task: Callable, message: dict, source: int, answer: int
) -> None:
    """Run one task and exit. Never returns, whatever the task does."""
    try:
        os.setpgid(0, 0)
        channel.close()
        _limit(message["seconds"], message["megabytes"])
        with os.fdopen(answer, "wb", buffering=0) as pipe, os.fdopen(source, "rb") as file:
            _run_task(task, message["arguments"], file, pipe)
    finally:
        os._exit(0)


def _run_task(task: Callable, arguments: dict, file: Any, pipe: BinaryIO) -> None:
    try:
        values = task(file, lambda content: _send(pipe, FILE, content), **arguments)
        _send(pipe, VALUES, json.dumps(values).encode())
    except Exception as error:  # Whatever a decoder raises must not look like an answer.
        _send(pipe, FAILURE, _error_summary(error).encode())


def _send(pipe: BinaryIO, kind: bytes, data: Any) -> None:
    data = memoryview(data)
    for piece in (kind + data.nbytes.to_bytes(8, "big"), data):
        piece = memoryview(piece)
        while piece:
            piece = piece[pipe.write(piece) :]


def _error_summary(error: Exception) -> str:
    """Kind and place of an error, without its message, which may quote the upload."""
    place = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} at {Path(place.filename).name}:{place.lineno}"


def _limit(seconds: int, megabytes: int) -> None:
    """Limit the time and memory of this process, and forbid it to open files and sockets."""
    os.nice(NICENESS)
    # The second line of defence: the parent kills earlier.
    signal.setitimer(signal.ITIMER_REAL, 60 + 10 * seconds)
    limits = {
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_CPU: seconds,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_NOFILE: 0,
    }
    if used := _address_space():
        limits[resource.RLIMIT_AS] = used + megabytes * MEGABYTE
    for limit, value in limits.items():
        resource.setrlimit(limit, (value, value))


def _address_space() -> int:
    """Bytes of address space used by the imported modules; 0 where the system does not say.

    macOS is such a system. It does not enforce RLIMIT_AS either.
    """
    try:
        return int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    except FileNotFoundError:
        return 0


def _prefer_to_be_killed() -> None:
    """When memory runs out, Linux kills a child rather than a process that serves pages."""
    try:
        Path("/proc/self/oom_score_adj").write_text("900")
    except OSError:
        return


def _kill(child: int) -> None:
    """With every process it started."""
    for kill in (os.killpg, os.kill):
        try:
            kill(child, signal.SIGKILL)
        except ProcessLookupError:
            continue


if __name__ == "__main__":
    main()

"""Starts and ends the process that forks the children, `cms/decoding/tasks/server.py`."""

import atexit
import json
import os
import socket
import subprocess
import sys
import threading
from pathlib import Path

from cms.decoding.errors import ChildDiedError
from cms.decoding.tasks import server

SERVER = Path(server.__file__)
# glibc would reserve address space for each thread of an encoder, which counts against the limit.
ENVIRONMENT = {"MALLOC_ARENA_MAX": "2"}
CHUNK_SIZE = 64 * 1024
# Forking takes milliseconds; importing a task's modules at its first file, a second.
MAX_WAIT_FOR_SERVER = 30


class ServerProcess:
    """The process that forks the children of this one; started with the first file."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.process: subprocess.Popen[bytes] | None = None
        self.channel: socket.socket | None = None
        self.owner = 0

    def start(self, request: dict, source: int, answer: int) -> int:
        """Start a task; returns the number of the child that runs it."""
        with self.lock:
            try:
                reply = self._ask(request, [source, answer])
            except (OSError, ValueError):
                # It may have been killed since the last file: try a new one once.
                self._stop()
                reply = self._ask(request, [source, answer])
        if "child" not in reply:
            raise ChildDiedError(f"no child was started: {reply}")
        return reply["child"]

    def end(self, child: int) -> None:
        """Kill the child if it still runs, and release its number."""
        with self.lock:
            try:
                self._ask({"reap": child}, [])
            except (OSError, ValueError):
                self._stop()

    def _ask(self, request: dict, descriptors: list[int]) -> dict:
        channel = self._connection()
        socket.send_fds(channel, [json.dumps(request).encode() + b"\n"], descriptors)
        line = b""
        while not line.endswith(b"\n"):
            data = channel.recv(CHUNK_SIZE)
            if not data:
                raise OSError("the server of children is gone")
            line += data
        return json.loads(line)

    def _connection(self) -> socket.socket:
        """To the process, which is started if it does not run."""
        if self.owner != os.getpid():
            # A fork of this process must not use the connection of the other.
            self.process = self.channel = None
        if self.channel and self.process and self.process.poll() is None:
            return self.channel
        self._stop()
        self.owner = os.getpid()
        ours, theirs = socket.socketpair()
        ours.settimeout(MAX_WAIT_FOR_SERVER)
        self.channel = ours
        with theirs:
            self.process = subprocess.Popen(  # noqa: S603 - our own script
                [sys.executable, "-I", "-B", str(SERVER)],
                env=ENVIRONMENT,
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        return ours

    def stop_own(self) -> None:
        """When this process ends. A fork leaves the server to the process that started it."""
        if self.owner == os.getpid():
            self._stop()

    def _stop(self) -> None:
        """End the server, if there is one, and thereby its children."""
        if self.channel:
            self.channel.close()
        if self.process:
            try:
                self.process.wait(timeout=1)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.process = self.channel = None


server_process = ServerProcess()
atexit.register(server_process.stop_own)

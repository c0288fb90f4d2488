"""Tasks that misbehave, for `test_sandbox.py`. They run in children only, as a decoder would."""

import ctypes
import os
import socket
import sys
import time
from pathlib import Path


def measure(source, send, **words) -> dict:
    data = source.read()
    send(data[:3])
    send(data[3:])
    return {"length": len(data), **words}


def crash(source, send) -> dict:
    ctypes.string_at(0)


def hang(source, send) -> dict:
    time.sleep(600)


def spin(source, send) -> dict:
    while True:
        pass


def swell(source, send) -> dict:
    return {"length": len(bytearray(2_000_000_000))}


def raise_what_was_read(source, send) -> dict:
    raise ValueError(source.read())


def flood(source, send) -> dict:
    while True:
        send(bytes(1_000_000))


def talk_nonsense(source, send) -> dict:
    os.write(_pipe_of(send), b"V" + (5).to_bytes(8, "big") + b"{{{{{")
    os._exit(0)


def claim_much(source, send) -> dict:
    os.write(_pipe_of(send), b"V" + (2**60).to_bytes(8, "big"))
    os._exit(0)


def end_early(source, send) -> dict:
    send(b"half of it")
    os._exit(0)


def leave_a_child_behind(source, send) -> dict:
    if os.fork() == 0:
        time.sleep(600)
    return {}


def look_around(source, send) -> dict:
    """What of the site can be seen and done from here."""
    return {
        "environment": sorted(os.environ),
        "modules": sorted(sys.modules),
        "reads": _succeeds(lambda: Path("/etc/hostname").read_bytes()),
        "writes": _succeeds(lambda: os.open("/tmp/x", os.O_CREAT | os.O_WRONLY)),  # noqa: S108
        "connects": _succeeds(lambda: socket.socket()),
        "changes its source": _succeeds(lambda: os.write(source.fileno(), b"x")),
        "priority": os.nice(0),
    }


def nap(source, send) -> dict:
    begun = time.time()
    time.sleep(0.3)
    return {"begun": begun, "ended": time.time()}


def _pipe_of(send) -> int:
    return send.__closure__[0].cell_contents.fileno()


def _succeeds(deed) -> bool:
    try:
        deed()
    except OSError:
        return False
    return True

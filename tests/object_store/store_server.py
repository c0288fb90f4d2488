"""Starts SeaweedFS, an object store that speaks S3, on this machine."""

import json
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from shutil import which
from sysconfig import get_path

from django.apps import apps
from django.core.files.storage import Storage
from django.db.models import FileField

from cms.files.object_store.address import StoreAddress
from cms.files.object_store.client import ObjectStore

KEY, SECRET, BUCKET = "site-key", "site secret/+", "site"

# A bucket that somebody has left open to everybody.
OPEN_BUCKET = "open"

# There is no wheel for Macs with a processor of Intel.
WEED = which("weed", path=get_path("scripts"))

PORTS = (
    "master.port",
    "master.port.grpc",
    "volume.port",
    "volume.port.grpc",
    "filer.port",
    "filer.port.grpc",
    "s3.port",
    "s3.port.grpc",
)


@dataclass
class StoreServer:
    port: int
    process: subprocess.Popen

    def address(self, prefix: str, bucket: str = BUCKET) -> StoreAddress:
        endpoint = f"http://127.0.0.1:{self.port}"
        return StoreAddress(endpoint, "us-east-1", bucket, f"{prefix}/", KEY, SECRET)


def fields_with_chosen_storage() -> Iterator[tuple[FileField, Callable[[], Storage]]]:
    """The fields whose storage the settings choose, with what chooses it."""
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if choose := getattr(field, "_storage_callable", None):
                yield field, choose


def free_ports(number: int) -> list[int]:
    with ExitStack() as stack:
        probes = [stack.enter_context(socket.socket()) for _number in range(number)]
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [probe.getsockname()[1] for probe in probes]


@contextmanager
def store_server(folder: Path) -> Iterator[StoreServer]:
    """Everything in one process; nobody without the key may do anything with `BUCKET`."""
    assert WEED
    folder.mkdir(parents=True, exist_ok=True)
    credentials = [{"accessKey": KEY, "secretKey": SECRET}]
    identity = {"name": "site", "credentials": credentials, "actions": ["Admin", "Read", "Write"]}
    anybody = {"name": "anonymous", "actions": [f"Read:{OPEN_BUCKET}"]}
    (folder / "s3.json").write_text(json.dumps({"identities": [identity, anybody]}))
    ports = dict(zip(PORTS, free_ports(len(PORTS)), strict=True))
    command = [
        WEED,
        f"-logdir={folder}",
        "server",
        f"-dir={folder}",
        "-ip=127.0.0.1",
        "-ip.bind=127.0.0.1",
        "-filer",
        "-s3",
        f"-s3.config={folder / 's3.json'}",
        "-s3.port.iceberg=0",
        "-s3.port.lance=0",
        # Sockets of files have short names.
        f"-filer.localSocket=/tmp/weed-{ports['filer.port']}",
        f"-s3.localSocket=/tmp/weed-{ports['s3.port']}",
        "-master.volumeSizeLimitMB=64",
        "-volume.max=20",
        "-volume.minFreeSpace=0",
        "-volume.images.fix.orientation=false",
        *(f"-{name}={port}" for name, port in ports.items()),
    ]
    with (folder / "output").open("wb") as output:
        process = subprocess.Popen(command, stdout=output, stderr=output)  # noqa: S603
        try:
            server = StoreServer(ports["s3.port"], process)
            wait_until_it_answers(server, folder)
            yield server
        finally:
            # Stopping it in good order takes half a minute.
            process.kill()
            process.wait()
            for name in ("filer.port", "s3.port"):
                Path(f"/tmp/weed-{ports[name]}").unlink(missing_ok=True)  # noqa: S108


def wait_until_it_answers(server: StoreServer, folder: Path, seconds: float = 120) -> None:
    store, end = ObjectStore(server.address("started")), time.monotonic() + seconds
    while True:
        try:
            store.put("here", b"")
        except OSError:
            if time.monotonic() > end or server.process.poll() is not None:
                raise AssertionError((folder / "output").read_text()[-2000:]) from None
            time.sleep(0.1)
        else:
            return

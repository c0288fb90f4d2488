"""Uploads while the process that takes them in is killed again and again."""

import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from threading import Timer
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from PIL import Image

from photos.files import orphaned_files
from photos.models import Photo, private_storage

# Each upload is killed once, every next one so much later in its course.
PHOTOS, SECONDS_LATER = 12, 0.3
LONGEST = 400
REPOSITORY = Path(__file__).resolve().parents[3]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """The site as it is served, with the database and the folders of this test."""

    def __init__(self, folder: Path):
        self.temporary = folder / "temporary"
        self.temporary.mkdir()
        self.address = f"127.0.0.1:{free_port()}"
        database = urlsplit(settings.DATABASE_URL)
        # The path may name the folder of a socket before the database.
        folders = database.path.rpartition("/")[0]
        database = database._replace(path=f"{folders}/{connection.settings_dict['NAME']}")
        environment = os.environ | {
            "BIND": self.address,
            "DATABASE_URL": database.geturl(),
            "SECRET_KEY": settings.SECRET_KEY,
            "VAR_DIR": str(folder),
            "TMPDIR": str(self.temporary),
            "WEB_CONCURRENCY": "1",
        }
        environment.pop("WITH_SCHEDULER", None)
        command = [sys.executable, "-m", "gunicorn", "--config", "python:website.serving.gunicorn"]
        collect = [sys.executable, "manage.py", "collectstatic", "--no-input", "--verbosity", "0"]
        subprocess.run(collect, env=environment, cwd=REPOSITORY, check=True)  # noqa: S603 - ours
        self.process = subprocess.Popen(  # noqa: S603 - our own server
            command, env=environment, cwd=REPOSITORY
        )

    def kill_workers(self) -> None:
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        for worker in children.read_text().split():
            os.kill(int(worker), signal.SIGKILL)

    def wait_for_worker(self, until: float) -> None:
        """Until one answers: what arrives before it does waits, and would be killed too early."""
        while time.monotonic() < until:
            with suppress(OSError), urllib.request.urlopen(f"http://{self.address}/robots.txt"):
                return
            time.sleep(0.1)

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=60)


def noise(number: int) -> bytes:
    """A picture that takes a moment to be worked on."""
    buffer = BytesIO()
    picture = Image.effect_noise((3000, 2000), 90).convert("RGB")
    picture.paste((number * 9, 20, 200), (0, 0, 300, 300))
    picture.save(buffer, "JPEG", quality=95)
    return buffer.getvalue()


def sent(server: Server, session: str, number: int, content: bytes, until: float) -> int:
    """Send a picture until there is an answer, as a browser does when somebody presses "again".
    How often it took."""
    key, token = secrets.token_hex(16), "t" * 32
    for attempt in range(1, 1_000):
        assert time.monotonic() < until, "the uploads do not come to an end"
        file = SimpleUploadedFile(f"{number}.jpg", content, "image/jpeg")
        request = urllib.request.Request(
            f"http://{server.address}/admin/photos/photo/upload/",
            encode_multipart(BOUNDARY, {"idempotency_key": key, "file": file, "consent": "crowd"}),
            {
                "Content-Type": MULTIPART_CONTENT,
                "Cookie": f"{settings.SESSION_COOKIE_NAME}={session}; csrftoken={token}",
                "X-CSRFToken": token,
            },
        )
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310 - ours
                assert answer.status == 200
                return attempt
        except urllib.error.HTTPError as refusal:
            raise AssertionError(refusal.read().decode()[:400]) from refusal
        except (OSError, ValueError):
            time.sleep(0.3)
    raise AssertionError


@pytest.mark.faults
@pytest.mark.django_db(transaction=True)
def test_uploads_while_the_worker_is_killed_are_one_photo_each_and_leave_nothing(
    admin_client, tmp_path
):
    server = Server(tmp_path)
    session = admin_client.cookies[settings.SESSION_COOKIE_NAME].value
    until = time.monotonic() + LONGEST
    attempts = []
    try:
        for number in range(PHOTOS):
            content = noise(number)
            server.wait_for_worker(until)
            killer = Timer(number * SECONDS_LATER, server.kill_workers)
            killer.start()
            attempts.append(sent(server, session, number, content, until))
            killer.cancel()
            killer.join()
    finally:
        server.stop()
    assert sum(attempts) > PHOTOS, "nothing was interrupted"
    # Uploads are large enough to have waited here.
    assert not [path for path in server.temporary.iterdir() if path.is_file()]
    assert Photo.objects.count() == PHOTOS
    assert Photo.objects.values("file_name").distinct().count() == PHOTOS
    for path in Path(tmp_path).rglob("*"):
        os.utime(path, (1, 1))
    orphaned_files.delete_orphaned()
    assert orphaned_files.count_orphaned() == 0
    assert len(private_storage().listdir("photos")[1]) == PHOTOS
    assert len(private_storage().listdir("thumbnails")[1]) == PHOTOS
    assert len(private_storage().listdir("renditions")[0]) == PHOTOS

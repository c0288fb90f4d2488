"""Two web machines that share a database and an object store and nothing else."""

import http.client
import os
import signal
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from subprocess import Popen
from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from erasure_log import erasures
from network.models import Network
from photos import actions
from photos.files import rendition_storage
from photos.models import Photo
from tests.support.builders import (
    make_article,
    make_colleague,
    make_contact,
    make_network,
    make_photographer,
    picture_bytes,
)
from tests.website.proxy import serving
from tests.website.proxy.serving import HOST, Proxy, running_site

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]

# A change is told to every process within milliseconds; a busy machine is given longer.
SOON_SECONDS = 10

CSRF = "c" * 32


@dataclass
class Answer:
    status: int
    headers: http.client.HTTPMessage
    body: bytes


@dataclass
class Machine:
    port: int
    process: Popen
    session: str

    def ask(self, path: str, method: str = "GET", *, staff: bool = False, **fields) -> Answer:
        headers = {"Host": HOST, "X-Forwarded-Proto": "https", "Origin": f"https://{HOST}"}
        body = b""
        if staff:
            headers["Cookie"] = f"__Host-sessionid={self.session}; __Host-csrftoken={CSRF}"
            headers["X-CSRFToken"] = CSRF
        if method == "POST":
            body = encode_multipart(BOUNDARY, fields)
            headers["Content-Type"] = MULTIPART_CONTENT
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            return Answer(response.status, response.headers, response.read())
        finally:
            connection.close()

    def kill(self) -> None:
        """As if somebody had pulled the plug."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@pytest.fixture
def machines(in_object_store, settings, tmp_path) -> Iterator[tuple[Machine, Machine]]:
    make_network(press_contact=make_contact())
    client = Client()
    client.force_login(make_colleague("desk", is_superuser=True))
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    told = {
        "SECRET_KEY": settings.SECRET_KEY,
        "ENCRYPTION_KEYS": ",".join(settings.ENCRYPTION_KEYS),
        "OBJECT_STORE_URL": url_of(in_object_store),
        "WEB_CONCURRENCY": "1",
        "PAGE_CACHE_MEGABYTES": "16",
    }
    with (
        running_site(tmp_path / "one", **told) as one,
        running_site(tmp_path / "other", **told) as other,
    ):
        yield Machine(*one, session), Machine(*other, session)


@pytest.fixture
def proxy(machines) -> Iterator[Proxy]:
    """nginx before both machines."""
    with tempfile.TemporaryDirectory(prefix="proxy-") as name:
        Path(name).chmod(0o755)
        ports = [machine.port for machine in machines]
        with serving.nginx(Path(name) / "nginx", ports, "site") as started:
            yield started


def url_of(address) -> str:
    key, secret = quote(address.key, safe=""), quote(address.secret, safe="")
    host = address.endpoint.removeprefix("http://")
    path = f"{address.bucket}/{address.prefix}"
    return f"s3+http://{key}:{secret}@{host}/{path}?region={address.region}"


def upload(machine: Machine) -> Photo:
    """Uploads a picture at a machine, and lets it be shown."""
    colour = (os.urandom(1)[0], os.urandom(1)[0], os.urandom(1)[0])
    file = SimpleUploadedFile("hall.jpg", picture_bytes(colour=colour))
    answer = machine.ask("/admin/photos/photo/upload/", "POST", staff=True, file=file)
    assert answer.status == 200, answer.body[:300]
    photo = Photo.objects.latest("pk")
    photo.alt_ko, photo.alt_en = "강당", "A hall"
    photo.photographer = make_photographer()
    photo.consent = Photo.Consent.CROWD
    actions.update(photo, ["alt_ko", "alt_en", "photographer", "consent"])
    return photo


def eventually(is_so) -> bool:
    end = time.monotonic() + SOON_SECONDS
    while time.monotonic() < end:
        if is_so():
            return True
        time.sleep(0.02)
    return False


def test_a_photo_of_one_is_shown_by_the_other_and_withdrawn_from_both(machines):
    one, other = machines
    photo = upload(one)
    path = make_article(lead_photo=photo).get_absolute_url()
    card = rendition_storage.rendition_url(photo, "card-400.jpg")
    for machine in machines:
        assert photo.folder_token in machine.ask(path).body.decode()
        assert eventually(lambda at=machine: "hit" in at.ask(path).headers["Cache-Status"])
        assert machine.ask(card).status == 200
    assert one.ask(card).body == other.ask(card).body
    answer = other.ask(f"/admin/photos/photo/{photo.pk}/take-down/", "POST", staff=True)
    assert answer.status == 302
    # Files ask the database at once; pages are told by it.
    assert [machine.ask(card).status for machine in machines] == [404, 404]
    for machine in machines:
        assert eventually(lambda at=machine: photo.folder_token not in at.ask(path).body.decode())
    assert [entry.action for entry in erasures.read_entries()][-1] == "take down"


def test_visitors_behind_the_proxy_notice_neither_a_withdrawal_late_nor_a_dead_machine(
    machines, proxy
):
    one, _other = machines
    photo = upload(one)
    card = rendition_storage.rendition_url(photo, "card-400.jpg")
    shown = serving.ask(proxy.https, card)
    assert (shown.status, shown.headers["content-type"]) == (200, "image/jpeg")
    assert shown.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert "x-accel-expires" not in shown.headers
    assert_not_twice(shown)
    actions.take_down(photo)
    assert eventually(lambda: serving.ask(proxy.https, card).status == 404)
    assert serving.ask(proxy.https, f"/media/{photo.original.name}").status == 404
    assert serving.ask(proxy.https, card, method="POST").status == 403
    one.kill()
    answers = [serving.ask(proxy.https, f"/ko/?n={number}").status for number in range(20)]
    assert set(answers) == {200}


def assert_not_twice(answer: serving.Answer) -> None:
    """The proxy adds its own headers to responses of its own only."""
    assert sorted(answer.names) == sorted(set(answer.names))


def test_one_machine_dies_and_the_other_goes_on(machines):
    one, other = machines
    photo = upload(one)
    path = make_article(lead_photo=photo).get_absolute_url()
    assert one.ask(path).status == 200
    one.kill()
    with pytest.raises(ConnectionError):
        one.ask(path)
    assert photo.folder_token in other.ask(path).body.decode()
    assert other.ask(rendition_storage.rendition_url(photo, "card-400.jpg")).status == 200
    # Whoever had logged in at the one is logged in at the other.
    assert other.ask("/admin/", staff=True).status == 200
    assert upload(other).has_original()
    health = other.ask("/healthz").body.decode().splitlines()
    assert health[:2] == ["database: ok", "files: ok"]


def test_limits_of_forms_count_over_all_machines(machines):
    """As many attempts as one machine allows are all that both allow together."""
    contact = Network.objects.current().press_contact
    path, answers = f"/en/contacts/{contact.pk}/", []
    while 429 not in answers and len(answers) < 200:
        answers.append(machines[len(answers) % 2].ask(path, "POST").status)
    assert set(answers) == {200, 429}
    assert {machine.ask(path, "POST").status for machine in machines} == {429}

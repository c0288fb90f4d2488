"""Members' links: tried against a real server, never on this machine, told in words."""

import datetime
import ipaddress
import socket
import ssl
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.db import connection
from django.test.utils import CaptureQueriesContext

from members import limits_and_periods
from members.models import LinkCheck, Organisation
from members.upkeep import link_checks
from tests.support.builders import make_organisation

State = LinkCheck.State

ANSWERS = {
    "/fine": (200, ""),
    "/moved": (301, "/fine"),
    "/moved-twice": (308, "/moved"),
    "/elsewhere-today": (302, "/fine"),
    "/circle": (302, "/circle"),
    "/into-the-house": (302, "http://127.0.0.1:1/secret"),
    "/to-nonsense": (301, "http://["),
    "/gone": (410, ""),
    "/shy": (403, ""),
    "/broken": (500, ""),
}


class Site(BaseHTTPRequestHandler):
    asked: list[str] = []

    def do_HEAD(self):
        self.asked.append(f"{self.command} {self.path}")
        if self.path == "/silent":
            self.server.silence.wait(5)
            return
        status, location = ANSWERS.get(self.path, (404, ""))
        if self.path == "/only-get":
            status = 405 if self.command == "HEAD" else 200
        self.send_response(status)
        if location:
            self.send_header("Location", location)
        self.end_headers()

    def do_GET(self):
        self.do_HEAD()

    def log_message(self, *args):
        pass


@pytest.fixture(scope="module")
def site():
    Site.asked = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    server.silence = threading.Event()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://localhost:{server.server_port}"
    server.silence.set()
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def self_signed_site(tmp_path_factory):
    """A site with a certificate that nobody vouches for."""
    folder, key = tmp_path_factory.mktemp("certificate"), ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(datetime.UTC)
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name)
    builder = builder.public_key(key.public_key()).serial_number(1).not_valid_before(now)
    builder = builder.not_valid_after(now + datetime.timedelta(days=1))
    certificate = builder.sign(key, hashes.SHA256())
    pem = folder / "site.pem"
    pem.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    server.handle_error = lambda *_: None
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"https://localhost:{server.server_port}/fine"
    server.shutdown()
    server.server_close()


def anywhere(_ip: str) -> bool:
    return True


@pytest.mark.parametrize(
    ("path", "state", "redirects_to"),
    [
        ("/fine", State.WORKING, ""),
        ("/only-get", State.WORKING, ""),
        ("/elsewhere-today", State.WORKING, ""),
        ("/moved", State.MOVED, "/fine"),
        ("/moved-twice", State.MOVED, "/fine"),
        ("/circle", State.REDIRECT_LOOP, ""),
        ("/to-nonsense", State.SERVER_ERROR, ""),
        ("/gone", State.GONE, ""),
        ("/no-such-page", State.GONE, ""),
        ("/shy", State.BLOCKED, ""),
        ("/broken", State.SERVER_ERROR, ""),
    ],
)
def test_what_a_site_answers(site, path, state, redirects_to):
    answer = link_checks.follow_link(site + path, anywhere)
    assert answer == link_checks.LinkResult(state, site + redirects_to if redirects_to else "")


def test_a_site_that_never_answers_is_given_up(site, monkeypatch):
    monkeypatch.setattr(limits_and_periods, "LINK_TIMEOUT_SECONDS", 0.2)
    assert link_checks.follow_link(f"{site}/silent", anywhere).state == State.UNREACHABLE


def test_a_site_that_answers_a_letter_at_a_time_is_given_up(monkeypatch):
    monkeypatch.setattr(limits_and_periods, "LINK_DEADLINE_SECONDS", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as server:
        ended = threading.Event()

        def drip():
            line, _address = server.accept()
            with line:
                while not ended.wait(0.05):
                    line.sendall(b"H")

        threading.Thread(target=drip, daemon=True).start()
        address = f"http://localhost:{server.getsockname()[1]}/"
        assert link_checks.follow_link(address, anywhere).state == State.UNREACHABLE
        ended.set()


def test_a_certificate_nobody_vouches_for_is_told(self_signed_site):
    assert link_checks.follow_link(self_signed_site, anywhere).state == State.CERTIFICATE


def test_a_refused_connection_is_told():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    assert link_checks.follow_link(f"http://localhost:{port}/", anywhere).state == State.UNREACHABLE


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/",
        "http://localhost/",
        "http://10.0.0.1/",
        "http://192.168.0.1:8080/",
        "http://169.254.169.254/latest/meta-data/",
        "http://100.64.0.1/",
        "http://0.0.0.0/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://[2002:7f00:1::]/",
        "http://[fe80::1]/",
        "http://[fd00::1]/",
        "http://[fec0::1]/",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://224.0.0.1/",
        "http://name:word@example.org/",
        "ftp://example.org/",
        "file:///etc/passwd",
    ],
)
def test_no_request_goes_to_this_machine_or_its_neighbours(address, monkeypatch):
    called = []
    monkeypatch.setattr(socket, "create_connection", lambda *a, **k: called.append(a))
    assert link_checks.follow_link(address).state == State.PRIVATE
    assert called == []


def test_a_redirect_into_the_house_is_not_followed(site):
    port = int(site.rpartition(":")[2])

    def only_the_site(_ip: str) -> bool:
        return allowed.pop()

    # The site itself is let through; where it sends is judged anew.
    allowed = [False, True]
    answer = link_checks.follow_link(f"http://localhost:{port}/into-the-house", only_the_site)
    assert answer.state == State.PRIVATE
    assert allowed == []


def test_a_host_with_one_private_address_among_public_ones_is_refused(monkeypatch):
    found = [(2, 1, 6, "", (ip, 80)) for ip in ("93.184.215.14", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_kwargs: found)
    assert link_checks.follow_link("http://example.org/").state == State.PRIVATE


@pytest.mark.parametrize("ip", ["8.8.8.8", "2606:2800:220:1::"])
def test_the_internet_may_be_visited(ip):
    assert link_checks.is_public(ip)
    assert ipaddress.ip_address(ip).is_global


def test_a_korean_host_is_asked_for_in_the_letters_of_the_wire():
    assert link_checks.split_url("https://한국.example/소개?q=가").geturl() == (
        "https://xn--3e0b707e.example/%EC%86%8C%EA%B0%9C?q=%EA%B0%80"
    )


# What becomes of the answers.


@pytest.fixture
def answers(monkeypatch, settings):
    """What following a link comes to, by address; every address asked is noted in order."""
    said, asked = {}, []

    def follow(address):
        asked.append(address)
        return said.get(address, link_checks.LinkResult(State.WORKING))

    monkeypatch.setattr(link_checks, "follow_link", follow)
    settings.LINK_CHECKS = True
    said["asked"] = asked
    return said


@pytest.mark.time_machine("2026-03-02T09:00:00+09:00")
@pytest.mark.django_db
def test_every_link_is_tried_about_once_a_week_and_a_host_once_a_run(answers, time_machine):
    make_organisation(website="https://a.org", social_links="https://s.org/1\nhttps://s.org/2")
    assert link_checks.check_due_links() == 2
    assert link_checks.check_due_links() == 1
    assert link_checks.check_due_links() == link_checks.count_due() == 0
    assert answers["asked"] == ["https://a.org", "https://s.org/1", "https://s.org/2"]
    time_machine.move_to("2026-03-09T09:01:00+09:00")
    assert link_checks.count_due() == 3


@pytest.mark.django_db
def test_where_link_checks_are_off_nobody_is_asked_and_the_staff_says_so(
    answers, settings, admin_client
):
    settings.LINK_CHECKS = False
    make_organisation(website="https://a.org")
    assert link_checks.check_due_links() == link_checks.count_due() == 0
    assert answers["asked"] == []
    report = "/admin/members/linkcheck/"
    assert "LINK_CHECKS" in admin_client.get(report).text
    settings.LINK_CHECKS = True
    assert "LINK_CHECKS" not in admin_client.get(report).text


@pytest.mark.django_db
def test_a_link_that_was_taken_out_is_forgotten(answers):
    organisation = make_organisation(website="https://a.org")
    link_checks.check_due_links()
    organisation.website = ""
    organisation.save()
    link_checks.check_due_links()
    assert not LinkCheck.objects.exists()


@pytest.mark.time_machine("2026-03-02T09:00:00+09:00")
@pytest.mark.django_db
def test_one_bad_day_is_no_broken_link(answers, time_machine):
    make_organisation(website="https://a.org")
    answers["https://a.org"] = link_checks.LinkResult(State.UNREACHABLE)
    link_checks.check_due_links()
    assert not LinkCheck.objects.needing_attention().exists()
    time_machine.move_to("2026-03-03T09:01:00+09:00")
    link_checks.check_due_links()
    broken = LinkCheck.objects.needing_attention().get()
    assert broken.state_since.day == 2
    answers["https://a.org"] = link_checks.LinkResult(State.WORKING)
    time_machine.move_to("2026-03-04T09:02:00+09:00")
    link_checks.check_due_links()
    assert not LinkCheck.objects.needing_attention().exists()


@pytest.mark.django_db
def test_a_run_is_short(answers):
    for n in range(8):
        make_organisation(name_ko=f"단체 {n}", website=f"https://site-{n}.org")
    assert link_checks.check_due_links() == limits_and_periods.MAX_LINKS_PER_RUN


@pytest.mark.django_db
def test_a_new_address_is_taken_by_one_click(admin_client):
    admin_client.cookies["django_language"] = "en"
    organisation = make_organisation(
        website="http://a.org", social_links="http://a.org/more\nhttp://a.org"
    )
    check = LinkCheck.objects.create(
        organisation=organisation,
        url="http://a.org",
        redirects_to="https://www.a.org/",
        state=State.MOVED,
    )
    page = admin_client.get("/admin/members/linkcheck/?attention=yes").text
    assert f'formaction="/admin/members/linkcheck/{check.pk}/move/"' in page
    said = admin_client.post(f"/admin/members/linkcheck/{check.pk}/move/", follow=True).text
    organisation.refresh_from_db()
    assert "Changed to the new address: https://www.a.org/" in said
    assert organisation.website == "https://www.a.org/"
    assert organisation.social_links == "http://a.org/more\nhttps://www.a.org/"
    assert not LinkCheck.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("number", [1, 3])
def test_the_report_asks_the_same_questions_however_long_it_is(admin_client, number):
    for n in range(number):
        organisation = make_organisation(name_ko=f"단체 {n}")
        LinkCheck.objects.create(organisation=organisation, url="https://a.org", state="gone")
    with CaptureQueriesContext(connection) as queries:
        assert admin_client.get("/admin/members/linkcheck/").status_code == 200
    assert len(queries) == 6
    assert Organisation.objects.count() == number

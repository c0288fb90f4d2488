"""nginx with the configuration that is shipped: what visitors get through it, and the slow ones."""

import json
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.support.builders import make_article, make_event, make_member, make_network
from tests.website.proxy import serving
from tests.website.proxy.serving import BASE_DIR, HOST, Answer, ask, exchange
from website.middleware import PERMISSIONS_POLICY

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]

READERS = 12
SECONDS = 60
MEGABYTE = 1024 * 1024


def open_folder() -> Iterator[Path]:
    """Not below the folders of pytest, which are closed to the workers of a server that root
    starts: they are somebody else."""
    with tempfile.TemporaryDirectory(prefix="proxy-") as name:
        Path(name).chmod(0o755)
        yield Path(name)


folder_of_module = pytest.fixture(scope="module")(open_folder)
folder = pytest.fixture(open_folder)


@pytest.fixture(scope="module")
def behind(folder_of_module):
    """nginx before a program that echoes."""
    folder = folder_of_module
    media = folder / "media"
    (media / "photos").mkdir(parents=True)
    (media / "photos" / "picture.avif").write_bytes(b"picture")
    (media / "logo.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>" * 50)
    (media / ".hidden").write_text("no")
    (folder / "secret").write_text("no")
    with serving.echo() as web, serving.nginx(folder / "nginx", web, media) as proxy:
        yield proxy


@pytest.fixture
def served(folder):
    """nginx before the whole site."""
    make_network()
    for number in range(30):
        make_article(slug=f"article-{number}")
    make_event(slug="launch")
    make_member(slug="member")
    media = folder / "var" / "media"
    media.mkdir(parents=True)
    (media / "large.bin").write_bytes(bytes(5 * MEGABYTE))
    with (
        serving.site(folder / "var") as web,
        serving.nginx(folder / "nginx", web, media) as proxy,
    ):
        assert ask(proxy.https, "/ko/").status == 200
        yield proxy


def told(answer: Answer) -> dict:
    assert answer.status == 200
    return json.loads(answer.body)


# What the site is told


def test_what_a_visitor_says_of_herself_is_not_passed_on(behind):
    headers = told(
        ask(
            behind.https,
            "/ko/",
            "X-Forwarded-For: 198.51.100.7",
            "X-Forwarded-Proto: http",
            "X-Forwarded-Host: evil.example",
            "X-Real-IP: 198.51.100.7",
            "Forwarded: for=198.51.100.7",
            "Script_Name: /x",
            source="127.3.0.9",
        )
    )["headers"]
    assert headers["x-forwarded-for"] == "127.3.0.9"
    assert headers["x-forwarded-proto"] == "https"
    assert headers["host"] == HOST
    unwanted = {"x-forwarded-host", "x-real-ip", "forwarded", "script_name", "proxy"}
    assert not unwanted & set(headers)


def test_a_proxy_before_ours_speaks_for_visitors_and_nobody_else_does(folder):
    outer = "127.3.0.0/24, 2001:db8::/32"
    with (
        serving.echo() as web,
        serving.nginx(folder / "nginx", web, folder, OUTER_PROXIES=outer) as proxy,
    ):
        for source, expected in (("127.3.0.9", "198.51.100.7"), ("127.4.0.9", "127.4.0.9")):
            claimed = "X-Forwarded-For: 203.0.113.5, 198.51.100.7"
            headers = told(ask(proxy.https, "/ko/", claimed, source=source))["headers"]
            assert headers["x-forwarded-for"] == expected


def test_a_chunked_body_arrives_whole_with_its_length(behind):
    body = b"5\r\nwords\r\n6\r\n, more\r\n0\r\n\r\n"
    heard = told(ask(behind.https, "/", "Transfer-Encoding: chunked", method="POST", body=body))
    assert heard["body"] == "words, more"
    assert heard["headers"]["content-length"] == "11"
    assert "transfer-encoding" not in heard["headers"]


def test_the_site_is_asked_when_a_body_is_whole_and_not_before(behind):
    """The first half waits in nginx."""
    head = f"POST / HTTP/1.1\r\nHost: {HOST}\r\nContent-Length: 8\r\nConnection: close\r\n\r\nfour"
    with serving.connect(behind.https) as connection:
        connection.sendall(head.encode())
        connection.settimeout(1)
        with pytest.raises(TimeoutError):
            connection.recv(1)
        connection.settimeout(30)
        assert told(Answer(exchange(connection, b"more")))["body"] == "fourmore"


# Names


@pytest.mark.parametrize("host", ["another.example", "127.0.0.1", ""])
def test_whoever_asks_for_another_name_gets_no_answer(behind, host):
    assert ask(behind.https, "/ko/", host=host).status in (None, 400)
    plain = f"GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode()
    with socket.create_connection(("127.0.0.1", behind.http), 30) as connection:
        assert Answer(exchange(connection, plain)).status in (None, 400)


@pytest.mark.parametrize("name", ["another.example", None])
def test_whoever_connects_for_another_name_gets_no_certificate(behind, name):
    with pytest.raises(OSError, match=r"(?i)unrecognized|alert|internal"):
        serving.connect(behind.https, name=name)


def test_plain_http_leads_to_https(behind):
    request = f"GET /ko/?q=1 HTTP/1.1\r\nHost: www.{HOST}\r\nConnection: close\r\n\r\n"
    with socket.create_connection(("127.0.0.1", behind.http), 30) as connection:
        answer = Answer(exchange(connection, request.encode()))
    assert (answer.status, answer.headers["location"]) == (301, f"https://www.{HOST}/ko/?q=1")


# What nginx answers by itself


def assert_guarded(answer: Answer, resource_policy: str = "same-origin") -> None:
    headers = answer.headers
    assert headers["strict-transport-security"] == "max-age=31536000; includeSubDomains"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["permissions-policy"] == PERMISSIONS_POLICY
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert headers["cross-origin-resource-policy"] == resource_policy
    assert "default-src 'none'" in headers["content-security-policy"]
    once = {"content-security-policy", "permissions-policy", "strict-transport-security"}
    assert all(answer.names.count(name) == 1 for name in once)


def test_public_pictures_may_be_kept_for_ever_and_shown_elsewhere(behind):
    answer = ask(behind.https, "/media/photos/picture.avif")
    assert (answer.status, answer.body) == (200, b"picture")
    assert answer.headers["content-type"] == "image/avif"
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert_guarded(answer, "cross-origin")
    part = ask(behind.https, "/media/photos/picture.avif", "Range: bytes=2-3")
    assert (part.status, part.body) == (206, b"ct")
    packed = ask(behind.https, "/media/logo.svg", "Accept-Encoding: gzip")
    assert packed.headers["content-encoding"] == "gzip"


@pytest.mark.parametrize(
    ("target", "method", "status"),
    [
        ("/media/missing.jpg", "GET", 404),
        ("/media/.hidden", "GET", 404),
        ("/media/../secret", "GET", 200),
        ("/media/%2e%2e/secret", "GET", 200),
        ("/media../secret", "GET", 200),
        ("/media/", "GET", 403),
        ("/media/photos", "GET", 301),
        ("/media/logo.svg", "POST", 403),
        ("/media/logo.svg", "DELETE", 403),
        ("/proxy-pages/too-many-requests.html", "GET", 404),
    ],
)
def test_nothing_but_public_pictures_is_served_from_the_disk(behind, target, method, status):
    """Where 200 stands here the program was asked: the address lies outside `/media/`."""
    answer = ask(behind.https, target, method=method)
    assert answer.status == status
    if status == 200:
        assert told(answer)["target"] == target
    elif status != 301:
        assert_guarded(answer)
        assert b"nginx" not in answer.body


def test_a_body_that_is_too_large_is_refused_before_it_arrives(behind):
    answer = ask(behind.https, "/", f"Content-Length: {49 * MEGABYTE}", method="POST")
    assert answer.status == 413
    assert "48MB" in answer.text
    assert_guarded(answer)


def test_what_is_no_request_gets_a_page_that_names_no_server(behind):
    with serving.connect(behind.https) as connection:
        answer = Answer(exchange(connection, b"GET / HTTP/1.1\r\nHost: a b\r\n\r\n"))
    assert answer.status == 400
    assert b"nginx" not in answer.body
    long = ask(behind.https, "/" + "a" * 9000)
    assert long.status == 414
    assert b"nginx" not in long.body


def test_while_the_site_is_down_a_page_in_both_languages_says_so(folder):
    with serving.nginx(folder / "nginx", serving.free_port(), folder) as proxy:
        start = time.monotonic()
        answer = ask(proxy.https, "/ko/")
        assert time.monotonic() - start < 2
    assert answer.status == 502
    assert "지금은 사이트를 열 수 없습니다" in answer.text
    assert "The site cannot be reached just now" in answer.text
    assert b"nginx" not in answer.body
    assert_guarded(answer)
    # The log names no visitor.
    assert b"127." not in proxy.log.read_bytes()


def test_of_several_machines_one_that_has_the_file_or_lives_is_asked(folder):
    with (
        serving.echo() as new,
        serving.echo(serving.OldVersion) as old,
        serving.nginx(folder / "nginx", [old, new, serving.free_port()], folder) as proxy,
    ):
        sheets = {ask(proxy.https, f"/static/site.{number}.css").status for number in range(12)}
        pages = [ask(proxy.https, f"/ko/?n={number}").status for number in range(12)]
    assert sheets == {200}
    # A page that is missing is missing; a machine that is away is not asked again for a while.
    assert set(pages) == {200, 404}


def test_the_list_of_hosts_cannot_smuggle_directives(folder):
    for name, value in (("ALLOWED_HOSTS", "a.example; return 200"), ("OUTER_PROXIES", "1.1.1.1;}")):
        told = {"PATH": "/usr/bin:/bin:/usr/sbin", "ALLOWED_HOSTS": HOST, name: value}
        done = subprocess.run(  # noqa: S603
            [BASE_DIR / "deploy" / "nginx" / "configure", folder / "c"],
            env=told,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 1
        assert f"{name} holds signs that do not belong there" in done.stderr


# How many


def test_a_school_behind_one_address_reads(behind):
    """A hundred pages in a row on one connection, and sixty by twenty pupils at a time."""
    request = f"GET /ko/ HTTP/1.1\r\nHost: {HOST}\r\n\r\n".encode()
    with serving.connect(behind.https, source="127.5.0.1") as connection:
        for _ in range(100):
            connection.sendall(request)
            assert connection.recv(65536).startswith(b"HTTP/1.1 200")
    with ThreadPoolExecutor(20) as pupils:
        found = pupils.map(lambda _: ask(behind.https, "/ko/", source="127.5.0.1"), range(60))
        assert {answer.status for answer in found} == {200}


def test_one_address_sends_ten_large_bodies_at_a_time(behind):
    head = f"POST / HTTP/1.1\r\nHost: {HOST}\r\nContent-Length: {2 * MEGABYTE}\r\n\r\nx"
    held = [serving.connect(behind.https, source="127.6.0.1") for _ in range(10)]
    for connection in held:
        connection.sendall(head.encode())
    time.sleep(1)
    try:
        refused = ask(
            behind.https,
            "/",
            f"Content-Length: {2 * MEGABYTE}",
            method="POST",
            source="127.6.0.1",
        )
        assert refused.status == 429
        assert "요청이 너무 많습니다" in refused.text
        small = ask(
            behind.https, "/", "Content-Length: 5", method="POST", body=b"words", source="127.6.0.1"
        )
        assert small.status == 200
    finally:
        for connection in held:
            connection.close()


# The whole site


@pytest.mark.parametrize("language", ["ko", "en"])
def test_an_address_that_is_not_encoded_is_answered_as_if_it_were(served, language):
    raw = ask(served.https, f"/{language}/members/?name=평등&kind=")
    encoded = ask(served.https, f"/{language}/members/?name=%ED%8F%89%EB%93%B1&kind=")
    assert raw.status == encoded.status == 200
    assert "name=%ED%8F%89%EB%93%B1" in raw.text
    assert raw.text == encoded.text
    assert ask(served.https, f"/{language}/없는-쪽/").status == 404


def test_pages_through_the_proxy_name_no_server_and_carry_each_header_once(served):
    for target in ("/ko/", "/ko/nothing-here/", "/healthz", "/static/img/icon.svg", "/admin/"):
        answer = ask(served.https, target)
        assert "server" not in answer.headers, target
        assert_guarded(answer)
    assert ask(served.https, "/static/img/icon.svg").status == 200


def attack(served, connections: int, addresses: int, *kinds: str):
    program = [sys.executable, "-m", "tests.website.proxy.slow_visitors", str(served.https)]
    return subprocess.Popen(  # noqa: S603
        [*program, str(connections), str(addresses), *kinds],
        cwd=BASE_DIR,
        stdout=subprocess.PIPE,
    )


def read(port: int, number: int) -> float:
    """The seconds that one reader waits for one page, connection and all."""
    target = ("/ko/", "/en/news/", "/ko/members/", "/en/events/")[number % 4]
    start = time.monotonic()
    answer = ask(port, target, source=f"127.9.0.{number + 1}")
    assert answer.status == 200
    return time.monotonic() - start


@pytest.mark.parametrize(
    ("connections", "addresses", "kinds"),
    [
        (1000, 500, ("headers", "body", "answer", "page")),
        (256, 16, ("held",)),
    ],
)
def test_readers_are_served_while_others_trickle(served, connections, addresses, kinds):
    attackers = attack(served, connections, addresses, *kinds)
    try:
        assert attackers.stdout.readline() == b"all are there\n"
        start = time.monotonic()
        waited = []
        for number in range(READERS):
            waited.append(read(served.https, number))
            time.sleep(max(0, start + (number + 1) * SECONDS / READERS - time.monotonic()))
        assert attackers.poll() is None
    finally:
        attackers.kill()
        attackers.wait()
    print(f"{connections} connections: slowest reader {max(waited):.2f} s")  # noqa: T201
    assert len([seconds for seconds in waited if seconds < 2]) == READERS, waited


def test_the_proxy_caches_a_public_page_for_a_second_and_only_for_visitors(served, folder):
    end = time.monotonic() + 10
    while "hit" not in ask(served.https, "/ko/").headers["cache-status"]:
        assert time.monotonic() < end
        time.sleep(1.1)
    held = [file for file in (folder / "nginx" / "temp" / "pages").rglob("*") if file.is_file()]
    assert any(b"/ko/" in file.read_bytes() for file in held)
    make_article(title_ko="방금 나온 글")
    time.sleep(2)
    assert "방금 나온 글" in ask(served.https, "/ko/").text
    signed_in = ask(served.https, "/ko/", "Cookie: __Host-sessionid=x")
    assert "방금 나온 글" in signed_in.text
    assert "cache-status" not in signed_in.headers

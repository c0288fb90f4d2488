"""What gunicorn itself does with a request, before and after Django."""

import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from website.serving.gunicorn_worker import percent_encoded

BASE_DIR = Path(__file__).resolve().parent.parent.parent
# Tells what the program is told; a site is not needed for that.
PROGRAM = """
def application(environ, start_response):
    words = environ["PATH_INFO"] + "\\n" + environ["QUERY_STRING"]
    start_response("200 OK", [("Content-Length", str(len(words)))])
    return [words.encode("latin-1")]
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """gunicorn with the site's own worker, on a socket."""
    folder = tmp_path_factory.mktemp("gunicorn")
    (folder / "told.py").write_text(PROGRAM)
    address = folder / "s"
    command = [
        *(sys.executable, "-m", "gunicorn", "--bind", f"unix:{address}", "--chdir", folder),
        *(
            "--worker-class",
            "website.serving.gunicorn_worker.Worker",
            "--threads",
            "2",
            "told:application",
        ),
    ]
    environment = os.environ | {"PYTHONPATH": str(BASE_DIR)}
    process = subprocess.Popen(command, env=environment)  # noqa: S603
    for _ in range(200):
        if address.exists():
            break
        time.sleep(0.05)
    yield str(address)
    process.terminate()
    process.wait()


def ask(server: str, request: bytes) -> bytes:
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(20)
        connection.connect(server)
        connection.sendall(request)
        answer = b""
        while piece := connection.recv(65536):
            answer += piece
    return answer


@pytest.mark.parametrize(
    ("target", "path", "query"),
    [
        ("/ko/?q=평등".encode(), "/ko/", "q=%ED%8F%89%EB%93%B1"),
        ("/ko/소식/?q=a&w=é".encode(), "/ko/소식/", "q=a&w=%C3%A9"),
        (b"/ko/%EC%86%8C%EC%8B%9D/?q=%ED%8F%89", "/ko/소식/", "q=%ED%8F%89"),
        ("/소식".encode("euc-kr"), "/소식".encode("euc-kr"), ""),
    ],
)
def test_an_address_that_is_not_encoded_is_read_as_if_it_were(server, target, path, query):
    answer = ask(server, b"GET " + target + b" HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
    head, body = answer.split(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200 OK")
    expected = path if isinstance(path, bytes) else path.encode()
    assert body == expected + b"\n" + query.encode()


def test_no_answer_names_a_server(server):
    good = ask(server, b"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
    bad = ask(server, b"NONSENSE\r\n\r\n")
    assert good.startswith(b"HTTP/1.1 200")
    assert bad.startswith(b"HTTP/1.1 400")
    for answer in (good, bad):
        assert b"server:" not in answer.lower()
        assert b"gunicorn" not in answer.lower()


@pytest.mark.parametrize(
    "line", [b"GET /a\x01 HTTP/1.1", b"GET /a b HTTP/1.1", b"GET /\x7f HTTP/1.1"]
)
def test_what_is_no_address_is_refused_still(server, line):
    assert ask(server, line + b"\r\nHost: a\r\n\r\n").startswith(b"HTTP/1.1 400")


def test_a_line_in_ascii_stays_as_it_is():
    assert percent_encoded(b"GET /ko/?q=%20~ HTTP/1.1") == b"GET /ko/?q=%20~ HTTP/1.1"

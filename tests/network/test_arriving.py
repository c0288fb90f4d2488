"""Slow visitors wait outside: they hold no place of the program."""

from io import BytesIO

import pytest
from django.core.exceptions import BadRequest

from network import arriving

pytestmark = pytest.mark.django_db


def environ(stream, size: int, client: str = "203.0.113.9", **more) -> dict:
    return {
        "wsgi.input": stream,
        "CONTENT_LENGTH": str(size),
        "REMOTE_ADDR": client,
    } | more


def echo(environ, start_response):
    """A program that takes at most ten bytes, and says so before it reads."""
    if int(environ["CONTENT_LENGTH"]) > 10:
        start_response("413 Content Too Large", [])
        return []
    body = environ["wsgi.input"]
    first = body.readline()
    start_response("200 OK", [])
    return [first, body.read()]


class Heard(list):
    def __call__(self, status, headers):
        self.append(status)


class During(BytesIO):
    """While it is being read, something else happens."""

    def __init__(self, data: bytes, happen):
        super().__init__(data)
        self.happen = happen

    def read(self, size):
        self.happen()
        return super().read(size)


def test_a_body_is_whole_when_the_program_reads_it():
    heard = Heard()
    answer = arriving.one_by_one(echo, 1)(environ(BytesIO(b"a=1\nb=2"), 7), heard)
    assert (heard, answer) == (["200 OK"], [b"a=1\n", b"b=2"])


def test_while_a_body_arrives_others_are_served_in_its_place():
    """With one place; were it kept, this would never end."""
    heard = Heard()
    application = arriving.one_by_one(echo, 1)
    other = During(b"quick", lambda: None)
    slow = During(b"slow", lambda: application(environ(other, 5), heard))
    assert application(environ(slow, 4), heard) == [b"slow", b""]
    assert heard == ["200 OK", "200 OK"]
    # And the place is one place still.
    assert application(environ(BytesIO(b"next"), 4), heard) == [b"next", b""]


def test_what_is_too_large_is_refused_before_it_arrives():
    def never():
        raise AssertionError("It was read.")

    heard = Heard()
    arriving.one_by_one(echo, 1)(environ(During(b"", never), 11), heard)
    assert heard == ["413 Content Too Large"]


def test_a_body_that_breaks_off_or_stalls_is_the_visitors_mistake():
    def stall():
        raise ConnectionResetError

    application = arriving.one_by_one(echo, 1)
    for stream in (BytesIO(b"half"), During(b"", stall)):
        with pytest.raises(BadRequest):
            application(environ(stream, 9), Heard())
    assert application(environ(BytesIO(b"next"), 4), Heard()) == [b"next", b""]


@pytest.mark.parametrize(("clients", "taken"), [(["one"] * 9, 8), (["one", "two"] * 5, 10)])
def test_one_address_sends_so_many_slow_bodies_at_a_time(clients, taken):
    """Each comes while the one before is still arriving."""
    heard, refused = Heard(), []
    application = arriving.one_by_one(echo, 1)
    addresses = {"one": "203.0.113.9", "two": "203.0.113.10"}

    def come(names):
        if names:
            stream = During(b"body", lambda: come(names[1:]))
            try:
                application(environ(stream, 4, addresses[names[0]]), heard)
            except BadRequest:
                refused.append(names[0])

    come(clients)
    assert (len(heard), len(refused)) == (taken, len(clients) - taken)


def test_all_together_fill_no_disk(monkeypatch):
    monkeypatch.setattr(arriving, "MOST_BYTES", 10)
    application = arriving.one_by_one(echo, 1)

    def another():
        with pytest.raises(BadRequest, match="at the same time"):
            application(environ(BytesIO(b"12345"), 5, "203.0.113.10"), Heard())

    assert application(environ(During(b"123456", another), 6), Heard()) == [b"123456", b""]
    assert application(environ(BytesIO(b"0123456789"), 10), Heard()) == [b"0123456789", b""]


def test_a_body_without_a_length_is_not_taken_for_an_empty_one():
    heard = Heard()
    chunked = environ(BytesIO(b"words"), 0, HTTP_TRANSFER_ENCODING="chunked")
    arriving.one_by_one(echo, 1)(chunked, heard)
    assert heard == ["411 Length Required"]


@pytest.mark.parametrize(
    ("charset", "is_taken"),
    [("UTF8", True), ("unknown", True), ("rot13", False), ("base64", False), ("utf-16", False)],
)
def test_a_request_in_a_cipher_is_refused(charset, is_taken):
    """With some of these Django fails before any view or middleware of ours is asked."""
    heard = Heard()
    kind = f"multipart/form-data; boundary=X; charset={charset}"
    sent = environ(BytesIO(b"words"), 5, CONTENT_TYPE=kind, QUERY_STRING="q=a")
    arriving.one_by_one(echo, 1)(sent, heard)
    assert heard == ["200 OK" if is_taken else "415 Unsupported Media Type"]

"""What reaches the logs, and what must not."""

import logging
from collections.abc import Iterator
from io import StringIO

import pytest
import time_machine
from django.core.exceptions import SuspiciousOperation
from django.db import IntegrityError
from django.test import Client
from gunicorn.config import Config

from cms.logs import OneLineFilter, RateLimitFilter, RedactSecretsFilter, redact_secrets
from concerns.models import Concern
from tests.support.builders import make_concern
from website.serving.gunicorn import Logger

CODE = "7KQM-2XWD-9ABC-DEFG"


def logged(**of_record) -> str:
    """A record as the console of the settings writes it."""
    record = logging.makeLogRecord(of_record)
    RedactSecretsFilter().filter(record)
    return logging.Formatter().format(record)


@pytest.mark.parametrize("code", [CODE, CODE.replace("-", "")])
def test_the_code_of_a_concern_is_not_logged(code):
    said = logged(msg="Not Found: %s", args=(f"/ko/concern/{code}/",))
    assert said == "Not Found: /ko/concern/…/"


def test_names_of_pages_are_logged():
    path = "/ko/news/launch-of-the-korean-network-2025/"
    assert redact_secrets(path) == path


@pytest.mark.django_db
def test_rows_that_the_database_refuses_are_not_logged():
    concern, _code = make_concern()
    with pytest.raises(IntegrityError) as caught:
        Concern.objects.filter(pk=concern.pk).update(state="closed")
    error = caught.value
    assert concern.code_hash in str(error)
    said = logged(msg="Internal Server Error", exc_info=(type(error), error, error.__traceback__))
    assert "concern_closed_at_matches_state" in said
    assert concern.code_hash not in said


# What a stranger's request did wrong.


@pytest.fixture
def console(settings) -> Iterator[StringIO]:
    """What the console of the settings would be told, from now on."""
    written, root = StringIO(), logging.getLogger()
    handler = logging.StreamHandler(written)
    for name in settings.LOGGING["handlers"]["console"]["filters"]:
        handler.addFilter(
            {"one line": OneLineFilter, "at most": RateLimitFilter}.get(name, RedactSecretsFilter)()
        )
    root.addHandler(handler)
    yield written
    root.removeHandler(handler)


BOUNDARY = "multipart/form-data; boundary=X"
PART = b'--X\r\nContent-Disposition: form-data; name="a"\r\n\r\n'
SECRET = "secret-of-somebody"
FORM = "/ko/concern/"
WRONG = {
    "host": ("GET", f"/ko/?key={SECRET}", b"", "", {"Host": f"{SECRET}.example"}),
    "host with a line": ("GET", "/ko/", b"", "", {"Host": "a\nERROR all is lost"}),
    "too many fields": ("POST", FORM, b"a=1&" * 6_000, "application/x-www-form-urlencoded", {}),
    "too large": ("POST", FORM, b"a" * 11_000_000, "application/x-www-form-urlencoded", {}),
    "multipart": ("POST", FORM, PART, "multipart/form-data", {}),
    "base64": (
        "POST",
        FORM,
        PART.replace(b"\r\n\r\n", b"\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!A\r\n--X--"),
        BOUNDARY,
        {},
    ),
    "no form token": (
        "POST",
        "/admin/login/",
        b"",
        "",
        {"Referer": f"https://x.example/?{SECRET}"},
    ),
    "not there": ("GET", "/ko/%0aERROR%20lost/?key=" + SECRET, b"", "", {}),
    "cookies": ("GET", "/admin/", b"", "", {"Cookie": 'sessionid="\\000\\012"; csrftoken="\\000"'}),
    "not allowed": ("DELETE", "/ko/", b"", "", {}),
}


@pytest.mark.django_db
@pytest.mark.parametrize("name", WRONG)
def test_a_strangers_mistake_is_one_line_without_what_was_sent(console, name):
    method, address, body, kind, headers = WRONG[name]
    client = Client(
        enforce_csrf_checks=True, REMOTE_ADDR="203.0.113.9", raise_request_exception=False
    )
    answer = client.generic(
        method, address, body, kind, headers=headers, secure=name == "no form token"
    )
    assert answer.status_code < 500
    lines = console.getvalue().splitlines()
    assert len(lines) == (0 if name == "cookies" else 1), lines
    for told in (SECRET, "203.0.113.9", "Traceback", "all is lost"):
        assert told not in console.getvalue()


@pytest.mark.django_db
def test_a_fault_of_the_program_keeps_its_traceback(console, monkeypatch):
    monkeypatch.setattr("django.urls.resolvers.URLResolver.resolve", broken)
    assert Client(raise_request_exception=False).get("/ko/").status_code == 500
    assert "Traceback" in console.getvalue()
    assert "ZeroDivisionError" in console.getvalue()


def broken(*_args) -> None:
    raise ZeroDivisionError("ours")


@pytest.mark.django_db
def test_the_same_line_is_written_ten_times_a_minute_and_then_counted(console):
    client = Client()
    with time_machine.travel(0, tick=False) as clock:
        for number in range(25):
            client.get("/ko/", headers={"Host": f"evil{number}.example"})
            client.get(f"/ko/nothing-{number}/")
        lines = console.getvalue().splitlines()
        assert len([line for line in lines if line.startswith("DisallowedHost")]) == 10
        assert len([line for line in lines if line.startswith("Not Found")]) == 10
        assert "counted, not written" in lines[-1]
        clock.shift(61)
        client.get("/ko/", headers={"Host": "evil.example"})
    last = console.getvalue().splitlines()[-1]
    assert "15 more of DisallowedHost" in last
    assert "15 more of Not Found" in last


def test_faults_at_one_place_are_counted_as_well_and_others_pass():
    rule = RateLimitFilter(max_records=2)

    def passes(error: type[Exception], name: str = "django.request") -> bool:
        try:
            raise error("x")
        except error as raised:
            known = (error, raised, raised.__traceback__)
            words = {"name": name, "msg": "Internal Server Error: %s", "args": ("/",)}
            return rule.filter(logging.makeLogRecord(words | {"exc_info": known}))

    assert [passes(ValueError) for _time in range(4)] == [True, True, False, False]
    assert passes(KeyError)
    assert all(passes(ValueError, "mail.delivery") for _time in range(4))


def test_what_gunicorn_cannot_read_is_told_without_an_address(capsys):
    log = Logger(Config())
    [handler] = log.error_log.handlers
    handler.stream = written = StringIO()
    for _time in range(30):
        log.warning("Invalid request from ip=203.0.113.9: %s", "Invalid HTTP Version")
    assert written.getvalue().count("Invalid request from …: Invalid HTTP Version") == 10
    assert "203.0.113.9" not in written.getvalue()


def test_a_suspicious_operation_of_no_request_is_a_line_too():
    record = logging.makeLogRecord({"name": "django.security", "msg": f"{SECRET}\nmore"})
    record.exc_info = (SuspiciousOperation, SuspiciousOperation(SECRET), None)
    OneLineFilter().filter(record)
    assert logging.Formatter().format(record) == "SuspiciousOperation"

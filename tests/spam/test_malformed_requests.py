"""What no browser sends: each gets an answer, none is taken, and none is an error of ours."""

from datetime import timedelta

import pytest
import time_machine
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from concerns.models import Concern
from joining.models import ApplicationDraft
from spam import form_tokens
from spam.models import CounterQuerySet
from tests.support.builders import make_contact, make_focal_point, make_network

pytestmark = pytest.mark.django_db

BOUNDARY = "multipart/form-data; boundary=X"
PART = b'--X\r\nContent-Disposition: form-data; name="%s"%s\r\n\r\n%s\r\n'
END = b"--X--\r\n"
FORM = "application/x-www-form-urlencoded"

ODD = {
    "charset of wide signs": (
        f"{BOUNDARY}; charset=utf-16",
        PART % (b"description", b"", b"abc") + END,
    ),
    "charset unknown": (f"{BOUNDARY}; charset=nonsense", PART % (b"description", b"", b"a") + END),
    "form in another charset": (f"{FORM}; charset=utf-7", b"description=+AGE-"),
    "no boundary": ("multipart/form-data", b"description=a"),
    "endless boundary": (f"multipart/form-data; boundary={'X' * 500}", b"description"),
    "cut off": (BOUNDARY, PART % (b"description", b"", b"abc")),
    "no end of a header": (BOUNDARY, b'--X\r\nContent-Disposition: form-data; name="description'),
    "a file for a text": (
        BOUNDARY,
        PART % (b"form_token", b'; filename="../../x"', b"a") + END,
    ),
    "NUL": (
        BOUNDARY,
        PART % (b"wo\0rds", b"", b"\0") + PART % (b"form_token", b"", b"\0:\0") + END,
    ),
    "not UTF-8": (FORM, b"description=%ff%fe&form_token=%00%ff:%c0:%80&work=%d9%a1"),
    "half a surrogate": (FORM, b"description=%ed%a0%80&form_token=%ed%a0%80&homepage=%ed%a0%80"),
    "ten thousand fields": (FORM, b"&".join(b"a%d=1" % number for number in range(10_000))),
    "long form_token": (FORM, b"form_token=" + b"A:" * 50_000),
    "long number": (FORM, b"work=" + b"9" * 100_000),
    "JSON": ("application/json", b"[" * 100_000),
    "base64 part": (
        BOUNDARY,
        b'--X\r\nContent-Disposition: form-data; name="description"\r\n'
        b"Content-Transfer-Encoding: base64\r\n\r\n!!!!A\r\n" + END,
    ),
}


@pytest.mark.parametrize("path", ["/ko/concern/", "/ko/join/organisation/"])
def test_what_no_browser_sends_gets_an_answer(client, path):
    make_network(contact=make_contact())
    make_focal_point()
    client.raise_request_exception = False
    odd = {}
    for name, (kind, body) in ODD.items():
        response = client.generic("POST", path, body, kind)
        if response.status_code >= 500 or response.status_code in (301, 302, 303):
            odd[name] = response.status_code
    for origin in ("http://[::1", "\u200b"):
        response = client.post(path, {"description": "a"}, headers={"Origin": origin})
        if not 400 <= response.status_code < 500:
            odd[origin] = response.status_code
    assert odd == {}
    assert not Concern.objects.exists()
    assert not ApplicationDraft.objects.exists()


@pytest.mark.parametrize("kind", ["multipart/form-data", "multipart/form-data; boundary=\xff"])
def test_a_malformed_body_at_an_address_that_is_nowhere_is_a_missing_page(kind):
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.cookies["csrftoken"] = "a" * 32
    make_network()
    assert client.generic("POST", "/en/news/files/x/", b"x", kind).status_code == 404


@pytest.mark.parametrize("length", ["abc", "-1", "1e3", "0x10", "９", "9" * 5_000, " "])
def test_a_length_that_is_no_number_is_refused(client, length):
    response = client.generic("POST", "/ko/concern/", b"", FORM, CONTENT_LENGTH=length)
    assert (response.status_code, response.content) == (400, b"Content-Length must be a number.\n")


def test_when_nobody_can_count_nothing_passes(client, monkeypatch):
    """Without its counters nothing is accepted; the database would keep the forms, too."""
    make_network(contact=make_contact())
    make_focal_point()
    client.raise_request_exception = False

    def gone(*_what):
        raise OperationalError

    monkeypatch.setattr(CounterQuerySet, "increment", gone)
    with time_machine.travel(timezone.now() - timedelta(minutes=1)):
        form_token = form_tokens.new_form_token("concern")
    assert (
        client.post("/ko/concern/", {"description": "a", "form_token": form_token}).status_code
        == 500
    )
    assert not Concern.objects.exists()

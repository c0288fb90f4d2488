"""What no browser sends: each gets an answer, none is taken, and none is an error of ours."""

from datetime import timedelta

import pytest
import time_machine
from django.db import OperationalError
from django.utils import timezone

from concerns.models import Concern
from gate import tickets
from gate.models import TallyQuerySet
from joining.models import Draft
from tests.builders import make_contact, make_focal_point, make_network

pytestmark = pytest.mark.django_db

BOUNDARY = "multipart/form-data; boundary=X"
PART = b'--X\r\nContent-Disposition: form-data; name="%s"%s\r\n\r\n%s\r\n'
END = b"--X--\r\n"
FORM = "application/x-www-form-urlencoded"

ODD = {
    "charset of wide signs": (f"{BOUNDARY}; charset=utf-16", PART % (b"words", b"", b"abc") + END),
    "charset unknown": (f"{BOUNDARY}; charset=nonsense", PART % (b"words", b"", b"a") + END),
    "form in another charset": (f"{FORM}; charset=utf-7", b"words=+AGE-"),
    "no boundary": ("multipart/form-data", b"words=a"),
    "endless boundary": (f"multipart/form-data; boundary={'X' * 500}", b"words"),
    "cut off": (BOUNDARY, PART % (b"words", b"", b"abc")),
    "no end of a header": (BOUNDARY, b'--X\r\nContent-Disposition: form-data; name="words'),
    "a file for a text": (
        BOUNDARY,
        PART % (b"ticket", b'; filename="../../x"', b"a") + END,
    ),
    "NUL": (BOUNDARY, PART % (b"wo\0rds", b"", b"\0") + PART % (b"ticket", b"", b"\0:\0") + END),
    "not UTF-8": (FORM, b"words=%ff%fe&ticket=%00%ff:%c0:%80&work=%d9%a1"),
    "half a surrogate": (FORM, b"words=%ed%a0%80&ticket=%ed%a0%80&homepage=%ed%a0%80"),
    "ten thousand fields": (FORM, b"&".join(b"a%d=1" % number for number in range(10_000))),
    "long ticket": (FORM, b"ticket=" + b"A:" * 50_000),
    "long number": (FORM, b"work=" + b"9" * 100_000),
    "JSON": ("application/json", b"[" * 100_000),
    "base64 part": (
        BOUNDARY,
        b'--X\r\nContent-Disposition: form-data; name="words"\r\n'
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
        response = client.post(path, {"words": "a"}, headers={"Origin": origin})
        if not 400 <= response.status_code < 500:
            odd[origin] = response.status_code
    assert odd == {}
    assert not Concern.objects.exists()
    assert not Draft.objects.exists()


def test_when_nobody_can_count_nothing_passes(client, monkeypatch):
    """A gate that cannot reach its counts stays shut; it is the database that keeps forms, too."""
    make_network(contact=make_contact())
    make_focal_point()
    client.raise_request_exception = False

    def gone(*_what):
        raise OperationalError

    monkeypatch.setattr(TallyQuerySet, "add_one", gone)
    with time_machine.travel(timezone.now() - timedelta(minutes=1)):
        ticket = tickets.issue("concern")
    assert client.post("/ko/concern/", {"words": "a", "ticket": ticket}).status_code == 500
    assert not Concern.objects.exists()

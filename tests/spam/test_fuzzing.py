"""What programs send to the public forms: whatever it is, the answer is never an error of ours."""

import re
from datetime import timedelta
from random import Random
from urllib.parse import quote_from_bytes

import pytest
import time_machine
from django.db import transaction
from django.test import Client
from django.utils import timezone

from joining.models import Application
from joining.privacy import access_links
from joining.review import staff_transitions
from mail.models import Email
from members.upkeep import accuracy_requests
from spam import form_checks, form_tokens
from tests.support.applying import draft_token, fill_in_draft, make_form_objects, send_page_1
from tests.support.builders import (
    make_application,
    make_colleague,
    make_focal_point,
    make_organisation,
    make_person,
)

pytestmark = pytest.mark.django_db

TRIES_IN_THE_SUITE, TRIES = 12, 2_000

NAME = re.compile(r'<(?:input|textarea|select|button)[^>]* name="([^"]+)"')
BOUNDARY = "multipart/form-data; boundary=XyX"

VALUES = [
    *(b"", b" ", b"\0", b"a\0b", b"\x01\x02\x1b[31m", b"\x7f\x80\x9f", b"\r\n\r\n", b"\xff\xfe"),
    *(b"\xed\xa0\x80", b"\xed\xbf\xbf", b"\xf4\x90\x80\x80", b"\xc0\x80", b"%00", b"%ff%fe"),
    *(
        b"0",
        b"-1",
        b"1e309",
        b"NaN",
        b"9" * 25,
        b"9" * 5_000,
        b"2147483648",
        b"9223372036854775808",
    ),
    *(b"true", b"on", b"None", b"null", b"[]", b"{}", b"[1]", b"a[b]=c", b"../../etc/passwd"),
    *(b"0000-00-00", b"9999-12-31", b"2026-02-30", b"1800", b"10000", b"-2026", b"24:61"),
    *(b"<script>alert(1)</script>", b"<p>" * 400, b"&#" + b"9" * 5_000 + b";", b"' OR 1=1 --"),
    *(b"a@b", b'"a"@example.org', b"a" * 300 + b"@example.org", b"@" * 300, b"kim@example.org"),
    *(b"http://", b"https://[::1", b"javascript:alert(1)", b"https://example.org/" + b"a" * 5_000),
    *(b"{{ 7*7 }}", b"${7*7}", b"%(name)s", b"{0.__class__}", b"=1+1", b"900101-1234567"),
    *(
        b"a" * 10_000,
        b"a " * 5_000,
        b"(" * 10_000,
        b"organisation",
        b"adult",
        b"child",
        b"ko",
        b"en",
    ),
    *(
        words.encode()
        for words in (
            "\u017funday",
            "\u202e\u05d0\u05d1\u202c",
            "\U0001f468\u200d\U0001f469\u200d\U0001f467",
            "\u0661\u0662\u0663",
            "\u00b2",
            "\uff19" * 6,
            "\ufffe\uffff",
            "\u0301" * 500,
            "\ud55c" * 10_000,
            "\u1100" * 3_000,
            "\u3000",
            "\u2028",
            "\ufdfa" * 2_000,
            "kim\uff20example.org",
        )
    ),
]


def forms_of_strangers(client) -> dict[str, tuple[str, str]]:
    """Every public form: where it is, and under which name the spam_check knows it."""
    form_objects = make_form_objects(referees_needed=2)
    make_focal_point()
    coordinator = make_colleague("desk", "decide")
    contact = form_objects["network"].contact
    draft = draft_token(send_page_1(client, consent_optional_answers="on"))
    network = form_objects["network"]
    network.referees_needed = 0
    network.save()
    whole = fill_in_draft(client, "individual", "en")
    unconfirmed = make_application(state=Application.State.UNCONFIRMED, email="un@example.org")
    application = make_application(email="asked@example.org", age="adult")
    referee = application.referees.create(name="Choi", email="choi@example.org")
    asked = staff_transitions.ask_applicant(
        staff_transitions.assign(application, coordinator),
        coordinator,
        "Which?",
        ["motivation", "website", "founded_year"],
    )
    member = make_organisation(contact_email="member@example.org", joined_on=timezone.localdate())
    person = make_person(contact_email="person@example.org")
    accuracy_requests.send_request(member, coordinator)
    proposing = re.search(r"https?://[^/]+(/\S+)", Email.objects.latest("pk").text)[1]
    secret = form_tokens.new_form_token("none")
    return {
        "first page": ("/ko/join/organisation/", "join"),
        "first page of a person": ("/en/join/individual/", "join"),
        "page 1": (f"/ko/join/{draft}/1/", ""),
        "page 2": (f"/ko/join/{draft}/2/", ""),
        "page 3": (f"/ko/join/{draft}/3/", ""),
        "page 4": (f"/en/join/{whole}/4/", "join-send"),
        "deleting": (f"/ko/join/{draft}/delete/", ""),
        "confirming": (link(unconfirmed, access_links.CONFIRM), ""),
        "answer to the staff": (link(asked, access_links.STATUS), ""),
        "withdrawing": (link(asked, access_links.STATUS) + "withdraw/", ""),
        "consent": (link(asked, access_links.STATUS) + "newsletter/", ""),
        "reference": (link(referee, access_links.REFEREE), ""),
        "signing": (link(member, access_links.SIGN), ""),
        "signing of a person": (link(person, access_links.SIGN), ""),
        "profile": (link(person, access_links.SIGN) + "profile/", ""),
        "concern": ("/ko/concern/", "concern"),
        "code of a concern": ("/en/concern/answer/", "concern-code"),
        "contact": (f"/en/contacts/{contact.pk}/", ""),
        "proposal": (proposing, ""),
        "login": ("/admin/login/", ""),
        "nonsense for a secret": (f"/ko/join/status/{secret}/", ""),
    }


def link(subject, link_kind: str) -> str:
    return f"/en/join/{link_kind}/{access_links.token_for(subject, link_kind)}/"


class Fuzzer:
    """Sends nonsense to one form, each time another."""

    def __init__(self, path: str, form: str, seed: int):
        self.path, self.form, self.random = path, form, Random(seed)  # noqa: S311 - the same each time
        self.browser = Client(raise_request_exception=False)
        page = self.browser.get(path).text
        # Each as often as it stands there, and some that stand in no form.
        self.names = [
            *NAME.findall(page),
            "go_to_page",
            "remove",
            "csrfmiddlewaretoken",
            "x",
            "\0",
            "a[]",
        ]
        with time_machine.travel(timezone.now() - timedelta(seconds=10), tick=False):
            self.form_tokens = (
                [form_tokens.new_form_token(form) for _number in range(50)] if form else []
            )

    def send(self) -> int:
        body, kind = self.random.choice([self.typed, self.in_parts])()
        address = f"10.{self.random.randrange(256)}.{self.random.randrange(256)}.7"
        with transaction.atomic():
            status = self.browser.generic(
                self.random.choices(["POST", "GET", "PUT", "HEAD"], [94, 2, 2, 2])[0],
                self.path,
                body,
                kind,
                REMOTE_ADDR=address,
            ).status_code
            transaction.set_rollback(True)
        return status

    def fields(self) -> list[tuple[str, bytes]]:
        chosen = self.random.sample(self.names, self.random.randint(0, len(self.names)))
        pairs = [
            (name, self.value())
            for name in chosen
            for _n in range(self.random.choice([1, 1, 1, 4]))
        ]
        if self.form_tokens and self.random.random() < 0.9:
            pairs = [pair for pair in pairs if pair[0] not in ("form_token", form_checks.HONEYPOT)]
            pairs.append(("form_token", self.random.choice(self.form_tokens).encode()))
        return pairs

    def value(self) -> bytes:
        if self.random.random() < 0.1:
            return self.random.randbytes(self.random.randint(1, 200))
        return self.random.choice(VALUES)

    def typed(self) -> tuple[bytes, str]:
        pairs = (f"{quote_from_bytes(n.encode())}={quote_from_bytes(v)}" for n, v in self.fields())
        return "&".join(pairs).encode(), "application/x-www-form-urlencoded"

    def in_parts(self) -> tuple[bytes, str]:
        parts = []
        for name, value in self.fields():
            # A text where a file is expected, a file where a text is.
            file = self.random.choice(
                ["", "", '; filename="a.pdf"', '; filename="../\u202e\0.png"']
            )
            head = f'Content-Disposition: form-data; name="{name}"{file}'.encode()
            parts.append(b"--XyX\r\n" + head + b"\r\n\r\n" + value + b"\r\n")
        return b"".join(parts) + b"--XyX--\r\n", BOUNDARY


def errors_of_ours(client, tries: int) -> dict[str, list[int]]:
    """The forms that answered with an error, and at which of the tries."""
    found = {}
    for name, (path, form) in forms_of_strangers(client).items():
        fuzzer = Fuzzer(path, form, seed=len(found) + tries)
        failed = [number for number in range(tries) if fuzzer.send() >= 500]
        if failed:
            found[name] = failed
    return found


def test_no_form_of_strangers_ends_in_an_error(client):
    assert errors_of_ours(client, TRIES_IN_THE_SUITE) == {}


@pytest.mark.faults
def test_no_form_of_strangers_ends_in_an_error_in_thousands_of_tries(client):
    assert errors_of_ours(client, TRIES) == {}

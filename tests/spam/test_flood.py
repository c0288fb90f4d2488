"""A raid: thousands of forms with honest work from hundreds of addresses, and three real people."""

from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.declarations.roles import COORDINATORS
from concerns.models import Concern
from joining.form import submission
from joining.models import Application, ApplicationDraft
from joining.review import applicant_transitions
from operations import group_permissions
from spam import form_tokens, limits_and_periods
from tests.support.applying import (
    AGREEMENT_FIELD,
    HIDDEN,
    draft_token,
    make_form_objects,
    page_2_answers,
    page_3_answers,
)
from tests.support.builders import make_contact, make_focal_point, make_network

pytestmark = pytest.mark.django_db

START = datetime(2026, 3, 4, 12, 5, tzinfo=UTC)
RAID = timedelta(minutes=10)
JUNK = "Buy pills: " + " or ".join(f"https://pills.example/{number}" for number in range(4))

REASONS = [
    "We bring fathers of our quarter together, every week since 2015.",
    "Our teachers train boys against violence in dating; you have the programme that we lack.",
    "A counselling line for men who want to change. We look for others to learn from.",
]


@pytest.fixture
def few_bits(monkeypatch):
    """The work is really done and really checked; of each amount of it there is less."""
    monkeypatch.setattr(limits_and_periods, "MIN_BITS", 2)
    monkeypatch.setattr(limits_and_periods, "MAX_BITS", 7)


def worked(form_token: str, bits: int) -> str:
    number = 0
    while int.from_bytes(sha256(f"{form_token}:{number}".encode()).digest()) >> (256 - bits):
        number += 1
    return str(number)


def answered(html: str) -> dict[str, str]:
    """What a browser sends along: the hidden fields, and work where the page asks for it."""
    fields = dict(HIDDEN.findall(html))
    bits = int(html.partition('data-bits="')[2].partition('"')[0])
    return fields | ({"work": worked(fields["form_token"], bits)} if bits else {})


class Person:
    """Somebody at an address, who waits between two pages and tries again when told to."""

    def __init__(self, address: str, clock):
        self.browser, self.clock = Client(REMOTE_ADDR=address), clock

    def send(self, path: str, data: dict) -> object:
        html = self.browser.get(path).text
        for _try in range(3):
            self.clock.shift(4)
            sent = self.browser.post(path, answered(html) | data)
            if sent.status_code == 302:
                break
            html = sent.text
        return sent

    def apply(self, email: str, motivation: str) -> float:
        """Send an application; in how many seconds."""
        begun = timezone.now()
        boxes = {"age": "adult", "consent_handling": "on", "consent_sensitive": "on"}
        token = draft_token(self.send("/en/join/organisation/", boxes))
        names = {"name_ko": "", "name_en": f"Fathers of {email}"}
        pages = {
            2: page_2_answers("organisation", email=email, **names),
            3: page_3_answers("organisation"),
        }
        pages[3]["motivation"] = motivation
        for number, answers in pages.items():
            assert self.browser.post(f"/en/join/{token}/{number}/", answers).status_code == 302
        path = f"/en/join/{token}/4/"
        endorsements = dict.fromkeys(AGREEMENT_FIELD.findall(self.browser.get(path).text), "on")
        assert self.send(path, endorsements).status_code == 302
        return (timezone.now() - begun).total_seconds()


def junk_form(path: str, form: str, address: str, data: dict) -> int:
    """One form of a program that does the work at once: the status of the answer."""
    browser = Client(REMOTE_ADDR=address)
    page = browser.get(path).text
    fields = answered(page)
    with time_machine.travel(timezone.now() - timedelta(seconds=5), tick=False):
        fields["form_token"] = form_tokens.new_form_token(form)
    if fields.get("work"):
        bits = int(page.partition('data-bits="')[2].partition('"')[0])
        fields["work"] = worked(fields["form_token"], bits)
    return browser.post(path, fields | data).status_code


def take_in_junk(number: int) -> None:
    """What a program that owns its mailboxes brings as far as the inbox."""
    for n, draft in enumerate(ApplicationDraft.objects.all()[:number]):
        values = {"name_en": f"Junk {n}", "email": f"junk-{n}@junk.example", "motivation": JUNK}
        sent = submission.submit_application(
            draft, submission.Submission(values | {"age": "adult"})
        )
        applicant_transitions.confirm_email(sent)


def raid(forms: int, addresses: int) -> list[int]:
    boxes = {"age": "adult", "consent_handling": "on", "consent_sensitive": "on"}
    path = "/en/join/organisation/"
    return [
        junk_form(path, "join", f"10.{n % addresses // 250}.{n % addresses % 250}.9", boxes)
        for n in range(forms)
    ]


def hold_a_raid(forms: int, addresses: int) -> None:
    make_form_objects()
    group_permissions.apply_roles()
    with time_machine.travel(START, tick=False) as clock:
        taken = 0
        for third in range(3):
            answers = raid(forms // 3, addresses)
            taken += answers.count(302)
            clock.move_to(START + RAID / 3 * (third + 1))
            person = Person(f"198.51.100.{third}", clock)
            assert person.apply(f"real-{third}@example.org", REASONS[third]) < 60
            take_in_junk(10)
        assert taken <= addresses + limits_and_periods.REPEATED_FORMS
        for application in Application.objects.filter(state=Application.State.UNCONFIRMED):
            applicant_transitions.confirm_email(application)
    look_into_the_inbox()


def look_into_the_inbox() -> None:
    user = get_user_model().objects.create_user("coordinator", is_staff=True)
    user.groups.set(COORDINATORS.groups())
    staff = Client()
    staff.force_login(user)
    staff.get("/admin/joining/application/")
    with CaptureQueriesContext(connection) as queries:
        page = staff.get("/admin/joining/application/")
    names = [line["name"] for line in page.context["rows"]]
    assert len(names) >= 3
    assert all("Junk" not in name for name in names[:3])
    assert len(queries) <= 15


@pytest.mark.usefixtures("few_bits")
def test_real_people_get_in_while_a_program_floods_the_form(monkeypatch):
    monkeypatch.setattr(limits_and_periods, "WORK_AFTER_FORMS", 5)
    monkeypatch.setattr(limits_and_periods, "REPEATED_FORMS", 12)
    hold_a_raid(60, 12)


@pytest.mark.faults
@pytest.mark.usefixtures("few_bits")
def test_real_people_get_in_among_five_thousand():
    hold_a_raid(5_000, 500)


def report(forms: int, addresses: int) -> None:
    make_network(contact=make_contact())
    make_focal_point()
    with time_machine.travel(START, tick=False) as clock:
        for third in range(3):
            for n in range(forms // 3):
                address = f"10.{n % addresses // 250}.{n % addresses % 250}.9"
                junk_form("/en/concern/", "concern", address, {"description": f"junk {n}"})
            person = Person(f"198.51.100.{third}", clock)
            begun = timezone.now()
            assert person.send("/en/concern/", {"description": f"real {third}"}).status_code == 302
            assert (timezone.now() - begun).total_seconds() < 60
            clock.move_to(START + RAID / 3 * (third + 1))
    assert Concern.objects.count() <= 3 + addresses + limits_and_periods.REPEATED_FORMS
    real = Concern.objects.filter(sent_during_flood=False)
    assert {f"real {third}" for third in range(3)} <= {concern.description for concern in real}


@pytest.mark.usefixtures("few_bits")
def test_real_reports_get_in_and_stand_above_the_flood(monkeypatch):
    monkeypatch.setattr(limits_and_periods, "WORK_AFTER_FORMS", 5)
    monkeypatch.setattr(limits_and_periods, "REPEATED_FORMS", 12)
    report(60, 12)
    assert Concern.objects.filter(sent_during_flood=True).exists()
    assert not Concern.objects.all()[0].sent_during_flood


@pytest.mark.faults
@pytest.mark.usefixtures("few_bits")
def test_real_reports_get_in_among_five_thousand():
    report(5_000, 500)


def honest_click(browser: Client, path: str) -> object:
    """What a browser does: press the button, do the work that is asked for, press again."""
    asked = browser.post(path)
    if b"data-bits" not in asked.content:
        return asked
    return browser.post(path, answered(asked.text))


def ask(forms: int, addresses: int) -> list[int]:
    contact = make_contact()
    make_network(contact=contact)
    path = f"/en/contacts/{contact.pk}/"
    with time_machine.travel(START, tick=False):
        answers = [
            honest_click(
                Client(REMOTE_ADDR=f"10.{n % addresses // 250}.{n % addresses % 250}.9"), path
            ).status_code
            for n in range(forms)
        ]
        for n in range(3):
            person = Client(REMOTE_ADDR=f"198.51.100.{n}")
            assert contact.email in honest_click(person, path).text
    return answers


@pytest.mark.usefixtures("few_bits")
def test_contacts_are_shown_to_who_asks_first_while_many_collect_them(monkeypatch):
    monkeypatch.setattr(limits_and_periods, "WORK_AFTER_REVEALS", 5)
    monkeypatch.setattr(limits_and_periods, "REPEATED_REVEALS", 20)
    answers = ask(60, 12)
    assert answers.count(200) == 12 + 20
    assert answers.count(429) == 28


def test_there_is_an_end_to_contacts_shown_in_an_hour(client, monkeypatch):
    monkeypatch.setattr(limits_and_periods, "REVEALS", 5)
    contact = make_contact()
    make_network(contact=contact)
    answers = [
        Client(REMOTE_ADDR=f"198.51.100.{n}").post(f"/en/contacts/{contact.pk}/").status_code
        for n in range(7)
    ]
    assert answers == [200] * 5 + [429] * 2


@pytest.mark.faults
@pytest.mark.usefixtures("few_bits")
def test_contacts_are_shown_among_five_thousand_who_ask():
    assert ask(5_000, 500).count(200) == 500 + 1_000

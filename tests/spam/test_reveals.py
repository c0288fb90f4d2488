"""Contact details shown on a click: work while very many ask, and waiting for who has no script."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client

from spam import contact_reveals, form_tokens, limits_and_periods
from spam.models import Counter, counter_key, period_index
from tests.spam.test_flood import answered
from tests.support.builders import make_contact, make_network

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 4, 12, 5, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def path(monkeypatch) -> str:
    monkeypatch.setattr(limits_and_periods, "MIN_BITS", 6)
    contact = make_contact(email="hong@example.org")
    make_network(contact=contact)
    return f"/en/contacts/{contact.pk}/"


@pytest.fixture
def crowd(path):
    """More have asked in this while than are let in without work."""
    for _number in range(limits_and_periods.WORK_AFTER_REVEALS + 1):
        Counter.objects.increment(contact_reveals.CONTACT, "", limits_and_periods.FLOOD_PERIOD)


def test_nobody_works_while_few_ask(client, path):
    answers = [
        client.post(path) for _number in range(limits_and_periods.WORK_AFTER_REVEALS_PER_CLIENT)
    ]
    assert all("hong@example.org" in answer.text for answer in answers)
    asked = client.post(path)
    assert asked.status_code == 429
    assert "hong@example.org" not in asked.text
    assert "hong@example.org" in client.post(path, answered(asked.text)).text


@pytest.mark.usefixtures("crowd")
def test_whoever_worked_is_shown_a_contact_once(client, path):
    asked = client.post(path)
    assert asked.status_code == 429
    assert asked["X-Robots-Tag"] == "noindex"
    assert not asked.cookies
    worked = answered(asked.text)
    assert client.post(path, worked | {"work": "nonsense"}).status_code == 429
    assert "hong@example.org" in client.post(path, worked).text
    again = client.post(path, worked)
    assert again.status_code == 429
    assert answered(again.text)["form_token"] != worked["form_token"]


@pytest.mark.usefixtures("crowd")
@pytest.mark.parametrize("form_token", ["", "nonsense"])
def test_work_for_a_token_that_is_not_ours_shows_nothing(client, path, form_token):
    number = next(n for n in range(10_000) if form_tokens.is_proof_of_work(form_token, str(n), 12))
    assert client.post(path, {"form_token": form_token, "work": str(number)}).status_code == 429


@pytest.mark.usefixtures("crowd")
def test_a_script_is_given_the_piece_that_asks_for_work(client, path):
    asked = client.post(path, headers={"X-Requested-With": "fetch"})
    assert asked.status_code == 429
    assert "<html" not in asked.text
    shown = client.post(path, answered(asked.text), headers={"X-Requested-With": "fetch"})
    assert "hong@example.org" in shown.text
    assert "<html" not in shown.text


@pytest.mark.usefixtures("crowd")
def test_without_a_script_waiting_a_minute_shows_it_and_the_page_says_so(client, path, clock):
    asked = client.post(path)
    assert "please wait a minute on this page" in asked.text
    form_token = answered(asked.text)["form_token"]
    clock.shift(50)
    too_early = client.post(path, {"form_token": form_token, "work": ""})
    assert too_early.status_code == 429
    # Whoever was too early goes on waiting.
    assert answered(too_early.text)["form_token"] == form_token
    clock.shift(11)
    assert "hong@example.org" in client.post(path, {"form_token": form_token, "work": ""}).text


@pytest.mark.usefixtures("crowd")
def test_the_page_says_when_waiting_helps_no_more(client, path, clock, monkeypatch):
    monkeypatch.setattr(limits_and_periods, "WAITS_PER_CLIENT", 1)
    form_token = answered(client.post(path).text)["form_token"]
    clock.shift(61)
    client.post(path, {"form_token": form_token, "work": ""})
    asked = client.post(path)
    assert "no more contact details can be shown to your connection" in asked.text
    assert "please wait a minute" not in asked.text
    # Another address may wait.
    other = Client(REMOTE_ADDR="198.51.100.7").post(path)
    assert "please wait a minute on this page" in other.text


@pytest.mark.usefixtures("crowd")
def test_what_is_refused_for_want_of_work_takes_no_room(client, path):
    before = set(Counter.objects.values_list("key", "count"))
    for number in range(40):
        Client(REMOTE_ADDR=f"203.0.113.{number % 7}").post(path)
    assert set(Counter.objects.values_list("key", "count")) == before


def test_work_grows_with_the_number_of_contacts_that_are_shown(rf, path):
    key = counter_key(
        contact_reveals.CONTACT,
        "",
        limits_and_periods.FLOOD_PERIOD,
        period_index(limits_and_periods.FLOOD_PERIOD),
    )
    late, found = NOON + timedelta(days=1), []
    for number in (0, 99, 100, 199, 399, 100_000):
        Counter.objects.update_or_create(key=key, defaults={"count": number, "expires_at": late})
        found.append(contact_reveals.ContactReveal(rf.post(path)).work.bits_to_find)
    assert found == [0, 0, 7, 8, 9, limits_and_periods.MAX_BITS - 3]

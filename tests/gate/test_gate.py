"""The gate before every form that anybody may send: what passes, and what is said otherwise."""

from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest
import time_machine
from django import forms
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import override

from gate import keeping, limits, models, tickets
from gate.forms import Guarded, guarded
from gate.models import Tally
from network.models import Network, PublicPart
from tests.builders import make_contact, make_network

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 4, 12, 5, tzinfo=UTC)


class NoteForm(Guarded, forms.Form):
    words = forms.CharField(max_length=200)


@guarded("note", PublicPart.JOINING)
def note(request, gate):
    form = NoteForm(request.POST or None, gate=gate)
    if form.is_valid():
        return HttpResponse("taken")
    errors = " ".join(form.non_field_errors())
    return HttpResponse(f"{errors}|{form['words'].value()}|{gate.ticket}", status=gate.status)


@pytest.fixture(autouse=True)
def clock():
    """Time stands still at noon, unless a test moves it."""
    make_network(contact=make_contact())
    with override("en"), time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def send(rf):
    """Send a form; by default with a ticket of ten seconds ago."""

    def send(ticket: str | None = None, ip: str = "203.0.113.9", headers=None, **words):
        ticket = opened() if ticket is None else ticket
        data = {"words": "Hello there", "ticket": ticket} | words
        return note(rf.post("/", data, REMOTE_ADDR=ip, headers=headers))

    return send


def opened(ago: timedelta = timedelta(seconds=10)) -> str:
    with time_machine.travel(timezone.now() - ago, tick=False):
        return tickets.issue("note")


def work_for(ticket: str, bits: int) -> str:
    number = 0
    while int.from_bytes(sha256(f"{ticket}:{number}".encode()).digest()) >> (256 - bits):
        number += 1
    return str(number)


def test_a_form_that_a_person_filled_in_passes(send):
    response = send()
    assert response.content == b"taken"
    assert response["X-Robots-Tag"] == "noindex"
    assert "no-store" in response["Cache-Control"]
    assert not response.cookies


@pytest.mark.parametrize(
    ("sent", "status", "said"),
    [
        ({"ticket": "nonsense"}, 422, "has been open for a long time"),
        ({"ticket": ""}, 422, "has been open for a long time"),
        ({"homepage": "https://spam.example"}, 422, "hidden field was filled in"),
        ({"headers": {"Origin": "https://evil.example"}}, 403, "did not come from our page"),
        ({"headers": {"Origin": "null"}}, 403, "did not come from our page"),
        ({"headers": {"Origin": "http://["}}, 403, "did not come from our page"),
        ({"headers": {"Sec-Fetch-Site": "same-site"}}, 403, "did not come from our page"),
        ({"headers": {"Sec-Fetch-Site": "cross-site"}}, 403, "did not come from our page"),
    ],
)
def test_a_form_that_is_refused_says_why_and_comes_back_as_it_was(send, sent, status, said):
    response = send(**sent)
    assert response.status_code == status
    errors, words, ticket = response.text.split("|")
    assert said in errors
    assert words == "Hello there"
    assert tickets.age("note", ticket) is not None


def test_a_form_of_our_own_page_passes_with_the_browsers_word_for_it(send):
    assert send(headers={"Origin": "http://testserver"}).text == "taken"


def test_a_form_of_an_address_that_is_trusted_passes(send, settings):
    settings.CSRF_TRUSTED_ORIGINS = ["https://other.example"]
    assert send(headers={"Origin": "https://other.example"}).text == "taken"


def test_the_page_after_a_form_has_a_ticket_of_its_own(rf):
    ticket = opened()
    gate = keeping.Gate(rf.post("/", {"ticket": ticket}), "note", PublicPart.JOINING)
    assert gate.check(is_valid=True) is None
    assert gate.ticket != ticket


def test_nobody_types_that_fast_and_waiting_is_enough(send, clock):
    ticket = opened(timedelta(seconds=1))
    assert send(ticket).status_code == 422
    clock.shift(5)
    assert send(ticket).text == "taken"


def test_a_page_may_be_open_for_a_day_and_is_then_renewed(send):
    assert send(opened(timedelta(hours=23))).text == "taken"
    response = send(opened(timedelta(hours=25)))
    assert response.status_code == 422
    assert tickets.age("note", response.text.split("|")[2]) == timedelta(0)


def test_a_clock_that_is_set_back_lets_nobody_in_twice(send, clock):
    ticket = opened()
    assert send(ticket).text == "taken"
    clock.shift(-5)
    assert send(ticket).status_code == 409
    clock.shift(-3600)
    # Opened in an hour, it says: not to be had before.
    assert send(ticket).status_code == 422


def test_a_ticket_of_another_form_is_none(send):
    with time_machine.travel(NOON - timedelta(seconds=10)):
        ticket = tickets.issue("other")
    assert send(ticket).status_code == 422


def test_a_form_is_taken_once(send, clock):
    ticket = opened()
    assert send(ticket).text == "taken"
    again = send(ticket)
    assert again.status_code == 409
    assert again.text.startswith("This form has been sent before.")
    new_ticket = again.text.split("|")[2]
    assert new_ticket != ticket
    clock.shift(5)
    assert send(new_ticket).text == "taken"


def test_a_ticket_cannot_be_used_again_after_midnight(send, clock):
    clock.move_to(datetime(2026, 3, 4, 23, 59, 50, tzinfo=UTC))
    ticket = opened()
    assert send(ticket).text == "taken"
    clock.shift(20)
    assert send(ticket).status_code == 409


def test_a_form_with_an_error_keeps_its_ticket(send):
    ticket = opened()
    assert send(ticket, words="").text.split("|")[2] == ticket
    assert send(ticket).text == "taken"


def test_one_connection_sends_so_many_an_hour(send, clock, monkeypatch):
    monkeypatch.setattr(keeping, "WORK_FROM_ONE", 1_000)
    answers = [send().status_code for _number in range(keeping.FROM_ONE + 1)]
    assert answers == [200] * keeping.FROM_ONE + [429]
    assert send(ip="203.0.113.10").text == "taken"
    clock.shift(3600)
    assert send().text == "taken"


def test_a_household_of_ipv6_counts_as_one(send, monkeypatch):
    monkeypatch.setattr(keeping, "FROM_ONE", 1)
    assert send(ip="2001:db8:1:2::1").text == "taken"
    assert send(ip="2001:db8:1:2::ffff").status_code == 429
    assert send(ip="2001:db8:1:3::1").text == "taken"


def test_all_who_send_again_share_the_hour_and_who_sends_first_always_gets_in(send, monkeypatch):
    monkeypatch.setattr(keeping, "FROM_ALL", 3)
    addresses = [f"203.0.113.{number}" for number in range(5)]
    assert {send(ip=address).text for address in addresses} == {"taken"}
    answers = [send(ip=address).status_code for address in addresses]
    assert answers == [200, 200, 200, 429, 429]
    assert send(ip="198.51.100.1").text == "taken"


def test_an_address_that_nobody_can_tell_is_never_the_first(send, monkeypatch):
    monkeypatch.setattr(keeping, "FROM_ALL", 1)
    assert [send(ip="").status_code for _number in range(2)] == [200, 429]


def test_the_households_of_one_ipv6_site_are_not_all_new(send, monkeypatch):
    monkeypatch.setattr(keeping, "FROM_ALL", 2)
    monkeypatch.setattr(limits, "FIRST_FROM_SITE", 3)
    answers = [send(ip=f"2001:db8:1:{number:x}::1").status_code for number in range(7)]
    assert answers == [200] * 5 + [429] * 2
    assert send(ip="2001:db8:2::1").text == "taken"


REFUSED = {
    "a ticket of nobody": {"ticket": ""},
    "a filled trap": {"homepage": "x"},
    "from elsewhere": {"headers": {"Origin": "https://evil.example"}},
    "empty": {"words": ""},
}


@pytest.mark.parametrize("how", REFUSED)
def test_forms_that_do_not_pass_take_no_room_from_those_that_do(send, how):
    for number in range(40):
        assert send(ip=f"203.0.113.{number % 7}", **REFUSED[how]).text != "taken"
    assert not Tally.objects.exists()
    assert send(ip="203.0.113.3").text == "taken"


def test_a_form_that_is_sent_320_times_counts_once(send):
    ticket = opened()
    answers = [send(ticket, ip=f"203.0.113.{n % 200}").status_code for n in range(320)]
    assert answers == [200] + [409] * 319
    assert limits.taken_this_hour("note") == 1
    assert send(ip="203.0.113.9").text == "taken"


def test_a_first_page_that_is_sent_320_times_counts_once(rf):
    ticket = opened()

    def begin(ip: str, ticket: str) -> keeping.Refusal | None:
        request = rf.post("/", {"ticket": ticket}, REMOTE_ADDR=ip)
        gate = keeping.Gate(request, "note", PublicPart.JOINING, may_come_again=True)
        return gate.check(is_valid=True)

    assert {begin(f"203.0.113.{n % 200}", ticket) for n in range(320)} == {None}
    assert limits.taken_this_hour("note") == 1


def test_a_first_page_that_was_refused_does_not_pass_when_it_comes_again(rf, monkeypatch):
    monkeypatch.setattr(keeping, "FROM_ONE", 1)
    first, second = opened(), opened()
    for ticket, passes in [(first, True), (second, False), (second, False), (first, True)]:
        request = rf.post("/", {"ticket": ticket}, REMOTE_ADDR="203.0.113.9")
        gate = keeping.Gate(request, "note", PublicPart.JOINING, may_come_again=True)
        assert (gate.check(is_valid=True) is None) is passes


def test_when_many_come_work_is_asked_for_and_done_work_passes(send, monkeypatch):
    monkeypatch.setattr(keeping, "LEAST_BITS", 6)
    for number in range(keeping.WORK_FROM_ALL):
        assert send(ip=f"203.0.113.{number}").text == "taken"
    ticket = opened()
    refused = send(ticket)
    assert refused.status_code == 429
    assert refused.text.startswith("A great many forms are coming in")
    assert send(ticket, work="not-a-number").status_code == 429
    assert send(ticket, work="9" * 5_000).status_code == 429
    assert send(ticket, work=work_for(ticket, 6)).text == "taken"


def test_work_grows_with_the_number_that_come(rf):
    def bits() -> int:
        return keeping.Gate(rf.get("/"), "note", PublicPart.JOINING).bits

    def come(number: int) -> None:
        key = models.key_of("note", "", keeping.A_WHILE, models.number_of(keeping.A_WHILE))
        late = NOON + timedelta(days=1)
        Tally.objects.update_or_create(key=key, defaults={"count": number, "expires_at": late})

    found = []
    for number in (0, 30, 31, 61, 121, 100_000):
        come(number)
        found.append(bits())
    assert found == [0, 0, 13, 14, 15, 19]


def test_without_a_script_waiting_a_minute_passes_as_long_as_there_is_room(send, monkeypatch):
    monkeypatch.setattr(keeping, "WORK_FROM_ALL", 0.5)
    monkeypatch.setattr(keeping, "SLOW_FROM_ONE", 2)
    assert send(opened(timedelta(seconds=50))).status_code == 429
    for _number in range(2):
        assert send(opened(timedelta(seconds=61))).text == "taken"
    assert send(opened(timedelta(seconds=61))).status_code == 429


def test_whoever_has_no_script_gets_in_for_the_first_time_however_many_wait(send, monkeypatch):
    monkeypatch.setattr(keeping, "WORK_FROM_ALL", 0.5)
    monkeypatch.setattr(keeping, "SLOW_FROM_ALL", 2)
    slow = timedelta(seconds=61)
    answers = [send(opened(slow), ip=f"203.0.113.{n % 5}").status_code for n in range(10)]
    assert answers == [200] * 7 + [429] * 3
    assert send(opened(slow), ip="198.51.100.1").text == "taken"


def test_a_page_asks_for_work_that_is_enough_when_twice_as_many_have_come(rf, send, monkeypatch):
    monkeypatch.setattr(keeping, "WORK_FROM_ALL", 2)
    assert keeping.Gate(rf.get("/"), "note", PublicPart.JOINING).bits_to_find == 0
    for _number in range(3):
        Tally.objects.add_one("note", "", keeping.A_WHILE)
    gate = keeping.Gate(rf.get("/"), "note", PublicPart.JOINING)
    assert (gate.bits, gate.bits_to_find) == (13, 15)


def test_no_address_is_stored_and_counts_are_forgotten(send, clock):
    send()
    assert Tally.objects.count() >= 4
    assert not Tally.objects.filter(key__contains="203.0.113").exists()
    assert {len(key) for key in Tally.objects.values_list("key", flat=True)} == {64}
    clock.shift(3 * 24 * 3600)
    models.purge()
    assert not Tally.objects.exists()


def test_while_forms_are_closed_nothing_passes_and_nothing_typed_is_lost(rf, send):
    Network.objects.update(joining_closed_at=NOON)
    page = note(rf.get("/"))
    assert page.status_code == 503
    assert "This form is closed for the moment" in page.text
    assert "/contacts/" in page.text
    response = send()
    assert response.status_code == 503
    assert "|Hello there|" in response.text


@pytest.mark.parametrize(
    ("proxies", "heard", "client"),
    [
        (0, "198.51.100.1", "203.0.113.9"),
        (1, "198.51.100.1", "198.51.100.1"),
        (1, "6.6.6.6, 198.51.100.1", "198.51.100.1"),
        (2, "6.6.6.6, 198.51.100.1, 10.0.0.1", "198.51.100.1"),
        (2, "10.0.0.1", "203.0.113.9"),
        (1, "", ""),
        (1, "nonsense", ""),
        (1, "::ffff:198.51.100.1", "198.51.100.1"),
    ],
)
def test_a_visitor_is_believed_no_further_than_our_proxies_go(rf, settings, proxies, heard, client):
    settings.TRUSTED_PROXIES = proxies
    headers = {"X-Forwarded-For": heard}
    request = rf.get("/", REMOTE_ADDR="203.0.113.9", headers=headers)
    assert keeping.Gate(request, "note", PublicPart.JOINING).client == client

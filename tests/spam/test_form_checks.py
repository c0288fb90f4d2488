"""The checks of every public form: what passes, and what its sender reads otherwise."""

from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest
import time_machine
from django import forms
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import override

from network.models import Network, PublicFeature
from spam import form_checks, form_tokens, limits_and_periods, models, rate_limiting
from spam.forms import SpamCheckedForm, spam_checked
from spam.models import Counter
from tests.support.builders import make_contact, make_network

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 4, 12, 5, tzinfo=UTC)


class NoteForm(SpamCheckedForm, forms.Form):
    words = forms.CharField(max_length=200)


@spam_checked("note", PublicFeature.JOINING)
def note(request, spam_check):
    form = NoteForm(request.POST or None, spam_check=spam_check)
    if form.is_valid():
        return HttpResponse("taken")
    errors = " ".join(form.non_field_errors())
    return HttpResponse(
        f"{errors}|{form['words'].value()}|{spam_check.form_token}", status=spam_check.status
    )


@pytest.fixture(autouse=True)
def clock():
    """Time stands still at noon, unless a test moves it."""
    make_network(contact=make_contact())
    with override("en"), time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def send(rf):
    """Send a form; by default with a token of ten seconds ago."""

    def send(form_token: str | None = None, ip: str = "203.0.113.9", headers=None, **words):
        form_token = opened() if form_token is None else form_token
        data = {"words": "Hello there", "form_token": form_token} | words
        return note(rf.post("/", data, REMOTE_ADDR=ip, headers=headers))

    return send


def opened(ago: timedelta = timedelta(seconds=10)) -> str:
    with time_machine.travel(timezone.now() - ago, tick=False):
        return form_tokens.new_form_token("note")


def work_for(form_token: str, bits: int) -> str:
    number = 0
    while int.from_bytes(sha256(f"{form_token}:{number}".encode()).digest()) >> (256 - bits):
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
        ({"form_token": "nonsense"}, 422, "has been open for a long time"),
        ({"form_token": ""}, 422, "has been open for a long time"),
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
    errors, words, form_token = response.text.split("|")
    assert said in errors
    assert words == "Hello there"
    assert form_tokens.form_token_age("note", form_token) is not None


def test_a_form_of_our_own_page_passes_with_the_browsers_word_for_it(send):
    assert send(headers={"Origin": "http://testserver"}).text == "taken"


def test_a_form_of_an_address_that_is_trusted_passes(send, settings):
    settings.CSRF_TRUSTED_ORIGINS = ["https://other.example"]
    assert send(headers={"Origin": "https://other.example"}).text == "taken"


def test_the_page_after_a_form_has_a_token_of_its_own(rf):
    form_token = opened()
    spam_check = form_checks.SpamCheck(
        rf.post("/", {"form_token": form_token}), "note", PublicFeature.JOINING
    )
    assert spam_check.check(is_valid=True) is None
    assert spam_check.form_token != form_token


def test_nobody_types_that_fast_and_waiting_is_enough(send, clock):
    form_token = opened(timedelta(seconds=1))
    assert send(form_token).status_code == 422
    clock.shift(5)
    assert send(form_token).text == "taken"


def test_a_page_may_be_open_for_a_day_and_is_then_renewed(send):
    assert send(opened(timedelta(hours=23))).text == "taken"
    response = send(opened(timedelta(hours=25)))
    assert response.status_code == 422
    assert form_tokens.form_token_age("note", response.text.split("|")[2]) == timedelta(0)


def test_a_clock_that_is_set_back_lets_nobody_in_twice(send, clock):
    form_token = opened()
    assert send(form_token).text == "taken"
    clock.shift(-5)
    assert send(form_token).status_code == 409
    clock.shift(-3600)
    # Opened in an hour, it says: not to be had before.
    assert send(form_token).status_code == 422


def test_a_token_of_another_form_is_invalid(send):
    with time_machine.travel(NOON - timedelta(seconds=10)):
        form_token = form_tokens.new_form_token("other")
    assert send(form_token).status_code == 422


def test_a_form_is_taken_once(send, clock):
    form_token = opened()
    assert send(form_token).text == "taken"
    again = send(form_token)
    assert again.status_code == 409
    assert again.text.startswith("This form has been sent before.")
    new_token = again.text.split("|")[2]
    assert new_token != form_token
    clock.shift(5)
    assert send(new_token).text == "taken"


def test_a_token_cannot_be_used_again_after_midnight(send, clock):
    clock.move_to(datetime(2026, 3, 4, 23, 59, 50, tzinfo=UTC))
    form_token = opened()
    assert send(form_token).text == "taken"
    clock.shift(20)
    assert send(form_token).status_code == 409


def test_a_form_with_an_error_keeps_its_token(send):
    form_token = opened()
    assert send(form_token, words="").text.split("|")[2] == form_token
    assert send(form_token).text == "taken"


def test_one_connection_sends_so_many_an_hour(send, clock, monkeypatch):
    monkeypatch.setattr(limits_and_periods, "WORK_AFTER_FORMS_PER_CLIENT", 1_000)
    answers = [send().status_code for _number in range(limits_and_periods.FORMS_PER_CLIENT + 1)]
    assert answers == [200] * limits_and_periods.FORMS_PER_CLIENT + [429]
    assert send(ip="203.0.113.10").text == "taken"
    clock.shift(3600)
    assert send().text == "taken"


def test_a_household_of_ipv6_counts_as_one(send, monkeypatch):
    monkeypatch.setattr(limits_and_periods, "FORMS_PER_CLIENT", 1)
    assert send(ip="2001:db8:1:2::1").text == "taken"
    assert send(ip="2001:db8:1:2::ffff").status_code == 429
    assert send(ip="2001:db8:1:3::1").text == "taken"


def test_all_who_send_again_share_the_hour_and_who_sends_first_always_gets_in(send, monkeypatch):
    monkeypatch.setattr(limits_and_periods, "REPEATED_FORMS", 3)
    addresses = [f"203.0.{number}.9" for number in range(5)]
    assert {send(ip=address).text for address in addresses} == {"taken"}
    answers = [send(ip=address).status_code for address in addresses]
    assert answers == [200, 200, 200, 429, 429]
    assert send(ip="198.51.100.1").text == "taken"


def test_an_address_that_nobody_can_tell_is_never_the_first(send, monkeypatch):
    monkeypatch.setattr(limits_and_periods, "REPEATED_FORMS", 1)
    assert [send(ip="").status_code for _number in range(2)] == [200, 429]


HOURS = {
    # 5,000 addresses of one network: how many get in of those that are new, and of all.
    "a /24": (lambda n: f"203.0.113.{n % 256}", 64, 64 + 300 // 4),
    "a /48": (lambda n: f"2001:db8:1:{n:x}::/64", 16, 16 + 300 // 8),
    "a /32": (lambda n: f"2001:db8:{n:x}:1::/64", 256, 256 + 300 // 2),
}


@pytest.mark.parametrize("network", HOURS)
def test_one_network_has_a_share_of_the_hour_and_no_more(network):
    address, new, taken = HOURS[network]
    attempts = [
        rate_limiting.count_attempt("note", address(number), per_client=20, repeated=300)
        for number in range(5_000)
    ]
    assert sum(attempt.is_first for attempt in attempts) == new
    assert sum(attempt.is_allowed for attempt in attempts) == taken
    elsewhere = [
        rate_limiting.count_attempt("note", f"{place}.{number}.7", per_client=20, repeated=300)
        for place in ("198.51", "198.51")
        for number in range(100)
    ]
    assert [attempt.is_allowed for attempt in elsewhere] == [True] * 200


def test_whoever_is_new_in_a_network_that_sent_too_much_is_told_so(send, monkeypatch):
    monkeypatch.setattr(
        limits_and_periods,
        "NETWORK_SHARES",
        {4: (limits_and_periods.NetworkShare(24, new=1, of_repeated=0.001),)},
    )
    assert {send(ip=f"203.0.113.{number}").text for number in (1, 2)} == {"taken"}
    refused = send(ip="203.0.113.3")
    assert refused.status_code == 429
    assert refused.text.startswith(
        "We are receiving an unusual number of forms through your internet"
    )


REFUSED = {
    "no token": {"form_token": ""},
    "a filled trap": {"homepage": "x"},
    "from elsewhere": {"headers": {"Origin": "https://evil.example"}},
    "empty": {"words": ""},
}


@pytest.mark.parametrize("how", REFUSED)
def test_forms_that_do_not_pass_take_no_room_from_those_that_do(send, how):
    for number in range(40):
        assert send(ip=f"203.0.113.{number % 7}", **REFUSED[how]).text != "taken"
    assert not Counter.objects.exists()
    assert send(ip="203.0.113.3").text == "taken"


def test_a_form_that_is_sent_320_times_counts_once(send):
    form_token = opened()
    answers = [send(form_token, ip=f"203.0.113.{n % 200}").status_code for n in range(320)]
    assert answers == [200] + [409] * 319
    assert rate_limiting.attempts_this_hour("note") == 1
    assert send(ip="203.0.113.9").text == "taken"


def test_a_first_page_that_is_sent_320_times_counts_once(rf):
    form_token = opened()

    def begin(ip: str, form_token: str) -> form_checks.Rejection | None:
        request = rf.post("/", {"form_token": form_token}, REMOTE_ADDR=ip)
        spam_check = form_checks.SpamCheck(
            request, "note", PublicFeature.JOINING, allows_resubmission=True
        )
        return spam_check.check(is_valid=True)

    assert {begin(f"203.0.113.{n % 200}", form_token) for n in range(320)} == {None}
    assert rate_limiting.attempts_this_hour("note") == 1


def test_a_first_page_that_was_refused_does_not_pass_when_it_comes_again(rf, monkeypatch):
    monkeypatch.setattr(limits_and_periods, "FORMS_PER_CLIENT", 1)
    first, second = opened(), opened()
    for form_token, passes in [(first, True), (second, False), (second, False), (first, True)]:
        request = rf.post("/", {"form_token": form_token}, REMOTE_ADDR="203.0.113.9")
        spam_check = form_checks.SpamCheck(
            request, "note", PublicFeature.JOINING, allows_resubmission=True
        )
        assert (spam_check.check(is_valid=True) is None) is passes


def test_when_many_come_work_is_asked_for_and_done_work_passes(send, monkeypatch):
    monkeypatch.setattr(limits_and_periods, "MIN_BITS", 6)
    for number in range(limits_and_periods.WORK_AFTER_FORMS):
        assert send(ip=f"203.0.113.{number}").text == "taken"
    form_token = opened()
    refused = send(form_token)
    assert refused.status_code == 429
    assert refused.text.startswith("We are receiving an unusual number of forms")
    assert send(form_token, work="not-a-number").status_code == 429
    assert send(form_token, work="9" * 5_000).status_code == 429
    assert send(form_token, work=work_for(form_token, 6)).text == "taken"


def test_work_grows_with_the_number_that_come(rf):
    def bits() -> int:
        return form_checks.SpamCheck(rf.get("/"), "note", PublicFeature.JOINING).work.bits

    def come(number: int) -> None:
        key = models.counter_key(
            "note",
            "",
            limits_and_periods.FLOOD_PERIOD,
            models.period_index(limits_and_periods.FLOOD_PERIOD),
        )
        late = NOON + timedelta(days=1)
        Counter.objects.update_or_create(key=key, defaults={"count": number, "expires_at": late})

    found = []
    for number in (0, 30, 31, 61, 121, 100_000):
        come(number)
        found.append(bits())
    assert found == [0, 0, 13, 14, 15, 19]


def test_without_a_script_waiting_a_minute_passes_as_long_as_there_is_room(send, monkeypatch):
    monkeypatch.setattr(limits_and_periods, "WORK_AFTER_FORMS", 0.5)
    monkeypatch.setattr(limits_and_periods, "WAITS_PER_CLIENT", 2)
    assert send(opened(timedelta(seconds=50))).status_code == 429
    for _number in range(2):
        assert send(opened(timedelta(seconds=61))).text == "taken"
    assert send(opened(timedelta(seconds=61))).status_code == 429


def test_whoever_has_no_script_gets_in_for_the_first_time_however_many_wait(send, monkeypatch):
    monkeypatch.setattr(limits_and_periods, "WORK_AFTER_FORMS", 0.5)
    monkeypatch.setattr(limits_and_periods, "REPEATED_WAITS", 2)
    slow = timedelta(seconds=61)
    answers = [send(opened(slow), ip=f"203.0.113.{n % 5}").status_code for n in range(10)]
    assert answers == [200] * 7 + [429] * 3
    assert send(opened(slow), ip="198.51.100.1").text == "taken"


def test_a_page_asks_for_work_that_is_enough_when_twice_as_many_have_come(rf, send, monkeypatch):
    monkeypatch.setattr(limits_and_periods, "WORK_AFTER_FORMS", 2)
    assert form_checks.SpamCheck(rf.get("/"), "note", PublicFeature.JOINING).bits_to_find == 0
    for _number in range(3):
        Counter.objects.increment("note", "", limits_and_periods.FLOOD_PERIOD)
    spam_check = form_checks.SpamCheck(rf.get("/"), "note", PublicFeature.JOINING)
    assert (spam_check.work.bits, spam_check.bits_to_find) == (13, 15)


def test_no_address_is_stored_and_counts_are_forgotten(send, clock):
    send()
    assert Counter.objects.count() >= 4
    assert not Counter.objects.filter(key__contains="203.0.113").exists()
    assert {len(key) for key in Counter.objects.values_list("key", flat=True)} == {64}
    clock.shift(3 * 24 * 3600)
    models.purge()
    assert not Counter.objects.exists()


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
    assert form_checks.SpamCheck(request, "note", PublicFeature.JOINING).client == client

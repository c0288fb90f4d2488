"""Passkeys: both factors in one, of this site alone, each answer good once."""

import json
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import Client

from accounts.credentials import passkeys, second_factor
from accounts.models import AttemptCounter, Passkey, SecurityEvent
from mail.models import Email
from tests.accounts.authenticator import Authenticator
from tests.accounts.login_forms import (
    CODE,
    LOGIN,
    code,
    enter,
    give_password,
    hidden_fields,
    is_in,
    make_coordinator,
    shown_codes,
    with_second_factor,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("production", "_address")]

SIGN_IN, QUESTION, NEW = (
    "/admin/login/passkey/",
    "/admin/login/passkey/options/",
    "/admin/login/passkey/new/",
)
FIRST, ADD = "/admin/login/set-up/passkey/", "/admin/account/passkeys/add/"
CONFIRM = "/admin/account/confirm/passkey/"
NOT_ACCEPTED = "패스키를 확인하지 못했습니다."


@pytest.fixture
def _address(settings):
    settings.SITE_URL = "http://testserver"


@pytest.fixture
def mina(clock):
    user = make_coordinator(is_superuser=True)
    with_second_factor(user)
    return user


@pytest.fixture
def staff(client, mina):
    enter(client)
    return client


def add(client, device: Authenticator, address: str = ADD, name: str = "노트북"):
    answer = device.make(client.post(NEW).json())
    return client.post(address, {"name": name, "passkey": answer})


def prove(client, device: Authenticator, address: str = SIGN_IN, **more):
    return client.post(address, {"passkey": device.prove(client.post(QUESTION).json()), **more})


@pytest.fixture
def device(staff) -> Authenticator:
    """A passkey of Mina's, who is logged in elsewhere."""
    made = Authenticator()
    assert add(staff, made).headers["Location"] == "/admin/account/"
    return made


# Both factors in one.


def test_a_passkey_alone_lets_in_and_leads_on(device, mina, clock):
    client = Client()
    answer = prove(client, device, next="/admin/network/page/")
    assert answer.headers["Location"] == "/admin/network/page/"
    assert is_in(client)
    assert Passkey.objects.get().used_at is not None
    what = SecurityEvent.objects.filter(account=mina).values_list("action", flat=True)
    assert list(what) == ["new-device", "passkey-on", "new-device"]
    assert "패스키가 추가되었습니다" in Email.objects.order_by("pk")[1].text


def test_after_the_password_it_stands_in_for_the_code(device):
    client = Client()
    assert "패스키로 로그인" in give_password(client).text
    assert prove(client, device).headers["Location"] == "/admin/"
    assert is_in(client)


def test_after_the_password_of_one_account_the_passkey_of_another_is_refused(device, clock):
    second_factor.enable(make_coordinator("lee"), "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", step=0)
    client = Client()
    give_password(client, "lee")
    answer = prove(client, device)
    assert NOT_ACCEPTED in answer.text
    assert 'name="code"' in answer.text, "her own code is asked for all the same"
    assert not is_in(client)


def test_it_is_the_first_second_factor_and_recovery_codes_are_shown(client, clock):
    user = make_coordinator()
    assert "또는 패스키 사용" in give_password(client).text
    device = Authenticator()
    codes = shown_codes(add(client, device, FIRST))
    assert len(codes) == 10
    assert is_in(client)
    assert second_factor.is_enabled(user)
    other = Client()
    page = give_password(other)
    assert "data:image" not in page.text, "nobody sets up another one with the password"
    assert "복구 코드 하나를" in page.text
    other.post(CODE, {"code": codes[0]})
    assert is_in(other)


def test_with_the_password_alone_nobody_adds_a_passkey_to_an_account_that_has_one(device):
    client = Client()
    give_password(client)
    assert client.post(NEW).status_code == 403
    refused = client.post(
        FIRST,
        {
            "name": "x",
            "passkey": Authenticator().prove({"rpId": "testserver", "challenge": "AAAA"}),
        },
    )
    assert refused.headers["Location"] == LOGIN
    assert Passkey.objects.count() == 1


def test_a_passkey_confirms_that_it_is_still_you(staff, device, clock):
    clock.shift(timedelta(minutes=11))
    page = staff.post("/admin/account/codes/")
    assert "패스키로 확인" in page.text
    next_page = {name: hidden_fields(page)[name] for name in ("next", "saved_post")}
    answer = prove(staff, device, CONFIRM, **next_page)
    assert 'action="/admin/account/codes/"' in answer.text
    assert len(shown_codes(staff.post("/admin/account/codes/"))) == 10


def test_what_was_typed_is_kept_through_a_login_with_a_passkey(staff, device, clock):
    clock.shift(timedelta(minutes=31))
    page = staff.post("/admin/network/topic/add/", {"name_ko": "돌봄"})
    next_page = {name: hidden_fields(page)[name] for name in ("next", "saved_post")}
    assert 'name="name_ko" value="돌봄"' in prove(staff, device, **next_page).text


# What is refused.


def refused(client, address: str, passkey: str) -> str:
    """The page that refuses an answer; nobody got in."""
    answer = client.post(address, {"passkey": passkey})
    assert answer.status_code == 200
    assert not is_in(client)
    return answer.text


def test_without_user_verification_it_is_refused(device):
    client = Client()
    device.verifies = False
    assert NOT_ACCEPTED in refused(client, SIGN_IN, device.prove(client.post(QUESTION).json()))


@pytest.mark.parametrize(
    "origin",
    ["http://testserver.evil.example", "https://testserver", "http://www.testserver", "null"],
)
def test_of_another_origin_it_is_refused(device, origin):
    client = Client()
    device.origin = origin
    assert NOT_ACCEPTED in refused(client, SIGN_IN, device.prove(client.post(QUESTION).json()))


def test_an_answer_is_good_once_even_in_the_same_browser(device):
    client = Client()
    sent = device.prove(client.post(QUESTION).json())
    client.post(SIGN_IN, {"passkey": sent})
    assert is_in(client)
    client.post("/admin/logout/")
    assert NOT_ACCEPTED in refused(client, SIGN_IN, sent)
    client.post(QUESTION)
    assert NOT_ACCEPTED in refused(client, SIGN_IN, sent)


def test_an_answer_is_good_in_one_browser_and_for_five_minutes(device, clock):
    client, other = Client(), Client()
    sent = device.prove(client.post(QUESTION).json())
    other.post(QUESTION)
    assert NOT_ACCEPTED in refused(other, SIGN_IN, sent)
    clock.shift(timedelta(minutes=5, seconds=1))
    assert NOT_ACCEPTED in refused(client, SIGN_IN, sent)


def test_a_challenge_of_one_step_is_none_of_another(staff, device, clock):
    """A question that anybody can have asked does not confirm who is at the staff."""
    sent = device.make(staff.post(NEW).json())
    assert NOT_ACCEPTED in staff.post(CONFIRM, {"passkey": sent}).text
    sent = device.prove(staff.post(QUESTION).json())
    assert "패스키를 만들지 못했습니다" in staff.post(ADD, {"name": "x", "passkey": sent}).text


def test_a_signature_of_another_key_is_refused(device):
    client = Client()
    forged = Authenticator()
    forged.id, forged.handle = device.id, device.handle
    assert NOT_ACCEPTED in refused(client, SIGN_IN, forged.prove(client.post(QUESTION).json()))


def test_a_removed_passkey_no_longer_works_and_those_it_let_in_are_out(staff, device, mina):
    thief = Client()
    prove(thief, device)
    pk = Passkey.objects.get().pk
    page = staff.post(f"/admin/account/passkeys/{pk}/remove/", follow=True)
    assert "패스키를 삭제하고" in page.text
    assert (is_in(staff), is_in(thief)) == (True, False)
    assert NOT_ACCEPTED in refused(thief, SIGN_IN, device.prove(thief.post(QUESTION).json()))
    assert second_factor.is_enabled(mina)
    assert mina.recovery_codes.count() == 10


def test_a_copied_passkey_is_refused_and_its_owner_is_warned_once_an_hour(staff, mina):
    device = Authenticator(counts=True)
    add(staff, device)
    prove(Client(), device)
    device.count = 0
    for _time in range(2):
        client = Client()
        page = refused(client, SIGN_IN, device.prove(client.post(QUESTION).json()))
        assert "복제되었을 수 있는 패스키" in page
        device.count = 0
    told = [email.text for email in Email.objects.all() if "복제한 패스키" in email.text]
    assert len(told) == 1


def test_the_passkey_of_a_closed_account_lets_nobody_in(device, mina):
    for change in ({"is_active": False}, {"is_active": True, "is_staff": False}):
        type(mina).objects.filter(pk=mina.pk).update(**change)
        client = Client()
        assert NOT_ACCEPTED in refused(client, SIGN_IN, device.prove(client.post(QUESTION).json()))


NONSENSE = [
    "",
    "{}",
    "[]",
    "null",
    "1",
    '"x"',
    "[" * 30_000,
    '{"rawId": "AA", "response": {}}',
    '{"rawId": 5, "response": 7}',
    '{"rawId": "\\ud800", "id": "\\ud800", "response": {"clientDataJSON": "\\u0000"}}',
    "\x00",
    "{" * 40_000,
]


@pytest.mark.parametrize("address", [SIGN_IN, ADD, CONFIRM])
def test_nonsense_is_refused_in_words(staff, device, address):
    client = Client() if address == SIGN_IN else staff
    for sent in NONSENSE:
        client.post(NEW if address == ADD else QUESTION)
        answer = client.post(address, {"passkey": sent, "name": "x"})
        assert answer.status_code == 200
        assert "errornote" in answer.text
        AttemptCounter.objects.all().delete()
    assert Passkey.objects.count() == 1


@pytest.mark.parametrize("part", ["clientDataJSON", "authenticatorData", "signature", "userHandle"])
def test_every_altered_part_of_an_answer_is_refused(device, part, clock):
    """Cut short, with one bit turned, and deeply nested."""
    client = Client()
    whole = json.loads(device.prove(client.post(QUESTION).json()))
    value = whole["response"][part]
    for altered in (
        value[:-4],
        "Z" + value[1:] if value[0] != "Z" else "Y" + value[1:],
        "gYGB" * 2000,
    ):
        sent = whole | {"response": whole["response"] | {part: altered}}
        session = client.session
        assert NOT_ACCEPTED in refused(client, SIGN_IN, json.dumps(sent))
        session.save()


# Guessing and flooding.


def test_questions_of_strangers_take_turns(client):
    """Each begins a session, which is a row."""
    answers = [client.post(QUESTION) for _time in range(16)]
    assert [answer.status_code for answer in answers] == [200] * 15 + [429]
    assert "여러 번 틀렸습니다" in answers[-1].json()["error"]
    assert int(answers[-1].headers["Retry-After"]) > 0
    assert Client(REMOTE_ADDR="198.51.100.7").post(QUESTION).status_code == 200


def test_wrong_passkeys_make_wait_and_do_not_keep_out_a_known_device(staff, device, clock):
    wrong = Client()
    answers = [wrong.post(SIGN_IN, {"passkey": "{}"}).status_code for _time in range(16)]
    assert answers == [200] * 15 + [429]
    staff.post("/admin/logout/")
    assert prove(staff, device).headers["Location"] == "/admin/"


def test_wrong_passkeys_after_the_password_warn_the_owner(device, mina):
    client = Client()
    give_password(client)
    answers = [client.post(SIGN_IN, {"passkey": "{}"}).status_code for _time in range(6)]
    assert answers == [200] * 5 + [429]
    assert any("비밀번호를 맞게 입력한 뒤" in email.text for email in Email.objects.all())


# One's own list.


def test_the_account_lists_passkeys_and_renames_them(staff, device, mina):
    [passkey] = mina.passkeys.all()
    assert "노트북" in staff.get("/admin/account/").text
    address = f"/admin/account/passkeys/{passkey.pk}/"
    assert 'value="노트북"' in staff.get(address).text
    staff.post(address, {"name": " 사무실   노트북 "})
    passkey.refresh_from_db()
    assert passkey.name == "사무실 노트북"
    assert "사무실 노트북" in staff.get("/admin/account/").text


def test_nobody_reaches_the_passkeys_of_somebody_else(device, clock):
    [passkey] = Passkey.objects.all()
    second_factor.enable(make_coordinator("lee"), "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", step=0)
    client = Client()
    enter(client, "lee")
    for address in ("", "remove/"):
        answer = client.post(f"/admin/account/passkeys/{passkey.pk}/{address}", {"name": "x"})
        assert answer.status_code == 404
    assert Passkey.objects.get().name == "노트북"


def test_where_a_second_factor_is_required_the_last_one_stays(client, clock, settings):
    user = make_coordinator()
    give_password(client)
    device = Authenticator()
    add(client, device, FIRST)
    address = f"/admin/account/passkeys/{Passkey.objects.get().pk}/remove/"
    assert "하나뿐인 2단계 인증입니다" in client.post(address, follow=True).text
    assert second_factor.is_enabled(user)
    settings.SECOND_FACTOR_REQUIRED = False
    client.post(address)
    assert not second_factor.is_enabled(user)
    assert user.recovery_codes.count() == 0


def test_the_same_device_is_not_added_twice_and_there_is_an_end(staff, device, mina, monkeypatch):
    options = staff.post(NEW).json()
    assert [one["type"] for one in options["excludeCredentials"]] == ["public-key"]
    answer = staff.post(ADD, {"name": "x", "passkey": device.make(options)})
    assert "이미 등록한 패스키이거나" in answer.text
    monkeypatch.setattr(passkeys, "MAX_PASSKEYS", 1)
    assert "너무 많습니다" in add(staff, Authenticator()).text
    assert mina.passkeys.count() == 1


def test_adding_is_asked_about_after_ten_minutes(staff, device, clock):
    clock.shift(timedelta(minutes=11))
    assert staff.post(NEW).status_code == 403
    pk = Passkey.objects.get().pk
    for address in (ADD, f"/admin/account/passkeys/{pk}/", f"/admin/account/passkeys/{pk}/remove/"):
        assert "본인 확인" in staff.post(address, {"name": "x"}).text
    assert Passkey.objects.get().name == "노트북"


@pytest.mark.parametrize("how", ["command", "superuser"])
def test_taking_the_second_factor_off_takes_passkeys_off(staff, device, mina, how, clock):
    if how == "command":
        call_command("remove_second_factor", "mina")
    else:
        root = Client()
        root.force_login(make_coordinator("root", is_superuser=True))
        fields = {"action": "remove_second_factor", "_selected_action": [mina.pk]}
        root.post("/admin/auth/user/", fields)
    assert not Passkey.objects.exists()
    assert not is_in(staff)
    assert "data:image" in give_password(Client()).text


def test_the_list_of_accounts_counts_a_passkey(client, clock):
    user = make_coordinator(is_superuser=True)
    give_password(client)
    add(client, Authenticator(), FIRST)
    assert user.pk
    assert "icon-yes" in client.get("/admin/auth/user/").text.split("field-has_second_factor")[1]


# Where passkeys can be used at all.


@pytest.mark.parametrize(
    ("site", "host", "origin"),
    [
        ("https://www.example.org", "www.example.org", "https://www.example.org"),
        ("https://example.org:443", "example.org", "https://example.org"),
        ("https://example.org:8443", "example.org", "https://example.org:8443"),
        ("https://성평등.example", "xn--2y1b85u9po.example", "https://xn--2y1b85u9po.example"),
        ("http://127.0.0.1:8000", "localhost", "http://localhost:8000"),
        ("http://[::1]:8000", "localhost", "http://localhost:8000"),
    ],
)
def test_passkeys_are_bound_to_the_host_name_of_the_site(settings, site, host, origin):
    settings.SITE_URL = site
    assert (passkeys.relying_party_id(), passkeys.origin()) == (host, origin)


def test_at_another_address_of_the_site_nothing_speaks_of_passkeys(client, settings):
    assert "passkeys.js" in client.get(LOGIN).text
    settings.SITE_URL = "https://www.example.org"
    assert "passkeys.js" not in client.get(LOGIN).text
    assert client.post(QUESTION).status_code == 400


def test_the_code_of_the_app_goes_on_working(device):
    client = Client()
    give_password(client)
    second_factor.SecondFactor.objects.update(last_step=0)
    client.post(CODE, {"code": code()})
    assert is_in(client)

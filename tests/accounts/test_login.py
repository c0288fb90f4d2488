"""The way in: two steps, none of which can be left out, guessed or used twice."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from unicodedata import normalize
from urllib.parse import urlencode

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import PBKDF2PasswordHasher, identify_hasher
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.test import Client
from django.urls import get_resolver, reverse

from accounts.credentials import second_factor, system_checks
from accounts.login import login_steps, throttle
from accounts.models import AttemptCounter, Device, LoginSession, SecondFactor, SecurityEvent
from mail.models import Email
from tests.accounts.login_forms import (
    CODE,
    KEY,
    LOGIN,
    PASSWORD,
    SET_UP,
    code,
    enter,
    give_password,
    is_in,
    make_coordinator,
    shown_codes,
    shown_key,
    with_second_factor,
)
from tests.support.builders import emails_to
from website import settings as real_settings

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("production")]

WRONG = "아이디와 비밀번호가 맞지 않습니다."


@pytest.fixture
def mina():
    user = make_coordinator()
    with_second_factor(user)
    return user


# Both factors.


def test_password_and_code_let_in(client, mina, clock):
    assert "코드" in give_password(client).text
    assert not is_in(client)
    assert client.post(CODE, {"code": code()}).headers["Location"] == "/admin/"
    assert is_in(client)


def test_the_first_time_the_second_factor_is_set_up_and_recovery_codes_are_shown_once(client):
    user = make_coordinator()
    page = give_password(client)
    assert "data:image/svg+xml" in page.text
    assert "otpauth://totp/" in page.text
    key = shown_key(page)
    wrong = client.post(SET_UP, {"code": "000000"})
    assert shown_key(wrong) == key, "what was read into the app stays good"
    assert not is_in(client)
    done = client.post(SET_UP, {"code": code(key)})
    codes = shown_codes(done)
    assert len(set(codes)) == 10
    assert user.recovery_codes.count() == 10
    assert is_in(client)
    assert shown_codes(client.get("/admin/account/")) == []


def test_what_proves_somebody_is_stored_in_no_readable_form(client):
    user = make_coordinator()
    key = shown_key(give_password(client))
    codes = shown_codes(client.post(SET_UP, {"code": code(key)}))
    with connection.cursor() as cursor:
        cursor.execute("SELECT key FROM accounts_secondfactor")
        assert key.encode() not in bytes(cursor.fetchone()[0])
    kept = {code.code_hash for code in user.recovery_codes.all()}
    assert not {code.replace("-", "") for code in codes} & kept
    sessions = " ".join(LoginSession.objects.values_list("session_data", flat=True))
    assert key not in sessions


def test_two_browsers_with_the_password_are_shown_different_keys(client):
    make_coordinator()
    other = Client()
    stolen = shown_key(give_password(other))
    own = shown_key(give_password(client))
    assert stolen != own
    client.post(SET_UP, {"code": code(own)})
    assert other.post(SET_UP, {"code": code(stolen)}).headers["Location"] == LOGIN
    assert not is_in(other)


def test_on_a_developers_machine_the_password_is_enough_until_a_second_factor_is_set_up(
    client, settings
):
    settings.SECOND_FACTOR_REQUIRED = False
    user = make_coordinator()
    assert give_password(client).headers["Location"] == "/admin/"
    with_second_factor(user)
    other = Client()
    give_password(other)
    assert not is_in(other)


def test_production_that_does_not_insist_fails_the_check(settings):
    assert system_checks.check_second_factor_required(None) == []
    settings.SECOND_FACTOR_REQUIRED = False
    [error] = system_checks.check_second_factor_required(None)
    assert error.id == "accounts.E001"
    assert real_settings.SECOND_FACTOR_REQUIRED is not real_settings.DEVELOPMENT


# Steps that somebody would like to skip.


def addresses_of_the_admin() -> list[str]:
    names = get_resolver("website.urls").namespace_dict["admin"][1].reverse_dict
    found = []
    for name in sorted(name for name in names if isinstance(name, str)):
        for variants, *_rest in names.getlist(name):
            [(_text, wanted), *_others] = variants
            given = {argument: "network" if argument == "app_label" else 1 for argument in wanted}
            given = {key: "ko" if key == "language" else value for key, value in given.items()}
            found.append(reverse(f"admin:{name}", kwargs=given))
    return found


STEPS = {"/admin/login/", "/admin/login/code/", "/admin/login/set-up/"}
# Tried in `test_passkeys`.
PASSKEYS = {
    "/admin/login/passkey/",
    "/admin/login/passkey/new/",
    "/admin/login/passkey/options/",
    "/admin/login/set-up/passkey/",
}
# These tell nothing about the admin: Django's words for scripts would, and so are asked for, too.
ALIKE = {"/admin/logout/"}


@pytest.mark.parametrize("has_factor", [True, False])
def test_with_a_password_alone_no_address_of_the_staff_opens(client, has_factor, clock):
    user = make_coordinator(is_superuser=True)
    if has_factor:
        with_second_factor(user)
    give_password(client)
    known = STEPS | PASSKEYS | ALIKE
    asked = [address for address in addresses_of_the_admin() if address not in known]
    assert len(asked) > 150
    opened = []
    for address in asked:
        got, posted = client.get(address), client.post(address, {"post": "yes"})
        is_shut = got.status_code == 404 or got.headers.get("Location", "").startswith(LOGIN)
        asks = posted.status_code == 404 or 'id="id_password"' in posted.text
        if not (is_shut and asks):
            opened.append((address, got.status_code, posted.status_code))
    assert opened == []


def test_the_steps_themselves_open_to_nobody_without_a_password(client, mina):
    for address in (CODE, SET_UP):
        assert client.get(address).headers["Location"] == LOGIN
        assert client.post(address, {"code": "123456"}).headers["Location"] == LOGIN


def test_who_has_a_second_factor_cannot_set_up_another_with_the_password(client, mina):
    give_password(client)
    assert client.post(SET_UP, {"code": "123456"}).headers["Location"] == LOGIN
    assert SecondFactor.objects.get().key == KEY


def test_half_the_way_is_forgotten_after_a_while_and_with_another_password(client, mina, clock):
    give_password(client)
    clock.shift(timedelta(minutes=21))
    assert client.post(CODE, {"code": code()}).headers["Location"] == LOGIN
    give_password(client)
    mina.set_password("another-long-password")
    mina.save()
    assert client.post(CODE, {"code": code()}).headers["Location"] == LOGIN
    assert not is_in(client)


@pytest.mark.parametrize("change", [{"is_active": False}, {"is_staff": False}])
def test_closed_accounts_are_answered_like_accounts_that_do_not_exist(client, mina, change):
    get_user_model().objects.filter(pk=mina.pk).update(**change)
    for name in ("mina", "nobody"):
        answer = give_password(client, name)
        assert (answer.status_code, WRONG in answer.text) == (200, True)


def test_an_unknown_name_costs_as_much_hashing_as_a_known_one(client, mina, monkeypatch):
    hashed = []
    hasher = identify_hasher(mina.password).__class__
    encode = hasher.encode
    monkeypatch.setattr(
        hasher, "encode", lambda self, *words: hashed.append(1) or encode(self, *words)
    )
    counts = []
    for name in ("mina", "nobody"):
        hashed.clear()
        give_password(client, name, "wrong")
        counts.append(len(hashed))
    assert counts == [1, 1]


@pytest.mark.parametrize(
    "address",
    ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", ""],
)
def test_nobody_is_sent_to_another_site(client, mina, clock, address):
    give_password(client, next=address)
    answer = client.post(CODE, {"code": code(), "next": address})
    assert answer.headers["Location"] == "/admin/"


def test_one_goes_on_to_where_one_wanted_to(client, mina, clock):
    asked = client.get("/admin/network/page/?place=menu")
    page = client.get(asked.headers["Location"])
    assert 'name="next" value="/admin/network/page/?place=menu"' in page.text
    answer = client.post(CODE, {"code": "1"})
    give_password(client, next="/admin/network/page/?place=menu")
    answer = client.post(CODE, {"code": code(), "next": "/admin/network/page/?place=menu"})
    assert answer.headers["Location"] == "/admin/network/page/?place=menu"


def test_each_step_gets_a_new_session(client, mina, clock):
    client.get(LOGIN)
    keys = [client.session.session_key]
    give_password(client)
    keys.append(client.session.session_key)
    client.post(CODE, {"code": code()})
    keys.append(client.session.session_key)
    assert len(set(keys)) == 3
    assert not LoginSession.objects.filter(
        session_key__in=[key for key in keys[:2] if key]
    ).exists()


def test_a_form_of_another_site_is_refused(mina):
    strict = Client(enforce_csrf_checks=True)
    for address in (LOGIN, CODE, SET_UP, "/admin/account/sign-out/", "/admin/network/page/add/"):
        answer = strict.post(address, {"title_ko": "심어 둔 글"})
        assert answer.status_code == 403, address
        assert "심어 둔 글" not in answer.text


# Codes.


def test_a_code_of_the_app_is_good_once_and_for_a_short_while(client, mina, clock):
    first = code()
    enter(client)
    other = Client()
    give_password(other)
    assert "이미 쓴 코드입니다" in other.post(CODE, {"code": first}).text
    clock.shift(timedelta(seconds=90))
    assert "이미 쓴 코드입니다" in other.post(CODE, {"code": first}).text
    assert not is_in(other)
    other.post(CODE, {"code": f" {code()[:3]} {code()[3:]} "})
    assert is_in(other)


def test_a_code_from_before_the_last_one_is_refused(client, mina, clock):
    earlier = code()
    clock.shift(timedelta(seconds=30))
    enter(client)
    other = Client()
    give_password(other)
    other.post(CODE, {"code": earlier})
    assert not is_in(other)


def test_a_recovery_code_lets_in_once_and_its_owner_is_told(client, clock):
    user = make_coordinator()
    [recovery, *_others] = with_second_factor(user)
    give_password(client)
    client.post(CODE, {"code": recovery.lower().replace("-", " ")})
    assert is_in(client)
    assert user.recovery_codes.count() == 9
    assert any("복구 코드" in email.text for email in emails_to("mina@example.org"))
    other = Client()
    give_password(other)
    assert "아직 쓰지 않은 복구 코드를 입력해" in other.post(CODE, {"code": recovery}).text
    assert not is_in(other)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_send_the_same_recovery_code_at_once_one_gets_in():
    user = make_coordinator()
    [recovery, *_others] = with_second_factor(user)

    def use(_number) -> bool:
        try:
            return second_factor.use_recovery_code(user, recovery)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(use, range(8))) == [False] * 7 + [True]


@pytest.mark.django_db(transaction=True)
def test_of_two_who_send_the_same_code_of_the_app_at_once_one_gets_in():
    user = make_coordinator()
    with_second_factor(user)
    sent = code()

    def use(_number) -> bool:
        try:
            return second_factor.use_app_code(user, sent)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(use, range(8))) == [False] * 7 + [True]


# Guessing.


def guess(client, times: int, **more) -> list[int]:
    return [
        client.post(LOGIN, {"username": "mina", "password": f"guess {number}"}, **more).status_code
        for number in range(times)
    ]


def test_wrong_passwords_make_the_next_attempt_wait_longer_each_time(client, mina, clock):
    assert guess(client, 6) == [200] * 5 + [429]
    refused = give_password(client)
    assert "여러 번 틀렸습니다. 30초 뒤에 다시 시도해 주세요." in refused.text
    assert refused.headers["Retry-After"] == "30"
    clock.shift(timedelta(seconds=31))
    assert guess(client, 2) == [200, 429]
    assert "1분 뒤에" in give_password(client).text
    clock.shift(timedelta(minutes=2))
    assert give_password(client).status_code == 200
    assert client.post(CODE, {"code": code()}).status_code == 302
    assert guess(Client(), 5) == [200] * 5, "the right one has wiped out the slips"


def test_whether_an_account_exists_cannot_be_told_from_being_refused(client, mina, clock):
    for name in ("mina", "nobody"):
        answers = [give_password(client, name, "wrong").status_code for _time in range(6)]
        assert answers == [200] * 5 + [429]


def test_nobody_can_lock_a_coordinator_out(client, mina, clock):
    """An attacker guesses from the same address as hers, and from many others."""
    enter(client)
    known = Client()
    known.cookies = client.cookies.__class__({"known_device": client.cookies["known_device"].value})
    for number in range(12):
        guess(Client(), 1, REMOTE_ADDR=f"198.51.100.{number}")
        guess(Client(), 1)
    assert give_password(Client()).status_code == 429, "at her address, on a device nobody knows"
    clock.shift(timedelta(minutes=1))
    enter(known)
    assert is_in(known), "on her own device, wherever it is"
    clock.shift(timedelta(minutes=1))
    elsewhere = Client(REMOTE_ADDR="203.0.113.7")
    enter(elsewhere)
    assert is_in(elsewhere), "on a new device at another address"


def test_the_longest_wait_is_a_quarter_of_an_hour(client, mina, clock):
    for _round in range(15):
        guess(client, 6)
        clock.shift(timedelta(minutes=15, seconds=1))
    assert give_password(client).status_code == 200


def test_one_address_cannot_try_one_password_on_everybody(client, clock):
    answers = [give_password(client, f"user{number}", "123456") for number in range(31)]
    assert [answer.status_code for answer in answers] == [200] * 30 + [429]


def test_behind_a_proxy_the_visitors_address_counts_and_not_what_they_claim(
    client, mina, clock, settings
):
    settings.TRUSTED_PROXIES = 1
    heard = [{"HTTP_X_FORWARDED_FOR": f"10.0.0.{number}, 203.0.113.9"} for number in range(6)]
    assert [guess(client, 1, **words)[0] for words in heard] == [200] * 5 + [429]
    assert guess(client, 1, HTTP_X_FORWARDED_FOR="203.0.113.8") == [200]


def test_wrong_codes_make_wait_wherever_they_come_from_and_the_owner_is_warned(mina, clock):
    def try_from(number: int):
        stranger = Client(REMOTE_ADDR=f"198.51.100.{number}")
        give_password(stranger)
        return stranger.post(CODE, {"code": "000000"}).status_code

    assert [try_from(number) for number in range(7)] == [200] * 5 + [429] * 2
    [email] = Email.objects.filter(about=f"account:{mina.pk}")
    assert "비밀번호를 맞게 입력한 뒤" in email.text


def test_wrong_codes_of_a_stranger_do_not_keep_out_a_known_device(client, mina, clock):
    enter(client)
    stranger = Client()
    give_password(stranger)
    for _time in range(10):
        stranger.post(CODE, {"code": "000000"})
    clock.shift(timedelta(seconds=30))
    client.post("/admin/logout/")
    enter(client)
    assert is_in(client)


@pytest.mark.django_db(transaction=True)
def test_a_hundred_attempts_at_once_are_no_more_than_a_hundred_in_a_row():
    def take(_number) -> bool:
        try:
            return not throttle.Throttle("password", "mina", 5, timedelta(minutes=15)).attempt()
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(take, range(40))) == 5


ODD_NAMES = {
    "lone surrogate": "\ud800",
    "NUL": "mi\0na",
    "as one sign": "ﬀ" * 150,
    "grows when composed": "\ufdfa" * 150,
    "other direction": "\u202emina",
    "capitals that grow": "İ" * 150,
    "combining": "a" + "\u0301" * 149,
    "no name": "\u200b",
    "full width": "ｍｉｎａ",
    "very long": "m" * 200_000,
    "emoji": "👩‍👩‍👧" * 20,
    "wildcards": "%_\\'\"",
}
ODD_PASSWORDS = {
    "10,000 signs": "x" * 10_000,
    "4,096 signs": "가" * 4_096,
    "NUL": "a\0b",
    "lone surrogate": "\udfff",
    "blanks": "   ",
    "control": "\x01\x7f\x85\u2028",
}


def encoded(fields: dict[str, str]) -> bytes:
    """As a form that no browser would send: lone surrogates as three bytes each."""
    return urlencode(fields, encoding="utf-8", errors="surrogatepass").encode()


@pytest.mark.parametrize("step", ["name", "password", "code", "confirming"])
def test_whatever_is_typed_on_the_way_in_gets_an_answer(clock, settings, step):
    settings.PASSWORD_HASHERS = real_settings.PASSWORD_HASHERS
    mina = make_coordinator()
    with_second_factor(mina)
    client = Client(raise_request_exception=False)
    give_password(client)
    if step == "confirming":
        client.force_login(mina)
    answers = {}
    for words in [*ODD_NAMES.values(), *ODD_PASSWORDS.values()]:
        AttemptCounter.objects.all().delete()
        fields, address = {
            "name": ({"username": words, "password": "wrong"}, LOGIN),
            "password": ({"username": "mina", "password": words}, LOGIN),
            "code": ({"code": words}, CODE),
            "confirming": (
                {"code": words, "next": words, "saved_post": words},
                "/admin/account/confirm/",
            ),
        }[step]
        body, form = encoded(fields), "application/x-www-form-urlencoded"
        answers[words] = client.post(address, body, content_type=form).status_code
    assert {words: status for words, status in answers.items() if status != 200} == {}


def test_a_password_too_long_to_be_one_is_not_hashed(client, mina, monkeypatch):
    """Argon2 reads a password whole: its length is bounded before."""
    monkeypatch.setattr(login_steps, "authenticate", lambda *_args, **_words: pytest.fail("hashed"))
    for length in (4_097, 10_000, 2_000_000):
        answer = give_password(client, password="x" * length)
        assert (answer.status_code, is_in(client)) == (200, False)
        assert "4096" in answer.text


def test_a_password_longer_than_can_be_typed_when_logging_in_is_not_taken(mina, clock, client):
    enter(client)
    for length, taken in ((4_097, False), (4_096, True)):
        new = "가" * length
        fields = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
        answer = client.post("/admin/password_change/", fields)
        assert (answer.status_code == 302) is taken
    assert "4096" in client.post("/admin/password_change/", {"old_password": "x" * 9_999}).text


def test_a_name_is_found_however_its_letters_are_composed(client, clock):
    """Accounts are named in NFKC; a keyboard or a program may send the letters taken apart."""
    make_coordinator("민아", email="mina@example.org")
    second_factor.enable(get_user_model().objects.get(), KEY, step=0)
    enter(client, normalize("NFD", "민아"))
    assert is_in(client)


def test_names_that_look_alike_share_their_turns(client, mina, clock):
    """Otherwise each spelling of one name would have guesses of its own."""
    names = ["mina", "MINA", "ｍｉｎａ", "Mina", "ＭＩＮＡ"]
    for name in names:
        give_password(client, name, "wrong")
    assert give_password(client, "mina", "wrong").status_code == 429


def test_no_address_is_stored(client, mina, clock):
    client = Client(REMOTE_ADDR="203.0.113.77")
    guess(client, 3)
    enter(client)
    kept = [AttemptCounter, SecurityEvent, Device, LoginSession, Email]
    rows = [list(model.objects.values_list()) for model in kept]
    assert all(rows)
    assert "203.0.113.77" not in json.dumps(rows, default=str)


def test_a_password_hashed_in_the_old_way_is_hashed_anew_when_it_is_used(client, settings):
    settings.PASSWORD_HASHERS = real_settings.PASSWORD_HASHERS
    user = make_coordinator()
    assert identify_hasher(user.password).algorithm == "argon2"
    old = PBKDF2PasswordHasher().encode(PASSWORD, "salt", iterations=1000)
    get_user_model().objects.filter(pk=user.pk).update(password=old)
    give_password(client)
    user.refresh_from_db()
    assert identify_hasher(user.password).algorithm == "argon2"
    assert "data:image" in client.get(SET_UP).text, "and the way in goes on"


def test_the_second_factor_of_a_lost_phone_is_removed_by_a_command(client, mina, clock):
    enter(client)
    call_command("remove_second_factor", "mina")
    assert not is_in(client)
    assert not second_factor.is_enabled(mina)
    assert Device.objects.count() == 0
    told = [email.text for email in emails_to(mina.email)]
    assert len([text for text in told if "2단계 인증이 해제되었습니다" in text]) == 1
    assert "data:image" in give_password(client).text
    for name in ("mina", "nobody"):
        with pytest.raises(CommandError):
            call_command("remove_second_factor", name)

"""How long one stays logged in, what is asked again, and that nothing typed is lost."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from accounts import account_security
from accounts.credentials import second_factor
from accounts.limits_and_periods import (
    ATTEMPT_RETENTION,
    DEVICE_RETENTION,
    SECURITY_EVENT_RETENTION,
)
from accounts.login import resubmission
from accounts.models import (
    AttemptCounter,
    Device,
    LoginSession,
    SecurityEvent,
)
from mail.models import Email
from network.models import Page
from news.models import Article
from tests.accounts.login_forms import (
    CODE,
    KEY,
    LOGIN,
    NOON,
    PASSWORD,
    code,
    enter,
    give_password,
    hidden_fields,
    is_in,
    make_coordinator,
    shown_codes,
    shown_key,
    with_second_factor,
)
from tests.support.builders import (
    emails_to,
    make_application,
    make_article,
    make_network,
    make_page,
)
from tests.website.test_settings import load

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("production")]

TEXT = '첫 줄 "따옴표" <b>\r\n둘째 줄 & 끝'


@pytest.fixture
def mina(clock):
    user = make_coordinator(is_superuser=True)
    with_second_factor(user)
    return user


@pytest.fixture
def staff(client, mina):
    enter(client)
    return client


def wait(clock, minutes: int) -> None:
    clock.shift(timedelta(minutes=minutes, seconds=1))


def topic(**words) -> dict:
    return {"name_ko": "돌봄", "name_en": "Care", "slug": "care"} | words


# Half an hour.


def test_half_an_hour_of_nothing_ends_a_session_and_doing_something_prolongs_it(staff, clock):
    for _visit in range(3):
        wait(clock, 28)
        assert is_in(staff)
    wait(clock, 30)
    assert not is_in(staff)


def test_twelve_hours_end_a_session_whatever_happens(staff, clock):
    LoginSession.objects.update(started_at=NOON - timedelta(hours=11, minutes=58))
    clock.shift(timedelta(minutes=1, seconds=50))
    assert is_in(staff), "which prolongs it"
    clock.shift(timedelta(seconds=10))
    assert not is_in(staff)
    assert LoginSession.objects.current().count() == 0


def test_another_password_makes_a_session_no_younger(staff, clock):
    LoginSession.objects.update(started_at=NOON - timedelta(hours=11, minutes=58))
    new = "quite-another-password"
    fields = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    assert staff.post("/admin/password_change/", fields).status_code == 302
    assert is_in(staff)
    clock.shift(timedelta(minutes=2))
    assert not is_in(staff)


def test_half_the_way_in_ends_after_twelve_hours_as_well(client, mina, clock):
    give_password(client)
    assert LoginSession.objects.current().count() == 1
    LoginSession.objects.update(expire_date=NOON + timedelta(days=2))
    clock.shift(timedelta(hours=12))
    assert LoginSession.objects.current().count() == 0
    assert client.post(CODE, {"code": code()}).headers["Location"] == LOGIN


ODD_COOKIES = [
    "x",
    "a" * 5000,
    '"\\000aaaaaaaaa"',
    '"\\377\\376aaaaaaaa"',
    "가나다라마바사아",
    "../../etc",
    "' OR 1=1",
]


@pytest.mark.parametrize("value", ODD_COOKIES)
def test_cookies_that_nobody_gave_out_are_no_cookies(staff, settings, value):
    """Quoted as browsers never do it, they hold signs that the database refuses."""
    names = ("SESSION", "CSRF", "LANGUAGE", "DEVICE")
    sent = "; ".join(f"{getattr(settings, f'{name}_COOKIE_NAME')}={value}" for name in names)
    sent = sent.encode().decode("latin-1")
    client = Client(headers={"Cookie": sent}, raise_request_exception=False)
    for address in ("/admin/", LOGIN, CODE, "/ko/"):
        assert client.get(address).status_code in (200, 302), address
    assert client.post(LOGIN, {"username": "mina", "password": "x"}).status_code == 200


def test_cookies_in_production_are_bound_to_host_and_https(client, mina, clock, settings):
    real = load()
    for name in real:
        if "_COOKIE_" in name and name.isupper():
            setattr(settings, name, real[name])
    enter(client)
    client.post("/admin/language/", {"language": "en"})
    given = {cookie.key: cookie for cookie in client.cookies.values()}
    assert set(given) == {
        "__Host-sessionid",
        "__Host-csrftoken",
        "__Host-django_language",
        "__Secure-known_device",
    }
    for name, cookie in given.items():
        assert (cookie["secure"], cookie["httponly"], cookie["domain"]) == (True, True, ""), name
        assert cookie["path"] == ("/" if name.startswith("__Host-") else "/admin/")
        assert cookie["samesite"] == "Lax"
    old = Client()
    old.cookies["sessionid"] = given["__Host-sessionid"].value
    assert not is_in(old)


def test_messages_set_no_cookie_of_their_own(staff, clock):
    clock.shift(timedelta(seconds=30))
    answer = staff.post("/admin/account/sign-out/")
    assert "messages" not in answer.cookies
    assert "로그아웃했습니다" in staff.get("/admin/account/").text


def test_staying_awake_is_written_down_once_a_minute_at_most(staff, clock):
    clock.shift(timedelta(seconds=30))
    with CaptureQueriesContext(connection) as queries:
        staff.get("/admin/")
    assert not [query for query in queries if "UPDATE" in query["sql"]]
    clock.shift(timedelta(seconds=40))
    with CaptureQueriesContext(connection) as queries:
        staff.get("/admin/")
    written = [query["sql"] for query in queries if query["sql"].startswith("UPDATE")]
    assert [sql.split()[1] for sql in written] == ['"accounts_loginsession"']


def test_visitors_get_no_session_and_no_cookie(client):
    make_network()
    make_page(slug="about")
    for address in ("/ko/", "/ko/about/", "/en/news/"):
        assert not client.get(address).cookies
    assert not LoginSession.objects.exists()


def test_the_cookie_of_a_device_is_for_the_staff_alone(staff):
    cookie = staff.cookies["known_device"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/admin/", True, "Lax")


# Nothing typed is lost.


def sent_after_a_break(staff, clock, address: str, fields: dict):
    """What comes back when somebody saves after an hour, and logs in again."""
    wait(clock, 60)
    page = staff.post(address, fields)
    assert "작성하던 내용은 그대로 있습니다" in page.text
    page = give_password(staff, **next_page(page))
    page = staff.post(CODE, {"code": code(), **next_page(page)})
    assert is_in(staff)
    return page


def next_page(page) -> dict:
    fields = hidden_fields(page)
    return {name: fields[name] for name in ("next", "saved_post")}


def form_of(page) -> tuple[str, dict]:
    """Where the page would send what it carries, and its fields."""
    form = re.search(
        r'<form method="post" action="([^"]+)".*?id="saved_post">(.*?)</form>', page.text, re.S
    )
    fields = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form[2])
    return form[1], {name: unescape(value) for name, value in fields}


def test_what_was_written_is_sent_after_twelve_hours_as_well(staff, clock):
    LoginSession.objects.update(started_at=NOON - timedelta(hours=12))
    page = staff.post("/admin/network/topic/add/", topic())
    assert "로그인한 지 12시간이 지났거나" in page.text
    clock.shift(timedelta(seconds=30))
    page = give_password(staff, **next_page(page))
    page = staff.post(CODE, {"code": code(), **next_page(page)})
    assert form_of(page)[1]["name_ko"] == "돌봄"


def test_what_was_written_in_an_hour_is_sent_after_logging_in_again(staff, clock):
    fields = topic(name_ko=TEXT.partition("\r")[0], name_en="Care & more")
    page = sent_after_a_break(
        staff, clock, "/admin/network/topic/add/?_changelist_filters=x", fields
    )
    address, saved_post = form_of(page)
    assert unescape(address) == "/admin/network/topic/add/?_changelist_filters=x"
    saved_post.pop("csrfmiddlewaretoken")
    assert saved_post == fields
    saved = staff.post(unescape(address), saved_post, follow=True)
    assert "Care &amp; more" in saved.text


def sent_by(user, request):
    request.user = user
    return request


def test_lines_and_signs_come_through_as_they_were(rf, mina):
    request = rf.post("/admin/x/?a=1", {"body": TEXT, "many": ["1", "2"], "password1": "secret"})
    saved_post = resubmission.unpack_post(resubmission.pack_post(sent_by(mina, request)), mina)
    assert saved_post.address == "/admin/x/?a=1"
    assert saved_post.fields == [("body", TEXT), ("many", "1"), ("many", "2")]


def test_files_cannot_be_carried_and_that_is_said(staff, clock):
    fields = {"title_ko": "글", "file": SimpleUploadedFile("x.txt", b"x")}
    page = sent_after_a_break(staff, clock, "/admin/news/article/add/", fields)
    assert "파일은 보관하지 못했습니다" in page.text


def test_setting_up_anew_carries_on_as_well(staff, mina):
    account_security.remove_second_factor(mina)
    page = staff.post("/admin/network/topic/add/", topic())
    page = give_password(staff, **next_page(page))
    page = staff.post("/admin/login/set-up/", {"code": code(shown_key(page)), **next_page(page)})
    assert len(shown_codes(page)) == 10
    assert form_of(page)[1]["name_ko"] == "돌봄"


def test_nobody_can_slip_in_what_is_to_be_sent(mina, clock):
    for forged in ("", "x", signing.dumps(["/admin/", [], False], salt="other")):
        client = Client()
        give_password(client, saved_post=forged)
        answer = client.post(CODE, {"code": code(), "saved_post": forged})
        assert answer.headers["Location"] == "/admin/"
        clock.shift(timedelta(seconds=30))


def test_what_was_kept_for_more_than_a_day_is_not_sent(rf, mina, clock):
    kept = resubmission.pack_post(sent_by(mina, rf.post("/admin/", {"a": "b"})))
    clock.shift(timedelta(days=1, seconds=1))
    assert resubmission.unpack_post(kept, mina) is None


def test_what_a_stranger_sends_is_carried_for_nobody(client, mina):
    page = client.post("/admin/auth/user/add/", {"username": "stranger"})
    assert 'name="username"' in page.text
    assert 'name="saved_post"' not in page.text


@pytest.mark.parametrize("step", ["logging in", "confirming"])
def test_what_a_colleague_wrote_is_not_sent_in_somebody_elses_name(staff, clock, step):
    """Neither after her on the same computer, nor because she sent a link with it."""
    lee = make_coordinator("lee")
    second_factor.enable(lee, KEY, step=0)
    colleague = Client()
    enter(colleague, "lee")
    wait(clock, 60)
    kept = next_page(colleague.post("/admin/auth/user/add/", {"username": "stranger"}))[
        "saved_post"
    ]
    if step == "logging in":
        give_password(staff, saved_post=kept)
        page = staff.post(CODE, {"code": code(), "saved_post": kept})
    else:
        enter(staff)
        clock.shift(timedelta(minutes=1))
        page = staff.post("/admin/account/confirm/", {"code": code(), "saved_post": kept})
    assert (page.status_code, page.headers["Location"]) == (302, "/admin/")


def test_no_link_brings_words_along(staff, mina, clock, rf):
    kept = resubmission.pack_post(
        sent_by(mina, rf.post("/admin/auth/user/add/", {"username": "x"}))
    )
    for address in ("/admin/account/confirm/", LOGIN):
        page = staff.get(address, {"saved_post": kept, "next": "/admin/"})
        assert kept not in page.text
        staff.logout()


def test_a_form_of_another_site_is_not_carried_past_a_login(mina):
    strict = Client(enforce_csrf_checks=True)
    strict.get(LOGIN)
    answer = strict.post("/admin/network/topic/add/", topic())
    assert answer.status_code == 403
    assert "saved_post" not in answer.text


def token_of(page) -> str:
    return hidden_fields(page)["csrfmiddlewaretoken"]


def test_a_window_that_was_open_before_logging_in_anew_loses_nothing(mina, clock):
    """The other window has got another token meanwhile."""
    strict = Client(enforce_csrf_checks=True, headers={"Origin": "http://testserver"})
    first = token_of(strict.get(LOGIN))
    for address, fields in ((LOGIN, {"username": "mina", "password": PASSWORD}), (CODE, {})):
        given = fields or {"code": code()}
        strict.post(address, given | {"csrfmiddlewaretoken": strict.cookies["csrftoken"].value})
    assert is_in(strict)
    page = strict.post("/admin/network/topic/add/", topic(csrfmiddlewaretoken=first))
    address, fields = form_of(page)
    assert fields["name_ko"] == "돌봄"
    assert strict.post(address, fields).status_code == 302
    wait(clock, 60)
    page = strict.post("/admin/network/topic/add/", topic(csrfmiddlewaretoken=first))
    assert "작성하던 내용은 그대로 있습니다" in page.text


@pytest.mark.parametrize(
    "headers", [{"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {}]
)
def test_another_site_cannot_have_its_form_offered(mina, headers):
    strict = Client(enforce_csrf_checks=True, headers=headers)
    strict.force_login(mina)
    answer = strict.post("/admin/network/topic/add/", topic(csrfmiddlewaretoken="x"))
    assert answer.status_code == 403
    assert "돌봄" not in answer.text


# Asking again.

ASKED = [
    ("get", "/admin/news/article/{article}/delete/", {}),
    ("post", "/admin/news/article/{article}/delete/", {"post": "yes"}),
    (
        "post",
        "/admin/news/article/",
        {"action": "delete_selected", "_selected_action": "{article}", "post": "yes"},
    ),
    (
        "post",
        "/admin/news/article/",
        {
            "action": ["delete_selected", "publish"],
            "index": "0",
            "_selected_action": "{article}",
            "post": "yes",
        },
    ),
    ("post", "/admin/joining/application/{application}/erase/", {"seen_state": ""}),
    ("get", "/admin/members/organisation/merge/1/2/", {}),
    ("post", "/admin/joining/application/export/", {"category": "waiting", "reason": "General"}),
    ("get", "/admin/members/organisation/import/", {}),
    ("get", "/admin/auth/user/add/", {}),
    ("post", "/admin/auth/user/{user}/change/", {"username": "mina", "is_superuser": "on"}),
    ("post", "/admin/auth/user/{user}/password/", {"password1": "x", "password2": "x"}),
    ("post", "/admin/auth/user/", {"action": "remove_second_factor", "_selected_action": "{user}"}),
    ("post", "/admin/auth/group/add/", {"name": "새 그룹"}),
    ("get", "/admin/password_change/", {}),
    ("get", "/admin/account/second-factor/", {}),
    ("post", "/admin/account/codes/", {}),
    ("post", "/admin/account/second-factor/off/", {}),
]


@pytest.mark.parametrize(("method", "address", "fields"), ASKED)
def test_after_ten_minutes_it_is_asked_again_who_is_there(
    staff, mina, clock, method, address, fields
):
    article = make_article()
    application = make_application()
    known = {"article": article.pk, "user": mina.pk, "application": application.pk}
    fields = {
        name: value.format(**known) if isinstance(value, str) else value
        for name, value in fields.items()
    }
    wait(clock, 10)
    before = list(get_user_model().objects.values_list())
    answer = getattr(staff, method)(address.format(**known), fields)
    assert "본인 확인" in answer.text
    assert Article.objects.exists()
    assert second_factor.is_enabled(mina)
    assert mina.recovery_codes.count() == 10
    assert not Group.objects.exists()
    assert list(get_user_model().objects.values_list()) == before


def test_reading_and_writing_is_not_asked_about(staff, clock):
    article = make_article()
    wait(clock, 20)
    for address in ("/admin/", "/admin/auth/user/", f"/admin/news/article/{article.pk}/change/"):
        assert "본인 확인" not in staff.get(address).text
    assert staff.post("/admin/network/topic/add/", topic()).status_code == 302


def test_a_code_confirms_for_ten_minutes_and_what_was_sent_goes_on(staff, clock):
    article = make_article()
    address = f"/admin/news/article/{article.pk}/delete/"
    wait(clock, 10)
    page = staff.post(address, {"post": "yes"})
    wrong = staff.post("/admin/account/confirm/", {"code": "000000", **next_page(page)})
    assert "코드가 틀렸거나" in wrong.text
    page = staff.post("/admin/account/confirm/", {"code": code(), **next_page(wrong)})
    target, fields = form_of(page)
    assert staff.post(target, fields).status_code == 302
    assert not Article.objects.exists()
    wait(clock, 9)
    assert "본인 확인" not in staff.get("/admin/auth/group/add/").text
    wait(clock, 1)
    assert "본인 확인" in staff.get("/admin/auth/group/add/").text


def test_who_has_no_second_factor_confirms_with_the_password(client, clock, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    make_coordinator(is_superuser=True)
    give_password(client)
    wait(clock, 10)
    page = client.get("/admin/auth/group/add/")
    assert 'name="code"' not in page.text
    for _time in range(5):
        sent = {"password": "wrong", "next": "/admin/auth/group/add/"}
        assert "비밀번호가 맞지 않습니다" in client.post("/admin/account/confirm/", sent).text
    refused = client.post("/admin/account/confirm/", {"password": PASSWORD})
    assert refused.status_code == 429
    wait(clock, 1)
    right = {"password": PASSWORD, "next": "/admin/auth/group/add/"}
    answer = client.post("/admin/account/confirm/", right)
    assert answer.headers["Location"] == "/admin/auth/group/add/"


# My account.


def test_recovery_codes_are_made_anew_and_the_old_ones_are_worth_nothing(staff, mina):
    old = second_factor.replace_recovery_codes(mina)
    new = shown_codes(staff.post("/admin/account/codes/"))
    assert len(new) == 10
    assert not second_factor.use_recovery_code(mina, old[0])
    assert second_factor.use_recovery_code(mina, new[0])


def test_another_phone_takes_the_place_of_the_first(staff, mina, clock):
    key = shown_key(staff.get("/admin/account/second-factor/"))
    staff.post("/admin/account/second-factor/", {"code": code(key)})
    wait(clock, 1)
    assert not second_factor.use_app_code(mina, code(KEY))
    assert second_factor.use_app_code(mina, code(key))


def test_in_production_nobody_takes_off_their_second_factor(staff, mina, settings):
    staff.post("/admin/account/second-factor/off/")
    assert second_factor.is_enabled(mina)
    settings.SECOND_FACTOR_REQUIRED = False
    staff.post("/admin/account/second-factor/off/")
    assert not second_factor.is_enabled(mina)
    assert is_in(staff)


def test_logging_out_everywhere_else_leaves_this_place_alone(staff, mina, clock):
    clock.shift(timedelta(seconds=30))
    other = Client()
    enter(other)
    page = staff.post("/admin/account/sign-out/", follow=True)
    assert "다른 기기 1대에서 로그아웃했습니다." in page.text
    assert (is_in(staff), is_in(other)) == (True, False)


def test_another_password_ends_the_other_sessions_and_its_owner_is_told(staff, mina, clock):
    clock.shift(timedelta(seconds=30))
    other = Client()
    enter(other)
    new = "quite-another-password"
    fields = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    assert staff.post("/admin/password_change/", fields).headers["Location"] == "/admin/account/"
    assert (is_in(staff), is_in(other)) == (True, False)
    assert LoginSession.objects.filter(account=mina).count() == 1
    told = [email.text for email in emails_to(mina.email)]
    assert len([text for text in told if "비밀번호가 변경되었습니다" in text]) == 1


# E-mails and the record.


def queued_emails() -> list[str]:
    return [email.subject for email in Email.objects.order_by("pk")]


def test_a_new_device_is_told_of_once_in_the_language_of_its_reader(client, mina, clock):
    with override("en"):
        client.cookies["django_language"] = "en"
        enter(client)
    assert queued_emails() == ["Somebody logged in to your account on a new device"]
    email = Email.objects.get()
    assert (email.recipient, email.counts_towards_daily_limit) == ("mina@example.org", False)
    assert "21 November 2026, 12:00 p.m." in email.text
    assert "/admin/account/" in email.text
    clock.shift(timedelta(seconds=30))
    client.post("/admin/logout/")
    enter(client)
    assert len(queued_emails()) == 1
    what = (
        SecurityEvent.objects.filter(account=mina).order_by("pk").values_list("action", flat=True)
    )
    assert list(what) == ["new-device", "logged-in"]


def test_a_forged_cookie_is_no_known_device(mina, clock):
    forged = Client()
    forged.cookies["known_device"] = "a-guess"
    enter(forged)
    assert SecurityEvent.objects.get().action == "new-device"
    assert forged.cookies["known_device"].value != "a-guess"


def test_no_more_than_ten_emails_a_day(staff, mina):
    for _time in range(12):
        staff.post("/admin/account/codes/")
    assert len(queued_emails()) == 10


def test_an_account_without_an_address_gets_no_email_and_reads_that(client, clock):
    user = make_coordinator(email="")
    with_second_factor(user)
    enter(client)
    assert queued_emails() == []
    assert "이 계정에는 이메일 주소가 없어" in client.get("/admin/account/").text


def test_wrong_passwords_are_in_the_record_once_an_hour_and_unknown_names_never(
    client, mina, clock
):
    for name in ("mina", "mina", "nobody"):
        give_password(client, name, "wrong")
    assert [str(entry) for entry in SecurityEvent.objects.all()] == ["mina: 비밀번호 오류"]
    wait(clock, 60)
    give_password(client, password="wrong")
    assert SecurityEvent.objects.count() == 2


def test_the_clock_erases_what_is_kept_no_longer(staff, mina, clock):
    give_password(Client(), password="wrong")
    kept = {
        SecurityEvent: SECURITY_EVENT_RETENTION,
        Device: DEVICE_RETENTION,
        AttemptCounter: ATTEMPT_RETENTION,
        LoginSession: timedelta(),
    }
    assert all(model.objects.exists() for model in kept)
    for model, span in sorted(kept.items(), key=lambda entry: entry[1]):
        clock.move_to(NOON + max(span, timedelta(minutes=30)) - timedelta(seconds=1))
        call_command("scheduler", "--clock-is-right")
        assert model.objects.exists(), model
        clock.shift(timedelta(seconds=2))
        call_command("scheduler", "--clock-is-right")
        assert not model.objects.exists(), model


def test_whoever_leaves_is_out_at_once(staff, mina):
    get_user_model().objects.filter(pk=mina.pk).update(is_active=False)
    assert not is_in(staff)


def test_pages_of_the_account_are_kept_by_no_cache(staff):
    for address in ("/admin/account/", "/admin/account/second-factor/", "/admin/password_change/"):
        assert "no-store" in staff.get(address).headers["Cache-Control"], address
    assert "no-store" in Client().get(LOGIN).headers["Cache-Control"]
    assert "no-store" in Client().post("/admin/", {"a": "b"}).headers["Cache-Control"]
    assert not Page.objects.exists()

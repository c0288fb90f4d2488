"""The way in and one's own account: with and without scripts, by keyboard, on a phone."""

import re
from datetime import timedelta

import pyotp
import pytest
from django.utils import timezone
from playwright.sync_api import expect

from accounts.credentials import second_factor
from accounts.models import LoginSession, SecondFactor
from network.models import Topic
from tests.accounts.login_forms import KEY, PASSWORD, code, make_coordinator
from tests.browser.accessibility import faults
from tests.browser.window_sizes import PHONE
from tests.support.builders import make_network

WROTE = "돌봄과 남성성, 그리고 “한 시간”의 글"


@pytest.fixture(autouse=True)
def _production(settings, transactional_db):
    settings.SECOND_FACTOR_REQUIRED = True
    make_network()


def is_sound(page) -> None:
    """Nothing that axe finds, nothing wider than the screen."""
    page.wait_for_load_state()
    assert faults(page) == []
    wider = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    assert not page.evaluate(wider), page.url


def give_password(page) -> None:
    """By keyboard alone: the cursor is where it is needed."""
    page.locator("#id_username:focus").wait_for()
    page.keyboard.type("mina")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")


def give_code(page, digits: str) -> None:
    page.locator("#id_code").fill(digits)
    page.keyboard.press("Enter")


def next_code(user) -> str:
    """A code that has not been taken, without waiting for half a minute."""
    SecondFactor.objects.filter(account=user).update(last_step=0)
    return code()


def test_the_first_day_on_a_phone(page):
    user = make_coordinator(is_superuser=True)
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    page.goto("/admin/")
    is_sound(page)
    give_password(page)
    key = page.locator("code.key").inner_text().replace("-", "")
    is_sound(page)
    assert page.locator("img.qr").evaluate("picture => picture.naturalWidth") > 100
    give_code(page, "000000")
    expect(page.locator(".errornote")).to_contain_text("코드가 틀렸거나")
    is_sound(page)
    give_code(page, pyotp.TOTP(key).at(timezone.now()))
    page.locator(".recovery-codes li:nth-child(10)").wait_for()
    is_sound(page)
    page.get_by_role("link", name="보관을 마쳤습니다").click()
    page.get_by_role("link", name="mina").click()
    expect(page.get_by_text("남은 복구 코드: 10개")).to_be_visible()
    is_sound(page)
    page.emulate_media(color_scheme="dark")
    is_sound(page)
    assert second_factor.is_enabled(user)
    assert page.console_errors == []


def half_an_hour_passes() -> None:
    now = timezone.now()
    LoginSession.objects.update(expire_date=now, reauthenticated_at=now - timedelta(hours=1))


@pytest.mark.parametrize("with_scripts", [True, False], ids=["with scripts", "without"])
def test_who_writes_for_an_hour_saves_what_was_written(browser, live_server, with_scripts):
    user = make_coordinator(is_superuser=True)
    second_factor.enable(user, KEY, step=0)
    context = browser.new_context(
        base_url=live_server.url, locale="ko-KR", java_script_enabled=with_scripts
    )
    context.set_default_timeout(30_000)
    page = context.new_page()
    page.goto("/admin/network/topic/add/")
    page.fill("#id_username", "mina")
    page.fill("#id_password", PASSWORD)
    page.keyboard.press("Enter")
    give_code(page, next_code(user))
    page.fill("#id_name_ko", WROTE)
    page.fill("#id_name_en", 'Care & "more" <b>')
    half_an_hour_passes()
    page.click("input[name=_save]")
    expect(page.locator(".reassurance")).to_contain_text("작성하던 내용은 그대로 있습니다")
    assert not Topic.objects.exists()
    page.fill("#id_username", "mina")
    page.fill("#id_password", PASSWORD)
    page.keyboard.press("Enter")
    give_code(page, next_code(user))
    page.get_by_role("button", name="이어서 보내기").click()
    page.wait_for_url(re.compile(r"/admin/network/topic/\d+/change/"))
    topic = Topic.objects.get()
    assert (topic.name_ko, topic.name_en) == (WROTE, 'Care & "more" <b>')

    page.goto(f"/admin/network/topic/{topic.pk}/delete/")
    assert Topic.objects.exists()
    eleven_minutes_pass()
    page.locator("#content input[type=submit]").click()
    expect(page.locator("h1")).to_have_text("본인 확인")
    give_code(page, next_code(user))
    page.get_by_role("button", name="이어서 보내기").click()
    page.wait_for_url(re.compile(r"/admin/network/topic/$"))
    assert not Topic.objects.exists()
    context.close()


def eleven_minutes_pass() -> None:
    LoginSession.objects.update(reauthenticated_at=timezone.now() - timedelta(minutes=11))

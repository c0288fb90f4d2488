"""Passkeys in a real browser, whose authenticator is the DevTools' virtual one."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from accounts.credentials import second_factor
from accounts.models import Passkey
from tests.accounts.login_forms import KEY, PASSWORD, make_coordinator
from tests.browser.admin.test_login import give_code, give_password, is_sound, next_code
from tests.browser.window_sizes import PHONE
from tests.support.builders import make_network


@pytest.fixture(autouse=True)
def _production(settings, transactional_db, live_server):
    settings.SECOND_FACTOR_REQUIRED = True
    settings.SITE_URL = live_server.url
    make_network()


@pytest.fixture
def plug_in(page) -> Callable:
    """A device with an authenticator, whose owner puts a finger on it at once, or cannot."""
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    plugged = []

    def plug(*, verifies: bool = True) -> None:
        for known in plugged:
            tools.send(
                "WebAuthn.setUserVerified", {"authenticatorId": known, "isUserVerified": verifies}
            )
        if not plugged:
            options = {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": verifies,
                "automaticPresenceSimulation": True,
            }
            made = tools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
            plugged.append(made["authenticatorId"])

    return plug


def log_out(page) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name="로그아웃", exact=True).click()
    page.goto("/admin/")


def passkey_button(page):
    return page.locator("#passkey button")


def test_a_passkey_from_its_first_day_to_its_last(page, plug_in):
    user = make_coordinator(is_superuser=True)
    second_factor.enable(user, KEY, step=0)
    plug_in()
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    page.goto("/admin/")
    is_sound(page)
    give_password(page)
    give_code(page, next_code(user))
    page.wait_for_url("**/admin/")

    page.goto("/admin/account/")
    page.get_by_role("link", name="패스키 추가").click()
    page.get_by_label("패스키 이름").fill("내 휴대전화")
    is_sound(page)
    passkey_button(page).click()
    expect(page.get_by_text("패스키를 추가했습니다")).to_be_visible()
    expect(page.locator(".passkeys")).to_contain_text("내 휴대전화")
    is_sound(page)

    log_out(page)
    passkey_button(page).click()
    page.wait_for_url("**/admin/")
    expect(page.get_by_role("link", name="mina")).to_be_visible()
    assert Passkey.objects.get().sign_count > 0

    log_out(page)
    give_password(page)
    page.locator("#id_code").wait_for()
    is_sound(page)
    passkey_button(page).click()
    page.wait_for_url("**/admin/")

    page.goto(f"/admin/account/passkeys/{Passkey.objects.get().pk}/")
    is_sound(page)
    page.get_by_role("button", name="이 패스키 삭제").click()
    expect(page.get_by_text("패스키를 삭제하고")).to_be_visible()
    log_out(page)
    passkey_button(page).click()
    expect(page.locator(".errornote")).to_contain_text("패스키를 확인하지 못했습니다")
    is_sound(page)
    assert page.console_errors == []


def test_who_cannot_unlock_the_device_does_not_get_in_and_reads_why(page, plug_in):
    user = make_coordinator()
    plug_in()
    page.goto("/admin/")
    give_password(page)
    page.get_by_label("패스키 이름").fill("노트북")
    is_sound(page)
    passkey_button(page).click()
    page.locator(".recovery-codes li:nth-child(10)").wait_for()
    assert user.passkeys.count() == 1
    page.goto("/admin/")
    log_out(page)
    plug_in(verifies=False)
    passkey_button(page).click()
    expect(page.locator("#passkey [role=status]")).to_contain_text("패스키를 확인하지 못했습니다")
    page.goto("/admin/")
    expect(page.locator("#id_username")).to_be_visible()


def test_without_scripts_password_and_code_are_the_way_in(browser, live_server):
    user = make_coordinator()
    second_factor.enable(user, KEY, step=0)
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/admin/")
    expect(passkey_button(page)).to_be_hidden()
    page.fill("#id_username", "mina")
    page.fill("#id_password", PASSWORD)
    page.keyboard.press("Enter")
    give_code(page, next_code(user))
    expect(page.get_by_role("link", name="mina")).to_be_visible()
    context.close()

"""The form to join in a real browser: the whole way, every page checked for everybody."""

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from gate import keeping
from letters.models import Letter
from members.models import Application
from tests.applying import make_ground
from tests.browser.sizes import DESKTOP, PHONE


@pytest.fixture(autouse=True)
def ground(transactional_db, monkeypatch):
    # Nobody waits for a person here; `tests/gate` tries the time.
    monkeypatch.setattr(keeping, "LEAST_TIME", timedelta(0))
    return make_ground(
        parent_name_ko="큰 네트워크",
        parent_name_en="Larger Network",
        parent_place_ko="미국",
        parent_place_en="United States",
        references_needed=1,
    )


def check(page: Page) -> None:
    """Nothing that keeps somebody out, and nothing that sticks out."""
    for scheme, (width, height) in (("light", PHONE), ("dark", DESKTOP)):
        page.set_viewport_size({"width": width, "height": height})
        # A colour on its way from one scheme to the other has a contrast of neither.
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        results = Axe().run(page)
        assert results.violations_count == 0, results.generate_report()


def go_on(page: Page) -> None:
    page.locator("main form.form .button-row .button").first.click()


def agree(page: Page, *optional: str) -> None:
    page.get_by_label("18", exact=False).last.check()
    for purpose in ("handling", "sensitive", *optional):
        page.locator(f"[name=consent_{purpose}]").check()


def name_somebody(page: Page) -> None:
    page.locator("[name=reference_1_name]").fill("박추천")
    page.locator("[name=reference_1_email]").fill("park@example.org")
    page.locator("[name=references_agreed]").check()


def open_letter(page: Page, live_server) -> None:
    text = Letter.objects.get().text
    [path] = [line for line in text.split() if "/join/confirm/" in line]
    page.goto(live_server.url + "/" + path.split("/", 3)[3])


def test_an_organisation_applies_in_korean(page, live_server):
    page.goto("/ko/")
    page.get_by_role("link", name="함께하기").first.click()
    check(page)
    page.get_by_role("link", name="단체로 신청하기").click()
    go_on(page)
    expect(page.locator(".form-errors")).to_be_focused()
    check(page)
    page.get_by_role("link", name="개인정보의 수집·이용에 동의합니다.").click()
    expect(page.locator("[name=consent_handling]")).to_be_focused()
    agree(page, "optional")
    go_on(page)

    check(page)
    page.get_by_label("단체 이름(한국어)").fill("다정한아빠모임")
    page.get_by_label("이메일 주소").fill("office")
    go_on(page)
    check(page)
    page.get_by_label("이메일 주소").fill("office@example.org")
    page.get_by_label("단체 형태").select_option("unregistered")
    page.get_by_label("지역").select_option("서울")
    for name, words in (
        ("head_name", "김대표"),
        ("head_role", "대표"),
        ("contact_name", "이담당"),
        ("contact_role", "간사"),
        ("phone", "02-123-4567"),
    ):
        page.locator(f"[name={name}]").fill(words)
    go_on(page)

    page.locator("[name=motivation]").fill("함께 돌보고 싶습니다.")
    check(page)
    page.get_by_role("button", name="이전").click()
    expect(page.get_by_label("단체 이름(한국어)")).to_have_value("다정한아빠모임")
    go_on(page)
    expect(page.locator("[name=motivation]")).to_have_value("함께 돌보고 싶습니다.")
    page.locator("[name=rights_work]").fill("해마다 토론회를 엽니다.")
    page.get_by_label("돌봄").check()
    name_somebody(page)
    go_on(page)

    check(page)
    page.get_by_role("link", name="English").click()
    expect(page.locator("h1")).to_have_text("Check and send")
    page.get_by_role("link", name="한국어").click()
    for box in page.locator("[name^=support_]").all():
        box.check()
    page.get_by_role("button", name="신청서 보내기").dblclick()
    expect(page.locator("h1")).to_have_text("메일함을 확인해 주세요")
    check(page)

    open_letter(page, live_server)
    check(page)
    page.get_by_role("button", name="이메일 확인하고 신청서 보내기").click()
    expect(page.locator("h1")).to_have_text("신청서를 받았습니다")
    check(page)
    application = Application.objects.get()
    assert application.state == Application.State.RECEIVED
    assert (application.name_ko, application.phone) == ("다정한아빠모임", "02-123-4567")


def test_an_individual_applies_in_english_by_keyboard_and_without_scripts(
    browser: Browser, live_server
):
    context = browser.new_context(
        base_url=live_server.url,
        locale="en-GB",
        java_script_enabled=False,
        viewport={"width": PHONE[0], "height": PHONE[1]},
    )
    context.set_default_timeout(10_000)
    page = context.new_page()
    page.goto("/en/join/")
    page.get_by_role("link", name="Apply as an individual").press("Enter")
    page.get_by_label("18 or older").press("Space")
    page.locator("[name=consent_handling]").press("Space")
    page.locator("[name=consent_sensitive]").press("Space")
    page.get_by_role("button", name="Go on").press("Enter")

    page.get_by_label("Your name (English)").press_sequentially("Lee Han-gyeol")
    page.get_by_label("E-mail address").press_sequentially("han@example.org")
    page.get_by_label("Region").select_option("Seoul")
    page.get_by_label("Field").select_option("teacher")
    page.get_by_label("E-mail address").press("Enter")

    page.get_by_label("Why you want to join").press_sequentially("To learn together.")
    name_somebody(page)
    page.get_by_role("button", name="Go on").press("Enter")
    for box in page.locator("[name^=support_]").all():
        box.press("Space")
    page.get_by_role("button", name="Send the application").press("Enter")
    expect(page.locator("h1")).to_have_text("Check your mailbox")

    open_letter(page, live_server)
    page.get_by_role("button", name="Confirm the address").press("Enter")
    expect(page.locator("h1")).to_have_text("Your application has arrived")
    assert context.cookies() == []
    context.close()
    assert Application.objects.get().name_en == "Lee Han-gyeol"

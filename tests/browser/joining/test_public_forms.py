"""A form that anybody may send, in a real browser: reported, worked for, closed, and answered."""

import pytest
from playwright.sync_api import expect

from concerns.models import Concern, Guidance
from network.models import Network
from spam import contact_reveals, limits_and_periods
from spam.models import Counter
from tests.browser.accessibility import faults
from tests.browser.navigation import follow
from tests.browser.window_sizes import DESKTOP, PHONE
from tests.support.builders import make_contact, make_focal_point, make_network


@pytest.fixture
def site(transactional_db, monkeypatch):
    monkeypatch.setattr(
        limits_and_periods, "MIN_FILL_IN_TIME", limits_and_periods.MIN_FILL_IN_TIME * 0
    )
    make_network(contact=make_contact())
    make_focal_point()
    Guidance.objects.create(readers_ko="두 사람이 읽습니다.", urgent_help_ko="상담 전화 1366")


def check_page(page) -> None:
    page.wait_for_load_state()
    assert (page.url, faults(page)) == (page.url, [])
    width = page.viewport_size["width"]
    assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url


@pytest.mark.parametrize(("size", "scheme"), [(PHONE, "dark"), (DESKTOP, "light")])
def test_a_concern_from_the_footer_to_its_code(page, site, size, scheme):
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size(dict(zip(("width", "height"), size, strict=True)))
    page.goto("/ko/")
    follow(page.get_by_role("link", name="고충 신고"))
    check_page(page)
    page.get_by_role("button", name="보내기").click()
    expect(page.locator("[name=description]")).to_be_focused()
    page.get_by_label("이름과 연락처").fill("성춘향")
    page.get_by_label("무슨 일이").fill("900101-1234567 번호를 적으라고 했습니다")
    page.get_by_role("button", name="보내기").click()
    page.get_by_role("alert").get_by_role("link", name="무슨 일이").click()
    check_page(page)
    page.keyboard.press("Control+A")
    page.keyboard.type("회의 뒤에 있었던 일입니다.")
    page.get_by_role("button", name="보내기").click()
    page.get_by_text("접수되었습니다").wait_for()
    check_page(page)
    assert Concern.objects.get().contact == "성춘향"
    assert page.context.cookies() == []
    assert page.console_errors == []


def test_when_many_come_the_browser_works_and_the_reader_notices_nothing(page, site):
    start_flood()
    page.goto("/en/concern/")
    assert page.locator("[data-bits]").get_attribute("data-bits") == "14"
    page.get_by_label("What happened?").fill("A thing")
    page.get_by_role("button", name="Send").click()
    page.get_by_text("It has arrived").wait_for()
    assert page.console_errors == []


def start_flood() -> None:
    for _number in range(limits_and_periods.WORK_AFTER_FORMS + 1):
        Counter.objects.increment("concern", "", limits_and_periods.FLOOD_PERIOD)


def start_flood_of_readers() -> None:
    for _number in range(limits_and_periods.WORK_AFTER_REVEALS + 1):
        Counter.objects.increment(contact_reveals.CONTACT, "", limits_and_periods.FLOOD_PERIOD)


def contact_button(page):
    return page.locator("footer form[action*='/contacts/'] button")


def test_when_many_ask_for_contacts_the_browser_works_and_shows_them_in_place(page, site):
    start_flood_of_readers()
    page.goto("/en/")
    contact_button(page).click()
    page.locator("footer [role=status]").get_by_text("press@example.org").wait_for()
    assert page.url.endswith("/en/")
    assert page.context.cookies() == []
    # The browser's own line about the first answer, which asks for work.
    assert all("429" in error for error in page.console_errors)


def test_without_a_script_waiting_shows_a_contact_and_the_page_says_so(
    browser, live_server, site, monkeypatch
):
    start_flood_of_readers()
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/en/")
    contact_button(page).click()
    show = page.get_by_role("button", name="Show the contact details")
    show.click()
    page.get_by_text("please wait a minute on this page").wait_for()
    assert page.get_by_text("press@example.org").count() == 0
    monkeypatch.setattr(
        limits_and_periods, "WAIT_INSTEAD_OF_WORK", limits_and_periods.WAIT_INSTEAD_OF_WORK * 0
    )
    show.click()
    page.get_by_text("press@example.org").wait_for()
    context.close()


def test_without_a_script_there_is_another_way_in(browser, live_server, site, monkeypatch):
    start_flood()
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/en/concern/")
    page.get_by_label("What happened?").fill("A thing")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("alert")).to_contain_text("one minute without JavaScript")
    monkeypatch.setattr(
        limits_and_periods, "WAIT_INSTEAD_OF_WORK", limits_and_periods.WAIT_INSTEAD_OF_WORK * 0
    )
    page.get_by_role("button", name="Send").click()
    page.get_by_text("It has arrived").wait_for()
    context.close()


def test_a_coordinator_closes_the_forms_while_somebody_is_typing(admin_page, site):
    admin_page.goto("/admin/")
    visitor = admin_page.context.browser.new_context()
    form = visitor.new_page()
    form.goto(admin_page.url.replace("/admin/", "/en/concern/"))
    form.get_by_label("What happened?").fill("Half a report")
    admin_page.get_by_role("button", name="모든 양식 접수 중단").click()
    admin_page.get_by_role("button", name="모든 양식 접수 다시 시작").wait_for()
    form.get_by_role("button", name="Send").click()
    expect(form.get_by_role("alert")).to_contain_text("Copy your text")
    expect(form.get_by_label("What happened?")).to_have_value("Half a report")
    form.goto(form.url.removesuffix("#tell"))
    form.get_by_role("heading", name="This form is closed").wait_for()
    check_page(form)
    admin_page.get_by_role("button", name="모든 양식 접수 다시 시작").click()
    admin_page.get_by_role("button", name="모든 양식 접수 중단").wait_for()
    assert Network.objects.get().joining_closed_at is None
    visitor.close()

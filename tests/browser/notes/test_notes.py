"""A note is stored beside a form that somebody is writing in."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from notes.models import ItemNote
from tests.browser.navigation import follow
from tests.browser.window_sizes import DESKTOP, PHONE, look
from tests.support.builders import make_colleague, make_network, make_page


@pytest.fixture
def form_url(transactional_db) -> str:
    make_network()
    page = make_page(title_ko="처음 제목")
    make_colleague("joon", is_superuser=True)
    return f"/admin/network/page/{page.pk}/change/"


def test_a_note_disturbs_no_form_and_a_colleague_is_offered(admin_page: Page, form_url):
    admin_page.goto(form_url)
    admin_page.locator("#id_title_ko").fill("쓰던 제목")
    admin_page.locator("#notes > summary").click()
    text = admin_page.locator("#id_note-text")
    text.press_sequentially("제목이 맞나요 @jo")
    admin_page.get_by_role("button", name="@joon").click()
    expect(text).to_have_value("제목이 맞나요 @joon ")
    admin_page.locator("#id_note-form_part").select_option("title_ko")
    admin_page.get_by_role("button", name="메모 남기기").click()
    expect(admin_page.locator(".note-text")).to_contain_text("제목이 맞나요 @joon")
    expect(admin_page.locator("#id_title_ko")).to_have_value("쓰던 제목")
    expect(admin_page.locator(".note-mark")).to_be_visible()
    assert [note.form_part for note in ItemNote.objects.all()] == ["title_ko"]
    for scheme, size in (("light", PHONE), ("dark", DESKTOP)):
        look(admin_page, scheme, size)
        found = Axe().run(admin_page, {"include": [["#notes"]]})
        assert found.violations_count == 0, found.generate_report()
        assert admin_page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_notes_on_the_whole_item_are_stored_one_after_the_other(admin_page: Page, form_url):
    admin_page.goto(form_url)
    admin_page.locator("#notes > summary").click()
    for number, text in enumerate(("하나", "둘"), 1):
        admin_page.locator("#id_note-text").fill(text)
        admin_page.get_by_role("button", name="메모 남기기").click()
        expect(admin_page.locator(".note-text")).to_have_count(number)
        expect(admin_page.locator(".notes-state")).not_to_contain_text("저장하지 못했습니다")
    admin_page.goto(form_url)
    expect(admin_page.locator(".note-text")).to_have_count(2)
    assert admin_page.console_errors == []


def test_what_was_typed_is_there_when_the_server_is_not(admin_page: Page, form_url):
    admin_page.goto(form_url)
    admin_page.locator("#notes > summary").click()
    admin_page.locator("#id_note-text").fill("Ask first.")
    admin_page.context.set_offline(True)
    admin_page.get_by_role("button", name="메모 남기기").click()
    expect(admin_page.locator(".notes-state")).to_contain_text("그대로 있습니다")
    admin_page.console_errors.clear()
    admin_page.context.set_offline(False)
    admin_page.goto(form_url)
    expect(admin_page.locator("#id_note-text")).to_have_value("Ask first.")


def test_why_a_text_is_not_public_yet_fills_the_bar_and_hides_no_icon(
    admin_page: Page, transactional_db
):
    make_network(needs_second_reader=True)
    page = make_page(title_ko="처음 제목")
    make_colleague("joon", is_superuser=True)
    look(admin_page, "light", DESKTOP)
    admin_page.goto(f"/admin/network/page/{page.pk}/change/")
    admin_page.locator("#id_title_ko").fill("아주 다른 제목")
    follow(admin_page.get_by_role("button", name="저장", exact=True))
    warning = admin_page.locator(".submit-row .messagelist li.warning")
    expect(warning).to_contain_text("아직 공개하지 않았습니다.")
    assert admin_page.locator(".translation-question:not([hidden])").count() == 1
    bar = admin_page.locator(".submit-row").bounding_box()
    assert warning.bounding_box()["width"] > bar["width"] * 0.9
    # The icon ends before the first letter.
    assert warning.evaluate("e => getComputedStyle(e).backgroundPosition").startswith("12px")

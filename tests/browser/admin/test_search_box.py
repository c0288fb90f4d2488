"""The search box of the admin: reached and used by keyboard, and without JavaScript."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from tests.browser.window_sizes import DESKTOP, PHONE
from tests.support.builders import make_article, make_network, make_person


@pytest.fixture
def content(transactional_db):
    make_network()
    make_person(name_ko="정다운", name_en="Jeong Dawoon")
    make_article(title_ko="정다운 이웃", published_at_en=None)


def panel(page: Page) -> Locator:
    return page.locator(".admin-search-panel")


def test_a_person_is_found_by_half_a_name_in_two_steps(admin_page: Page, content):
    admin_page.goto("/admin/")
    admin_page.keyboard.press("Control+k")
    admin_page.keyboard.type("다운")
    panel(admin_page).get_by_role("link", name="정다운 · Jeong Dawoon").click()
    expect(admin_page).to_have_url(re.compile("/members/person/"))


def test_results_are_reached_with_the_arrow_keys(admin_page: Page, content):
    admin_page.goto("/admin/")
    admin_page.keyboard.press("Control+k")
    admin_page.keyboard.type("이웃")
    result = panel(admin_page).get_by_role("link", name="정다운 이웃")
    expect(result).to_be_visible()
    admin_page.keyboard.press("ArrowDown")
    expect(result).to_be_focused()
    admin_page.keyboard.press("Escape")
    expect(result).to_be_hidden()
    expect(admin_page.locator("#admin-search")).to_be_focused()
    expect(admin_page.locator("#admin-search")).to_have_value("이웃")


def test_on_a_phone_the_results_stand_at_the_box_above_the_bar_of_a_form(admin_page, content):
    admin_page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    article = make_article(title_ko="정다운 글", slug="long")
    for number in range(6):
        make_person(name_ko=f"정다운{number}", slug=f"person-{number}")
    admin_page.goto(f"/admin/news/article/{article.pk}/change/")
    box = admin_page.locator("#admin-search")
    box.fill("정다운")
    expect(panel(admin_page).get_by_role("link").first).to_be_visible()
    bottom = box.bounding_box()["y"] + box.bounding_box()["height"]
    assert 0 <= panel(admin_page).bounding_box()["y"] - bottom < 12
    # Scrolled to its end within the panel, it can be pressed.
    panel(admin_page).get_by_role("link").last.click()
    expect(admin_page).to_have_url(re.compile(r"/admin/search/\?q="))


def test_a_search_without_results_says_so(admin_page: Page, content):
    admin_page.goto("/admin/")
    box = admin_page.locator("#admin-search")
    box.fill("없는 말")
    expect(panel(admin_page)).to_contain_text("‘없는 말’ 검색 결과가 없습니다.")
    expect(admin_page.locator(".admin-search [role=status]")).to_contain_text("‘없는 말’")
    box.fill("다운")
    expect(panel(admin_page).get_by_role("link", name="정다운 · Jeong Dawoon")).to_be_visible()
    expect(admin_page.locator(".admin-search [role=status]")).to_have_text(
        "검색 결과가 있습니다. 화살표 키로 이동해 주세요."
    )
    admin_page.keyboard.press("Escape")
    expect(admin_page.locator(".admin-search [role=status]")).to_be_empty()


@pytest.mark.parametrize("size", [PHONE, DESKTOP])
def test_the_box_and_its_results_are_accessible(admin_page: Page, content, size):
    admin_page.set_viewport_size({"width": size[0], "height": size[1]})
    admin_page.goto("/admin/")
    admin_page.locator("#admin-search").fill("정다운")
    expect(panel(admin_page).get_by_role("link", name="정다운 이웃")).to_be_visible()
    assert Axe().run(admin_page).response["violations"] == []
    admin_page.keyboard.press("Enter")
    expect(admin_page.get_by_role("heading", level=1)).to_contain_text("정다운")
    assert Axe().run(admin_page).response["violations"] == []

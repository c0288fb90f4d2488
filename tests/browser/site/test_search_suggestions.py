"""Suggestions below the search box: by keyboard, by mouse, while a syllable is composed."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from tests.browser.window_sizes import DESKTOP, PHONE
from tests.support.builders import make_article, make_network


@pytest.fixture
def content(transactional_db):
    make_network()
    for number in range(3):
        make_article(title_ko=f"돌봄 {number}", slug=f"care-{number}", published_at_en=None)


@pytest.fixture
def asked(page: Page) -> list[str]:
    """What was asked for."""
    addresses: list[str] = []
    page.on(
        "request",
        lambda request: addresses.append(request.url) if "/suggestions/" in request.url else None,
    )
    return addresses


def options(page: Page) -> Locator:
    return page.get_by_role("listbox").get_by_role("option")


def test_a_title_is_chosen_with_the_keys(page: Page, content, asked):
    page.goto("/ko/")
    box = page.get_by_role("searchbox")
    box.focus()
    box = page.get_by_role("combobox")
    expect(box).to_have_attribute("aria-expanded", "false")
    box.press_sequentially("돌봄", delay=5)
    expect(options(page)).to_have_count(3)
    assert len(asked) == 1
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_role("status")).to_contain_text("3")
    page.keyboard.press("ArrowUp")
    expect(options(page).last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    expect(box).not_to_have_attribute("aria-activedescendant", re.compile("."))
    page.keyboard.press("ArrowDown")
    chosen = page.locator(f"#{box.get_attribute('aria-activedescendant')}")
    expect(chosen).to_have_attribute("aria-selected", "true")
    expect(box).to_be_focused()
    page.keyboard.press("Escape")
    expect(options(page)).to_have_count(0)
    expect(box).to_have_value("돌봄")
    box.press_sequentially(" 1")
    expect(options(page)).to_have_count(1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/ko/news/care-1/$"))


def test_enter_without_a_choice_searches_as_before(page: Page, content):
    page.goto("/ko/")
    page.get_by_role("searchbox").click()
    page.get_by_role("combobox").press_sequentially("돌봄 2")
    expect(options(page)).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/ko/search/\?q="))
    expect(page.get_by_role("heading", level=2, name="돌봄 2")).to_be_visible()


def test_a_click_chooses_and_leaving_closes(page: Page, content):
    page.goto("/ko/search/")
    page.get_by_role("searchbox").click()
    page.get_by_role("combobox").press_sequentially("돌봄")
    expect(options(page)).to_have_count(3)
    page.get_by_role("heading", level=1).click()
    expect(options(page)).to_have_count(0)
    page.get_by_role("combobox").fill("돌봄 0")
    options(page).first.click()
    expect(page).to_have_url(re.compile("/ko/news/care-0/$"))


def test_nothing_is_asked_while_a_syllable_is_composed(page: Page, content, asked):
    page.goto("/ko/search/")
    page.get_by_role("searchbox").click()
    expect(page.get_by_role("combobox")).to_be_focused()
    keyboard = page.context.new_cdp_session(page)

    def compose(letters: str) -> None:
        keyboard.send(
            "Input.imeSetComposition",
            {"text": letters, "selectionStart": len(letters), "selectionEnd": len(letters)},
        )

    for letters in ("ㄷ", "도", "돌"):
        compose(letters)
        page.wait_for_timeout(300)
    assert asked == []
    keyboard.send("Input.insertText", {"text": "돌"})
    expect(options(page)).to_have_count(3)
    # The next syllable has begun; the Enter that ends it chooses nothing and sends nothing.
    compose("보")
    page.wait_for_timeout(300)
    assert len(asked) == 1
    page.get_by_role("combobox").dispatch_event(
        "keydown", {"key": "ArrowDown", "isComposing": True, "bubbles": True}
    )
    expect(page.locator("[aria-selected]")).to_have_count(0)
    keyboard.send("Input.insertText", {"text": "봄"})
    expect(page.get_by_role("combobox")).to_have_value("돌봄")
    page.wait_for_timeout(400)
    assert len(asked) == 2


def test_that_nothing_is_found_can_be_read_and_closed(page: Page, content):
    page.goto("/ko/")
    page.get_by_role("searchbox").click()
    box = page.get_by_role("combobox")
    box.press_sequentially("없는 말씀", delay=5)
    said = page.get_by_role("status").filter(has_text="본문까지 찾으려면")
    expect(said).to_be_in_viewport()
    assert said.bounding_box()["height"] > 20
    expect(box).to_have_attribute("aria-expanded", "false")
    assert Axe().run(page).response["violations"] == []
    page.keyboard.press("Escape")
    expect(said).to_have_count(0)
    expect(box).to_have_value("없는 말씀")
    box.fill("돌봄")
    expect(options(page)).to_have_count(3)
    assert page.get_by_role("status").filter(has_text="3").bounding_box()["height"] <= 1


def test_reading_costs_no_request_for_it(page: Page, content):
    loaded: list[str] = []
    page.on("request", lambda request: loaded.append(request.url))
    page.goto("/ko/news/care-0/")
    page.wait_for_load_state("networkidle")
    assert not [url for url in loaded if "search_suggestions" in url]


@pytest.mark.parametrize("size", [PHONE, DESKTOP])
def test_the_open_list_is_accessible_and_fits(page: Page, content, size):
    page.set_viewport_size({"width": size[0], "height": size[1]})
    for address in ("/ko/", "/ko/search/"):
        page.goto(address)
        page.get_by_role("searchbox").click()
        page.get_by_role("combobox").press_sequentially("돌봄")
        expect(options(page)).to_have_count(3)
        page.keyboard.press("ArrowDown")
        assert Axe().run(page).response["violations"] == []
        box = page.get_by_role("listbox").bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= size[0]


def test_a_site_that_does_not_answer_leaves_the_form_as_it_is(page: Page, content):
    page.route("**/suggestions/**", lambda route: route.fulfill(status=404))
    page.goto("/ko/")
    page.get_by_role("searchbox").click()
    page.get_by_role("combobox").press_sequentially("돌봄")
    page.wait_for_timeout(500)
    expect(options(page)).to_have_count(0)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/ko/search/\?q="))

"""A gallery by hand, by keyboard, large, and without any script."""

import pytest
from playwright.sync_api import expect

from tests.browser.window_sizes import PHONE
from tests.support.builders import add_gallery, add_text, make_article, make_network, make_photo

ADDRESS = "/en/news/pictures/"
# When the count has followed a scroll that has ended; in milliseconds.
FOLLOWED = 300


@pytest.fixture
def gallery(transactional_db):
    make_network()
    article = make_article(slug="pictures")
    add_text(article)
    photos = [
        make_photo(alt_en=f"Picture {number}", caption_en=f"Caption {number}")
        for number in range(1, 4)
    ]
    return add_gallery(article, photos)


@pytest.fixture
def opened(page, gallery):
    page.goto(ADDRESS)
    return page


def counts(page, words: str) -> None:
    expect(page.locator(".gallery-block > .gallery-arrows [role=status]")).to_have_text(words)


def left_of(page) -> float:
    return page.locator(".gallery-row").evaluate("row => row.scrollLeft")


def scrolls(page, until: str) -> None:
    """Wait until `until` holds of the `row`."""
    page.wait_for_function(
        f"() => {{ const row = document.querySelector('.gallery-row'); return {until}; }}"
    )


@pytest.mark.parametrize("size", [PHONE, (1280, 900)], ids=["phone", "desktop"])
def test_buttons_step_through_the_row_and_say_where_one_is(page, gallery, size):
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto(ADDRESS)
    back = page.get_by_role("button", name="Previous photo")
    on = page.get_by_role("button", name="Next photo")
    for button in (back, on):
        box = button.bounding_box()
        assert min(box["width"], box["height"]) >= 44
    counts(page, "1 of 3")
    expect(back).to_have_attribute("aria-disabled", "true")
    on.click()
    counts(page, "2 of 3")
    on.click()
    counts(page, "3 of 3")
    expect(on).to_have_attribute("aria-disabled", "true")
    scrolls(page, until="row.scrollLeft + row.clientWidth >= row.scrollWidth - 2")
    page.wait_for_timeout(FOLLOWED)
    counts(page, "3 of 3")
    on.click(force=True)
    counts(page, "3 of 3")
    back.click()
    counts(page, "2 of 3")


def test_arrow_keys_step_through_the_focused_row(opened):
    opened.locator(".gallery-row").focus()
    opened.keyboard.press("ArrowRight")
    counts(opened, "2 of 3")
    scrolls(opened, until="row.scrollLeft > 100")
    opened.keyboard.press("ArrowLeft")
    counts(opened, "1 of 3")


def test_the_count_follows_a_hand_that_scrolls(opened):
    opened.locator(".gallery-row").evaluate("row => row.scrollTo({left: row.scrollWidth})")
    counts(opened, "3 of 3")


def test_a_photo_opens_large_with_its_credit_and_gives_the_focus_back(opened):
    second = opened.get_by_role("button", name="Picture 2 Show large")
    second.focus()
    opened.keyboard.press("Enter")
    large = opened.get_by_role("dialog", name="In photos")
    expect(large).to_be_visible()
    assert opened.evaluate("document.querySelector('dialog').contains(document.activeElement)")
    expect(large.get_by_role("img", name="Picture 2")).to_be_visible()
    expect(large.get_by_text("Photo by Son Sang-min")).to_be_visible()
    expect(large.get_by_role("status")).to_have_text("2 of 3")
    opened.keyboard.press("ArrowRight")
    expect(large.get_by_role("img", name="Picture 3")).to_be_visible()
    opened.keyboard.press("ArrowRight")
    expect(large.get_by_role("status")).to_have_text("3 of 3")
    large.get_by_role("button", name="Previous photo").click()
    expect(large.get_by_text("Caption 2")).to_be_visible()
    opened.keyboard.press("Escape")
    expect(large).to_be_hidden()
    expect(second).to_be_focused()


def test_the_close_button_closes(opened):
    opened.get_by_role("button", name="Picture 1 Show large").click()
    opened.get_by_role("button", name="Close").click()
    expect(opened.locator("dialog")).to_be_hidden()
    expect(opened.get_by_role("button", name="Picture 1 Show large")).to_be_focused()


@pytest.mark.parametrize(("motion", "behaviour"), [("reduce", "auto"), ("no-preference", "smooth")])
def test_who_wants_less_motion_gets_less(page, gallery, motion, behaviour):
    page.emulate_media(reduced_motion=motion)
    page.goto(ADDRESS)
    found = page.locator(".gallery-row").evaluate("row => getComputedStyle(row).scrollBehavior")
    assert found == behaviour


def test_nothing_moves_by_itself(opened):
    before = left_of(opened)
    opened.wait_for_timeout(1_000)
    assert left_of(opened) == before


def test_one_photo_needs_no_buttons(page, gallery):
    gallery.gallery_photos.filter(order__gt=0).delete()
    page.goto(ADDRESS)
    expect(page.locator(".gallery-block > .gallery-arrows")).to_be_hidden()


def test_without_a_script_it_is_a_row_to_scroll(browser, live_server, gallery):
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    page.goto(ADDRESS)
    expect(page.locator(".gallery-row figure")).to_have_count(3)
    expect(page.locator(".gallery-row .photo-credit")).to_have_count(3)
    expect(page.locator(".gallery-block button:visible")).to_have_count(0)
    row = page.get_by_role("group", name="3 photos")
    row.focus()
    expect(row).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(row).not_to_have_js_property("scrollLeft", 0)
    context.close()

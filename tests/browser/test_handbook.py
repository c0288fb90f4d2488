"""Help on a page of the admin, and the chapters of the handbook, on phones and with axe."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from tests.browser.accessibility import faults
from tests.browser.window_sizes import DESKTOP, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def is_sound(page: Page) -> None:
    """Nothing that axe finds, nothing wider than the screen."""
    page.wait_for_load_state()
    assert faults(page) == []
    wider = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    assert not page.evaluate(wider), page.url


@pytest.mark.parametrize("size", [PHONE, DESKTOP])
def test_help_opens_by_keyboard_and_leads_to_the_handbook(admin_page: Page, live_server, size):
    page = admin_page
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto(live_server.url + reverse("admin:news_article_add"))
    panel = page.locator(".page-help")
    expect(panel.locator("dfn").first).to_be_hidden()
    panel.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(panel.locator("dfn").first).to_be_visible()
    is_sound(page)
    with page.expect_popup() as opened:
        panel.get_by_role("link").last.click()
    assert opened.value.url.endswith(reverse("admin:handbook-chapter", args=["first-release"]))


@pytest.mark.parametrize("size", [PHONE, DESKTOP])
def test_chapters_fit_every_screen(admin_page: Page, live_server, size):
    page = admin_page
    page.set_viewport_size({"width": size[0], "height": size[1]})
    for chapter in ("first-release", "attacks", "glossary"):
        page.goto(live_server.url + reverse("admin:handbook-chapter", args=[chapter]))
        is_sound(page)
        for picture in page.locator(".handbook-text img").all():
            picture.scroll_into_view_if_needed()
            page.wait_for_function("image => image.complete", arg=picture.element_handle())
            assert picture.evaluate("image => image.naturalWidth") > 300

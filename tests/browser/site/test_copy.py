"""The copy button: what lands on the clipboard, how it is said, and where it is not."""

import pytest
from playwright.sync_api import expect

from tests.support.builders import add_quote, add_text, make_article, make_network, make_photo


@pytest.fixture
def release(transactional_db):
    make_network(about_en="We are an example.\nWe mean it.")
    article = make_article(
        slug="release",
        kind="press-release",
        show_about_network=True,
        lead_photo=make_photo(press_use=True),
        dateline_en="Seoul",
    )
    add_text(article)
    add_quote(article)
    return article


@pytest.fixture
def clipboard(context, page):
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    return lambda: page.evaluate("navigator.clipboard.readText()")


def test_a_release_is_copied_as_plain_text(page, release, clipboard):
    page.goto("/en/news/release/")
    page.get_by_role("button", name="Copy text").click()
    expect(page.get_by_text("Copied")).to_be_visible()
    assert clipboard() == (
        "Example network launches\n\nA first sentence.\n\nSeoul — The body.\n\n"
        "“We create it together.”\n— Kim Bogi, Director\n\n"
        "About EXNET\nWe are an example.\nWe mean it."
    )


def test_the_text_about_the_network_and_a_credit_are_copied(page, release, clipboard):
    page.goto("/en/press/")
    page.get_by_role("button", name="Copy text").click()
    expect(page.get_by_text("Copied")).to_be_visible()
    assert clipboard() == "We are an example.\nWe mean it."
    page.goto(f"/en/press/photos/{release.lead_photo.pk}/")
    page.get_by_role("button", name="Copy credit").click()
    expect(page.get_by_text("Copied")).to_be_visible()
    assert clipboard() == "Photo by Son Sang-min"


def test_without_a_script_there_is_text_to_select_and_no_dead_button(browser, live_server, release):
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    for address in ("/en/press/", "/en/news/release/"):
        page.goto(address)
        expect(page.get_by_role("button", name="Copy text")).to_have_count(0)
        about = page.locator("main p:visible").filter(has_text="We mean it.")
        expect(about).to_have_count(1)
    context.close()

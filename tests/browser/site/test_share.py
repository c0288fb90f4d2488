"""The share button: what the device is handed, and where there is none."""

import pytest
from playwright.sync_api import expect

from tests.support.builders import make_event, make_network

SHARED = "window.shared = []; navigator.share = async (what) => { window.shared.push(what) };"


@pytest.fixture
def _event(transactional_db):
    make_network()
    make_event(slug="forum", title_en="Forum")


@pytest.mark.usefixtures("_event")
def test_the_device_is_handed_title_and_address(page):
    page.add_init_script(SHARED)
    page.goto("/en/events/forum/?utm_source=mail")
    page.get_by_role("button", name="Share").click()
    (shared,) = page.evaluate("window.shared")
    assert shared["title"] == page.title()
    assert shared["url"].endswith("/en/events/forum/")


@pytest.mark.usefixtures("_event")
def test_the_address_is_copied(page, context):
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto("/en/events/forum/")
    page.get_by_role("button", name="Copy the address").click()
    expect(page.get_by_text("Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()").endswith("/en/events/forum/")


@pytest.mark.usefixtures("_event")
def test_a_dialog_that_is_closed_is_no_error(page):
    errors = []
    page.on("pageerror", lambda error: errors.append(error))
    page.add_init_script("navigator.share = () => Promise.reject(new Error('AbortError'));")
    page.goto("/en/events/forum/")
    page.get_by_role("button", name="Share").click()
    page.wait_for_timeout(100)
    assert errors == []


@pytest.mark.usefixtures("_event")
def test_without_support_or_scripts_there_is_no_button(page, browser, live_server):
    page.add_init_script("Object.defineProperty(Navigator.prototype, 'share', {value: undefined});")
    page.goto("/en/events/forum/")
    expect(page.get_by_role("button", name="Share")).to_have_count(0)
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    without = context.new_page()
    without.goto("/en/events/forum/")
    expect(without.get_by_role("button", name="Share")).to_have_count(0)
    expect(without.get_by_role("button", name="Copy the address")).to_have_count(0)
    context.close()

"""What the other tests of this folder rely on: the window that they share has no past."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Window
from tests.support.builders import make_network

LEAVE_TRACES = """async () => {
    localStorage.setItem("trace", "1");
    sessionStorage.setItem("trace", "1");
    document.cookie = "trace=1; path=/";
    await caches.open("trace");
    await new Promise(done => indexedDB.open("trace").onsuccess = done);
}"""
TRACES = """async () => ({
    local: localStorage.length,
    session: sessionStorage.length,
    cookies: document.cookie,
    caches: await caches.keys(),
    databases: (await indexedDB.databases()).map(one => one.name),
    permission: (await navigator.permissions.query({name: "clipboard-read"})).state,
})"""
NOTHING = {
    "local": 0,
    "session": 0,
    "cookies": "",
    "caches": [],
    "databases": [],
    "permission": "prompt",
}


@pytest.fixture
def window(browser, live_server, transactional_db):
    make_network()
    opened = Window(browser, live_server.url)
    yield opened
    opened.context.close()


def opened(window: Window) -> Page:
    page = window.context.new_page()
    page.goto("/ko/")
    return page


def test_a_window_is_handed_on_without_a_past(window):
    page = opened(window)
    assert page.evaluate(TRACES) == NOTHING
    window.context.grant_permissions(["clipboard-read"])
    window.context.route("**/members/", lambda route: route.fulfill(body="made up"))
    page.evaluate(LEAVE_TRACES)
    assert page.evaluate(TRACES) == {
        "local": 1,
        "session": 1,
        "cookies": "trace=1",
        "caches": ["trace"],
        "databases": ["trace"],
        "permission": "granted",
    }
    window.context.set_offline(True)
    window.close_pages()
    window.forget()
    page = opened(window)
    assert page.evaluate(TRACES) == NOTHING
    page.goto("/ko/members/")
    expect(page.get_by_text("made up")).to_have_count(0)

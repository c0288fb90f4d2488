"""A real Chromium against a real server, with the clock in the test's hand."""

import os
import re
import shutil
import threading
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.handlers import StaticFilesHandlerMixin
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, HttpResponse
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Page,
    Playwright,
    Request,
    expect,
    sync_playwright,
)

from cms.files.static_files import with_imports
from tests.browser.window_sizes import DESKTOP
from tests.support.crawling import static_file

# Long enough for a machine that has other things to do; who passes does not wait.
PATIENCE = 30_000
expect.set_options(timeout=PATIENCE)

# Playwright keeps a loop in this thread; Django would refuse the database because of it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    # Processes that a test has no use for: Chromium's own menus, and a renderer for the next page.
    # This list replaces Playwright's own, of which the first seven matter here.
    "--disable-features=HttpsUpgrades,HttpsFirstBalancedModeAutoEnable,PaintHolding,MediaRouter,"
    "OptimizationHints,AvoidUnnecessaryBeforeUnloadCheckSync,ThirdPartyStoragePartitioning,"
    "PreloadTopChromeWebUI,WebUIOmniboxPopup,SpareRendererForSitePerProcess",
]

# What the console calls an error and a test means: an address that is not there (any more).
MEANT = re.compile(r"404 \(Not Found\)|410 \(Gone\)")


def pytest_collection_modifyitems(items):
    for item in items:
        if "browser" in Path(item.path).parts:
            item.add_marker(pytest.mark.browser)


def start(playwright: Playwright) -> Browser:
    """The system's Chromium; Playwright's own where the system has none."""
    system = shutil.which("chromium") or shutil.which("chromium-browser")
    return playwright.chromium.launch(executable_path=system, args=FLAGS)


@pytest.fixture(scope="session", autouse=True)
def joined_style_sheets() -> Iterator[None]:
    """Style sheets come in one file, and browsers keep what is static, as they do for visitors;
    otherwise a page would take forty requests more, and each would ask for all files again."""
    serve = StaticFilesHandlerMixin.serve

    def serve_joined(handler: StaticFilesHandlerMixin, request: HttpRequest) -> HttpResponse:
        name = handler.file_path(request.path)
        if name.endswith(".css") and finders.find(name):
            answer = HttpResponse(with_imports(name, static_file), content_type="text/css")
        else:
            answer = serve(handler, request)
        if answer.status_code == HTTPStatus.OK:
            answer["Cache-Control"] = "max-age=315360000, public, immutable"
        return answer

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(StaticFilesHandlerMixin, "serve", serve_joined)
        yield


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = start(playwright)
        yield started
        started.close()


class Requests:
    """How many requests the server of the tests is answering."""

    def __init__(self) -> None:
        self.running = 0
        self.changed = threading.Condition()

    def count(self, change: int) -> None:
        with self.changed:
            self.running += change
            self.changed.notify_all()

    def wait_until_none(self) -> None:
        with self.changed:
            assert self.changed.wait_for(lambda: not self.running, timeout=PATIENCE / 1000)


@pytest.fixture(scope="session")
def requests() -> Iterator[Requests]:
    counted, answer = Requests(), WSGIHandler.__call__

    def answer_counted(handler: WSGIHandler, *arguments: Any) -> Any:
        counted.count(1)
        try:
            return answer(handler, *arguments)
        finally:
            counted.count(-1)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WSGIHandler, "__call__", answer_counted)
        yield counted


class Window:
    """A context that the tests of a worker use one after the other.

    A context of its own for each test would start a profile and a renderer, which takes as long as
    several pages. The first page stays open, so that the renderer does.
    """

    def __init__(self, browser: Browser, address: str) -> None:
        self.context = browser.new_context(
            base_url=address, locale="ko-KR", timezone_id="Asia/Seoul"
        )
        self.address = address
        self.first_page = self.context.new_page()
        self.first_page.goto("/robots.txt")
        self.tools = self.context.new_cdp_session(self.first_page)
        self.is_open = True
        self.context.on("close", self.note_closed)

    def note_closed(self, _context: BrowserContext) -> None:
        self.is_open = False

    def close_pages(self) -> None:
        for opened in self.context.pages:
            if opened is not self.first_page:
                opened.close()

    def forget(self) -> None:
        """All that the next test could see of this one: of what browsers keep, nothing is left."""
        self.context.unroute_all()
        self.context.set_offline(False)
        self.context.clear_permissions()
        self.context.clear_cookies()
        self.tools.send("Network.clearBrowserCache")
        everything = {"origin": self.address, "storageTypes": "all"}
        self.tools.send("Storage.clearDataForOrigin", everything)


@pytest.fixture(scope="session")
def windows() -> list[Window]:
    """The window that is open, if there is one."""
    return []


@pytest.fixture
def context(
    browser: Browser, live_server, requests: Requests, windows: list[Window]
) -> Iterator[BrowserContext]:
    """A window without a past whose every request to elsewhere fails the test."""
    if not windows or not windows[0].is_open:
        windows[:] = [Window(browser, live_server.url)]
    window = windows[0]
    opened = window.context
    opened.set_default_timeout(PATIENCE)
    strangers = []

    def note_stranger(request: Request) -> None:
        is_web = request.url.split(":")[0] in ("http", "https")
        if is_web and not request.url.startswith(live_server.url):
            strangers.append(request.url)

    opened.on("request", note_stranger)
    yield opened
    if window.is_open:
        window.close_pages()
        opened.remove_listener("request", note_stranger)
        window.forget()
    # A form that closes is still being kept, while the next step empties the tables.
    requests.wait_until_none()
    assert strangers == []


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A page that fails the test when its console reports an error."""
    opened = context.new_page()
    opened.set_viewport_size({"width": DESKTOP[0], "height": DESKTOP[1]})
    errors = []
    opened.on("pageerror", lambda error: errors.append(str(error)))
    opened.on(
        "console",
        lambda message: (
            errors.append(message.text)
            if message.type == "error" and not MEANT.search(message.text)
            else None
        ),
    )
    opened.console_errors = errors
    return opened


@pytest.fixture
def coordinator(transactional_db):
    return get_user_model().objects.create_superuser("mina", "mina@example.org", "a-long-password")


@pytest.fixture
def admin_page(page: Page, coordinator, client, live_server) -> Page:
    """A coordinator who is logged in, in Korean, and has not opened a page yet."""
    client.force_login(coordinator)
    session = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    return page

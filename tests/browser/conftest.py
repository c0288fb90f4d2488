"""A real Chromium against a real server, with the clock in the test's hand."""

import os
import re
import shutil
import threading
from collections.abc import Iterator
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
    """Style sheets come in one file, as visitors get them, instead of in forty requests a page."""
    serve = StaticFilesHandlerMixin.serve

    def serve_joined(handler: StaticFilesHandlerMixin, request: HttpRequest) -> HttpResponse:
        name = handler.file_path(request.path)
        if not name.endswith(".css") or not finders.find(name):
            return serve(handler, request)
        return HttpResponse(with_imports(name, static_file), content_type="text/css")

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


@pytest.fixture
def context(browser: Browser, live_server, requests: Requests) -> Iterator[BrowserContext]:
    """A window of its own whose every request to elsewhere fails the test."""
    opened = browser.new_context(base_url=live_server.url, locale="ko-KR", timezone_id="Asia/Seoul")
    opened.set_default_timeout(PATIENCE)
    strangers = []
    opened.on(
        "request",
        lambda request: (
            strangers.append(request.url)
            if request.url.split(":")[0] in ("http", "https")
            and not request.url.startswith(live_server.url)
            else None
        ),
    )
    yield opened
    opened.close()
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

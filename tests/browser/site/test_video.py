"""A video asks nothing of its provider before somebody wants to watch it."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.support.builders import add_video, make_article, make_network, make_photo

ADDRESS = "/en/news/moving/"
PLAYER = "https://www.youtube-nocookie.com/embed/EXAMPLE0001"


@pytest.fixture
def moving(transactional_db):
    make_network()
    article = make_article(slug="moving")
    add_video(article, poster=make_photo())
    return article


class Window:
    """A page of its own whose requests to elsewhere are answered here and noted."""

    def __init__(self, context, site: str):
        self.asked = []
        context.route(lambda address: not address.startswith(site), self._answer)
        self.page = context.new_page()
        self.errors = []
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on(
            "console",
            lambda message: self.errors.append(message.text) if message.type == "error" else None,
        )

    def _answer(self, route) -> None:
        self.asked.append(route.request)
        route.fulfill(content_type="text/html", body="<title>Player</title><p>A film")

    def hosts(self) -> set[str]:
        return {urlsplit(request.url).hostname for request in self.asked}


@pytest.fixture
def window(browser, live_server):
    context = browser.new_context(base_url=live_server.url)
    context.set_default_timeout(30_000)
    yield Window(context, live_server.url)
    context.close()


def test_the_provider_is_asked_after_the_click_and_not_before(window, live_server, moving):
    page = window.page
    page.goto(ADDRESS)
    page.mouse.wheel(0, 3_000)
    page.wait_for_load_state("networkidle")
    play = page.get_by_role("button", name="Play: Example video")
    play.hover()
    play.focus()
    assert window.asked == []

    page.keyboard.press("Enter")
    expect(page.frame_locator("iframe").get_by_text("A film")).to_be_visible()
    assert window.hosts() == {"www.youtube-nocookie.com"}
    assert window.asked[0].url.startswith(PLAYER)
    referrer = window.asked[0].headers.get("referer", "")
    assert referrer.rstrip("/") == live_server.url
    assert window.errors == []


def test_the_player_takes_the_place_of_the_button_and_the_focus(window, moving):
    page = window.page
    page.goto(ADDRESS)
    page.get_by_role("button", name="Play: Example video").click()
    frame = page.locator(".video-panel iframe")
    expect(frame).to_be_focused()
    expect(frame).to_have_attribute("title", "Example video")
    assert frame.get_attribute("allowfullscreen") is not None
    expect(page.get_by_role("button", name="Play: Example video")).to_have_count(0)


def test_without_a_script_a_link_leads_to_the_provider(browser, live_server, moving):
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    window = Window(context, live_server.url)
    window.page.goto(ADDRESS)
    link = window.page.get_by_role("link", name="Watch on YouTube")
    expect(window.page.get_by_text("YouTube is contacted only when")).to_be_visible()
    assert window.asked == []
    link.click()
    window.page.wait_for_url("https://www.youtube.com/watch?v=EXAMPLE0001")
    assert window.hosts() == {"www.youtube.com"}
    context.close()


def test_the_transcript_opens_without_a_script(browser, live_server, moving):
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    page.goto(ADDRESS)
    expect(page.get_by_text("Hello.")).to_be_hidden()
    page.locator("summary").click()
    expect(page.get_by_text("Hello.")).to_be_visible()
    context.close()

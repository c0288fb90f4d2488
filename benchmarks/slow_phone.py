"""How soon a slow phone shows a page, and how soon it reacts.

Run with `make benchmarks`, with the demonstration. Chromium, 360 pixels wide with two pixels each,
is slowed down to a quarter, behind a line of 1.6 Mbit/s and 150 ms. Printed: for each page the
largest contentful paint (LCP) in seconds, the median of three visits with an empty cache, the
layout shift (CLS) and the kB of all files; for the gallery and the directory the longest time from
a tap or key to the next picture (INP) in ms. Fails when one is over 2 s, over 0, or over 200 ms.
"""

import statistics
import sys
from dataclasses import dataclass

import django

from website import startup

startup.prepare()
django.setup()

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.servers import OF_SITE, free_port, gunicorn
from tests.browser.conftest import start

VISITS = 3
MOST_SECONDS, MOST_MILLISECONDS = 2.0, 200
PAGES = ["", "news/", "news/kmen-launch/", "events/", "members/", "resources/", "photo-credits/"]
LINE = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1_600_000 / 8,
    "uploadThroughput": 750_000 / 8,
}
OBSERVE = """
window.seen = {paint: 0, shift: 0, reaction: 0};
const observe = (type, note, more) => new PerformanceObserver(
    list => list.getEntries().forEach(note)).observe({type, buffered: true, ...more});
observe('largest-contentful-paint', entry => { seen.paint = entry.startTime; });
observe('layout-shift', entry => { if (!entry.hadRecentInput) seen.shift += entry.value; });
observe('event', entry => {
    if (entry.interactionId) seen.reaction = Math.max(seen.reaction, entry.duration);
}, {durationThreshold: 16});
"""


@dataclass(frozen=True)
class Visit:
    """`paint` in seconds, `reaction` in ms, `weight` in kB."""

    paint: float
    shift: float
    weight: float
    reaction: float


def visit(browser: Browser, address: str) -> Visit:
    context = browser.new_context(
        viewport={"width": 360, "height": 740}, device_scale_factor=2, has_touch=True
    )
    context.add_init_script(OBSERVE)
    page = context.new_page()
    line = context.new_cdp_session(page)
    received = []
    line.on("Network.loadingFinished", lambda told: received.append(told["encodedDataLength"]))
    line.send("Network.enable")
    line.send("Network.emulateNetworkConditions", LINE)
    line.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    page.goto(address, wait_until="networkidle")
    weight = sum(received) / 1000
    seen = page.evaluate("seen")
    react(page)
    page.wait_for_timeout(500)
    reaction = page.evaluate("seen.reaction")
    context.close()
    return Visit(seen["paint"] / 1000, seen["shift"], weight, reaction)


def react(page: Page) -> None:
    """A few steps to and fro in a gallery, or a word into the filter of the directory."""
    arrows = page.locator(".gallery-block").first.locator("> .gallery-arrows")
    if arrows.count():
        for step in (1, -1, 1, -1):
            arrows.locator(f"[data-step='{step}']").tap()
            page.wait_for_timeout(600)
    if page.url.endswith("/members/"):
        page.locator("form.find summary").tap()
        page.locator("#find-name").press_sequentially("모임", delay=100)


def main() -> int:
    port, slow = free_port(), False
    with gunicorn(port, *OF_SITE), sync_playwright() as playwright:
        browser = start(playwright)
        print(f"{'page':<28} LCP s    CLS    kB  INP ms")
        for path in PAGES:
            address = f"http://127.0.0.1:{port}/ko/{path}"
            visits = [visit(browser, address) for _visit in range(VISITS)]
            paint = statistics.median(one.paint for one in visits)
            shift, reaction = (
                max(one.shift for one in visits),
                max(one.reaction for one in visits),
            )
            print(f"{path:<28} {paint:5.2f} {shift:6.3f} {visits[0].weight:5.0f} {reaction:7.0f}")
            slow = slow or paint > MOST_SECONDS or shift > 0 or reaction > MOST_MILLISECONDS
        browser.close()
    return slow


if __name__ == "__main__":
    sys.exit(main())

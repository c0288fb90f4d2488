"""Take a picture of every page of the demonstration: phone and desktop, light and dark.

Starts the site on a free port and writes `var/screens/<page>-<language>-<size>-<scheme>.png`, and
the pictures of the handbook (`handbook_pictures.py`). With the argument `handbook` only these.
"""

import itertools
import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import django
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from website import startup

startup.prepare()
django.setup()

from django.conf import settings  # noqa: E402 - the settings need the database above

from cms.i18n import languages  # noqa: E402
from demo.content_loader import LOGIN, PASSWORD  # noqa: E402
from members.models import Organisation  # noqa: E402
from network.models import Page  # noqa: E402
from news.models import Article  # noqa: E402
from photos.models import Photo  # noqa: E402
from tests.browser import handbook_pictures  # noqa: E402
from tests.browser.conftest import start  # noqa: E402
from tests.browser.window_sizes import DESKTOP, PHONE  # noqa: E402

SIZES = {"phone": PHONE, "desktop": DESKTOP}
SCREENS = settings.VAR_DIR / "screens"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def public_addresses() -> list[str]:
    items = [
        *Page.objects.order_by("pk"),
        *Article.objects.order_by("pk"),
        *Organisation.objects.members()[:2],
    ]
    addresses = [item.url_in(languages.codes()[0]).split("/", 2)[2] for item in items]
    lists = [
        "",
        "news/",
        "news/?year=2025",
        "news/?kind=statement",
        "press/",
        "members/",
        "photo-credits/",
    ]
    lists += ["people/", "people/moon-ga-on/", "about/code-of-conduct/"]
    press_photos = [f"press/photos/{photo.pk}/" for photo in Photo.objects.press_photos()[:1]]
    return [*lists, *press_photos, "no-such-page/", *addresses]


def admin_addresses() -> list[str]:
    article, photo = Article.objects.order_by("pk").first(), Photo.objects.first()
    lists = ["", "news/article/", "photos/photo/", "network/page/", "network/network/1/change/"]
    lists += ["joining/application/", "members/agreement/", "handbook/first-day/"]
    forms = [
        "news/article/add/?kind=press-release",
        f"news/article/{article.pk}/change/",
        f"photos/photo/{photo.pk}/change/",
        "photos/photo/add/",
    ]
    return [*lists, *forms]


def log_in(context: BrowserContext, site: str) -> None:
    page = context.new_page()
    page.goto(f"{site}/admin/login/")
    page.fill("#id_username", LOGIN)
    page.fill("#id_password", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site}/admin/")
    page.close()


def shoot(context: BrowserContext, site: str, addresses: list[str], name: str) -> None:
    page = context.new_page()
    for address in addresses:
        page.goto(f"{site}/{address}")
        page.evaluate("document.querySelectorAll('img').forEach(img => img.loading = 'eager')")
        page.wait_for_load_state("networkidle")
        readable = re.sub(r"[^a-z0-9]+", "-", address).strip("-") or "home"
        page.screenshot(path=SCREENS / f"{readable}-{name}.png", full_page=True)
    page.close()


def take_all(site: str) -> None:
    with sync_playwright() as playwright:
        browser = start(playwright)
        handbook_pictures.take(browser, site, log_in)
        if sys.argv[1:] != ["handbook"]:
            take_screens(browser, site)
        browser.close()


def take_screens(browser: Browser, site: str) -> None:
    for (size, (width, height)), scheme in itertools.product(SIZES.items(), ("light", "dark")):
        for code in languages.codes():
            context = browser.new_context(
                viewport={"width": width, "height": height}, color_scheme=scheme, locale=code
            )
            public = [f"{code}/{address}" for address in public_addresses()]
            shoot(context, site, public, f"{size}-{scheme}")
            log_in(context, site)
            in_admin = [f"admin/{address}" for address in admin_addresses()]
            shoot(context, site, in_admin, f"{code}-{size}-{scheme}")
            context.close()


def wait_until_it_answers(site: str) -> None:
    for _ in range(100):
        try:
            urllib.request.urlopen(f"{site}/healthz")  # noqa: S310 - our own address
        except urllib.error.URLError:
            time.sleep(0.2)
        else:
            return
    sys.exit("The site did not start.")


def main() -> None:
    SCREENS.mkdir(parents=True, exist_ok=True)
    port = free_port()
    site = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "gunicorn", "--config", "python:website.serving.gunicorn"]
    environment = os.environ | {"BIND": f"127.0.0.1:{port}"}
    server = subprocess.Popen(command, env=environment)  # noqa: S603 - our own command
    try:
        wait_until_it_answers(site)
        take_all(site)
    finally:
        server.terminate()
        server.wait()
    print(f"{len(list(SCREENS.glob('*.png')))} pictures in {SCREENS}")  # noqa: T201


if __name__ == "__main__":
    main()

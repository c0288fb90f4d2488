"""The windows that pages are looked at in: width and height in CSS pixels."""

from playwright.sync_api import Page

PHONE, DESKTOP = (360, 740), (1280, 900)

# Language, scheme and window: each meets each of the others once in four looks instead of eight.
EVERY_PAIR = [
    ("ko", "light", PHONE),
    ("ko", "dark", DESKTOP),
    ("en", "light", DESKTOP),
    ("en", "dark", PHONE),
]


def look(page: Page, scheme: str, size: tuple[int, int]) -> None:
    """How the next page is looked at; on a page that is open, colours would take time to change."""
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": size[0], "height": size[1]})

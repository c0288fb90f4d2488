"""The windows that pages are looked at in: width and height in CSS pixels."""

from playwright.sync_api import Page

PHONE, DESKTOP = (360, 740), (1280, 900)

# Language, scheme and window: each meets each of the others once in four looks instead of eight.
LOOKS = {
    "ko": [("light", PHONE), ("dark", DESKTOP)],
    "en": [("light", DESKTOP), ("dark", PHONE)],
}


def look(page: Page, scheme: str, size: tuple[int, int]) -> None:
    """How the page is looked at: this one and the next."""
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": size[0], "height": size[1]})

"""From one page to the next."""

from playwright.sync_api import Locator


def follow(way: Locator) -> None:
    """Click what leads to another page, and wait until that has come whole.

    After a mere `click` the old page may still be there, and looks as the new one will.
    """
    with way.page.expect_navigation():
        way.click()

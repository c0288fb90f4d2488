"""What keeps people out of a page, found by axe."""

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

# Colours that are on their way to those of another scheme have arrived when axe looks.
ARRIVE = """() => document.getAnimations()
    .filter(one => one instanceof CSSTransition).forEach(one => one.finish())"""
VIOLATIONS = "async () => (await axe.run({resultTypes: ['violations']})).violations"


def violations(page: Page) -> list[dict]:
    """The rules that the page breaks, each with the elements that do."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    page.evaluate(ARRIVE)
    return page.evaluate(VIOLATIONS)


def faults(page: Page) -> list[tuple[str, str]]:
    """Each rule that the page breaks, with each element that does."""
    return [(rule["id"], node["html"]) for rule in violations(page) for node in rule["nodes"]]


def serious_faults(page: Page) -> list[tuple[str, str]]:
    """Of these, what keeps somebody from using the page."""
    return [
        (rule["id"], node["html"])
        for rule in violations(page)
        if rule["impact"] in ("serious", "critical")
        for node in rule["nodes"]
    ]

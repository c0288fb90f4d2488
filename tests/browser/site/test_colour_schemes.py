"""What the other tests of this folder rely on when they look at one page in two schemes."""

from tests.browser.accessibility import faults

PAGE = """<!doctype html><html lang="en"><title>Page</title>
<style>
  p { color: black; background: white; transition: background-color 60s }
  @media (prefers-color-scheme: dark) { p { background: #333 } }
</style>
<main><h1>Page</h1><p>Words</p></main>"""


def test_axe_measures_the_colours_that_a_page_ends_with(page):
    page.emulate_media(color_scheme="light")
    page.set_content(PAGE)
    assert faults(page) == []
    page.emulate_media(color_scheme="dark")
    assert faults(page) == [("color-contrast", "<p>Words</p>")]
    page.emulate_media(color_scheme="light")
    assert faults(page) == []

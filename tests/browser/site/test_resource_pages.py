"""The library, the page of a resource and a series in a real browser: axe, widths, copying."""

import pytest
from playwright.sync_api import expect

from tests.browser.accessibility import faults
from tests.browser.window_sizes import LOOKS, look
from tests.support.builders import (
    add_contributor,
    add_resource_file,
    make_article,
    make_campaign,
    make_event,
    make_member,
    make_network,
    make_person,
    make_photo,
    make_resource,
    make_topic,
)

PAGES = [
    "resources/",
    "resources/?kind=book",
    "resources/guide/",
    "resources/original/",
    "campaigns/tour/",
]


@pytest.fixture
def library(transactional_db):
    make_network()
    tour = make_campaign(
        slug="tour",
        name_ko="책 여행",
        name_en="Book tour",
        kind="series",
        **dict.fromkeys(("from_month", "from_day", "to_month", "to_day")),
    )
    event = make_event(slug="stop", campaign=tour, city_ko="서울", city_en="Seoul")
    original = make_resource(slug="original", kind="book", title_en="The original", year=2020)
    guide = make_resource(
        slug="guide",
        kind="book",
        title_ko="남성해방",
        title_en="Men’s Liberation",
        subtitle_ko="부제",
        subtitle_en="A subtitle",
        description_ko="<h2>내용</h2><p>본문</p>",
        description_en="<h2>Content</h2><p>Text</p>",
        cover=make_photo(),
        publisher=make_member(slug="press", name_en="Example Press"),
        year=2024,
        work_languages=["ko", "nl"],
        isbn="9780306406157",
        doi="10.1234/" + "long-" * 20,
        licence="cc-by-4.0",
        translation_of=original,
        campaign=tour,
        external_url="https://press.example/",
    )
    guide.topics.add(make_topic())
    guide.events.add(event)
    add_contributor(guide, person=make_person(has_public_profile=True))
    add_contributor(guide, name_ko="옮긴이", name_en="A Translator", role="translator")
    add_resource_file(guide, pages=48)
    add_resource_file(guide, language="nl", url="https://elsewhere.example/")
    make_article().resources.add(guide)
    return guide


def test_axe_finds_nothing_and_nothing_sticks_out(page, library):
    for language, looks in LOOKS.items():
        for address in PAGES:
            page.goto(f"/{language}/{address}")
            for scheme, size in looks:
                look(page, scheme, size)
                assert (scheme, address, faults(page)) == (scheme, address, [])
                assert page.evaluate("document.documentElement.scrollWidth") <= size[0], address
    page.set_viewport_size({"width": 320, "height": 600})
    for address in PAGES:
        page.goto(f"/ko/{address}")
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, address
    assert page.console_errors == []


def test_a_citation_is_found_by_the_filters_and_copied(page, context, library):
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto("/en/resources/")
    page.get_by_role("link", name="2024").click()
    expect(page.get_by_role("link", name="The original")).to_have_count(0)
    page.get_by_role("link", name="Men’s Liberation").click()
    page.get_by_role("button", name="Copy the citation (Korean)").click()
    expect(page.get_by_text("Copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("김보기(2024). 『남성해방: 부제』(옮긴이 옮김).")


def test_a_file_is_downloaded(page, library):
    page.goto("/ko/resources/guide/")
    with page.expect_download() as download:
        page.get_by_role("link", name="PDF").click()
    assert download.value.suggested_filename.endswith("-ko.pdf")

"""Every public page as a visitor meets it: both languages, light and dark, phone and desktop."""

import itertools
import re
from datetime import date

import pytest
from playwright.sync_api import expect

from news import preview_links
from tests.browser.accessibility import faults
from tests.browser.window_sizes import LOOKS, look
from tests.support.builders import (
    add_correction,
    add_file,
    add_gallery,
    add_office,
    add_photo,
    add_quote,
    add_see_also_link,
    add_statistic,
    add_text,
    add_video,
    make_agreement,
    make_article,
    make_contact,
    make_milestone,
    make_network,
    make_page,
    make_person,
    make_photo,
    make_preview_link,
    make_topic,
    tomorrow,
)

PAGES = [
    "",
    "news/",
    "news/?kind=news",
    "news/launch/",
    "news/korean-only/",
    "about/",
    "about/code-of-conduct/",
    "people/",
    "people/kim-bogi/",
    "nothing/",
    "press/",
    "photo-credits/",
]


@pytest.fixture
def site(transactional_db):
    contact = make_contact()
    make_network(
        contact=contact,
        press_contact=contact,
        vision_ko="함께 만드는 성평등",
        vision_en="Gender equality, created together",
        about_ko="예시 네트워크입니다.",
        about_en="An example network.",
    )
    make_page(slug="about", shows_contact=True)
    person = make_person(has_public_profile=True, portrait=make_photo(), biography_ko="소개")
    add_office(person)
    make_milestone(link="/news/launch/")
    make_agreement()
    make_agreement(version="2024", in_force_from=date(2024, 1, 1))
    launch = make_article(
        slug="launch",
        kind="press-release",
        lead_photo=make_photo(press_use=True),
        show_about_network=True,
        byline_ko="김보기",
        byline_en="Kim Bogi",
        dateline_ko="서울",
        dateline_en="Seoul",
    )
    launch.topics.add(make_topic())
    add_text(
        launch,
        body_ko='<h2>소제목</h2><p>본문 <a href="/ko/about/">소개</a></p><ul><li>하나</li></ul>',
        body_en='<h2>Heading</h2><p>Body <a href="/en/about/">about</a></p><ul><li>one</li></ul>',
    )
    add_photo(launch, make_photo())
    add_quote(launch)
    add_gallery(launch, [make_photo() for _number in range(3)])
    add_video(launch, poster=make_photo())
    add_video(launch)
    add_file(launch)
    for number in (2_000, 32, 8):
        add_statistic(launch, number, exactness="over")
    add_correction(launch)
    add_see_also_link(launch, publisher_name_ko="유엔")
    launch.see_also.add(make_article(slug="korean-only", title_ko="한글", published_at_en=None))
    return launch


def previews(language: str) -> list[str]:
    """A preview under embargo, and one that has ended."""
    draft = make_article(
        kind="press-release",
        published_at_ko=None,
        published_at_en=None,
        embargo_until=tomorrow(),
    )
    links = [make_preview_link(draft, language) for _number in range(2)]
    preview_links.revoke(links[1])
    return [preview_links.link_path(link) for link in links]


def test_axe_finds_nothing_and_nothing_sticks_out(page, site):
    pages = [*PAGES, f"press/photos/{site.lead_photo.pk}/"]
    addresses = {
        language: [*(f"/{language}/{address}" for address in pages), *previews(language)]
        for language in ("ko", "en")
    }
    for language, looks in LOOKS.items():
        for address in addresses[language]:
            page.goto(address)
            for scheme, size in looks:
                look(page, scheme, size)
                assert (scheme, address, faults(page)) == (scheme, address, [])
                assert page.evaluate("document.documentElement.scrollWidth") <= size[0], address
    assert page.console_errors == []


def test_a_page_narrower_than_any_phone_still_flows(page, site):
    page.set_viewport_size({"width": 320, "height": 600})
    for language, address in itertools.product(("ko", "en"), PAGES):
        page.goto(f"/{language}/{address}")
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, address


def test_an_article_by_keyboard_alone(page, site):
    """The first stop skips to the content; every stop is seen; the switch can be reached."""
    page.goto("/en/news/launch/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#content"
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#content"
    reached = []
    for _ in range(60):
        page.keyboard.press("Tab")
        stop = page.evaluate(
            """() => {
                const at = document.activeElement, style = getComputedStyle(at);
                const box = at.getBoundingClientRect();
                return {text: at.textContent.trim(), outline: parseFloat(style.outlineWidth),
                        style: style.outlineStyle, width: box.width, tag: at.tagName};
            }"""
        )
        if stop["tag"] == "BODY":
            break
        assert stop["outline"] >= 2, stop
        assert stop["style"] != "none", stop
        reached.append(stop["text"])
    assert "about" in reached
    page.goto("/en/news/launch/")
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.getAttribute('hreflang')") == "ko":
            page.keyboard.press("Enter")
            break
    page.wait_for_url("**/ko/news/launch/")


def test_a_contact_is_revealed_in_place_and_announced(page, site):
    page.goto("/en/about/")
    button = page.locator("main form[action*='/contacts/'] button").first
    expect(button).to_have_accessible_name(re.compile("Hong Gil-dong"))
    button.focus()
    page.keyboard.press("Enter")
    status = page.locator("main [role=status]").first
    status.get_by_text("press@example.org").wait_for()
    assert page.url.endswith("/en/about/")
    assert page.context.cookies() == []


def test_a_contact_is_revealed_without_javascript(browser, live_server, site):
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/ko/about/")
    page.locator("main form[action*='/contacts/'] button").first.click()
    page.get_by_text("press@example.org").wait_for()
    assert "/ko/contacts/" in page.url
    context.close()


def test_text_spaced_out_by_a_reader_is_not_cut(page, site):
    """WCAG 1.4.12: twice the size of letters' spacing and nothing overlaps the edge."""
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto("/ko/news/launch/")
    page.evaluate(
        """() => { const sheet = new CSSStyleSheet();
            sheet.replaceSync('* { line-height: 1.5 !important; letter-spacing: .12em !important;'
                + ' word-spacing: .16em !important } p { margin-bottom: 2em !important }');
            document.adoptedStyleSheets = [sheet]; }"""
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= 360

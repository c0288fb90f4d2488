"""Footnotes as readers meet them: axe in both languages and schemes, keyboard, phone and paper."""

import pytest
from playwright.sync_api import expect

from tests.browser.accessibility import faults
from tests.browser.window_sizes import LOOKS, PHONE, look
from tests.support.builders import add_quote, add_text, make_article, make_network

MARK = "[role=doc-noteref]"
FILLING = "<p>돌봄을 나누는 일은 모두의 일이다.</p>" * 30


@pytest.fixture
def article(transactional_db):
    make_network()
    article = make_article(slug="survey")
    add_text(
        article,
        body_ko=f"<p>조사[1]에서 절반<sup>2</sup>이 그렇다고 했다[1].</p>{FILLING}",
        body_en="<p>Half of them[1] said so<sup>2</sup>, as before[1].</p>",
    )
    add_quote(article, ordering=20)
    add_text(
        article,
        ordering=30,
        body_ko="<p>[1] 돌봄 조사, 2025.</p><p><sup>2</sup> 1,000명 가운데.</p>",
        body_en="<p>[1] Survey of care, 2025.</p><p><sup>2</sup> Of 1,000 people.</p>",
    )
    return article


@pytest.mark.parametrize("language", LOOKS)
def test_footnotes_keep_nobody_out(page, article, language):
    for scheme, size in LOOKS[language]:
        look(page, scheme, size)
        page.goto(f"/{language}/news/survey/")
        assert faults(page) == []
        page.locator(MARK).first.click()
        expect(page.locator(":target")).to_be_in_viewport()
        assert faults(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.console_errors == []


def test_the_keyboard_leads_to_a_note_and_back(page, article):
    look(page, "light", PHONE)
    page.goto("/ko/news/survey/")
    page.locator(MARK).get_by_text("2", exact=True).press("Enter")
    expect(page.locator(":target")).to_contain_text("1,000명 가운데")
    expect(page.locator(":target")).to_be_in_viewport()
    page.keyboard.press("Tab")
    expect(page.locator("#note-2 [role=doc-backlink]")).to_be_focused()
    expect(page.locator(":focus")).to_have_accessible_name("본문으로 돌아가기")
    page.keyboard.press("Enter")
    expect(page.locator(":target")).to_have_text("2")
    expect(page.locator(":target")).to_be_in_viewport()


def test_on_paper_marks_stay_and_links_back_go(page, article):
    page.goto("/en/news/survey/")
    page.emulate_media(media="print")
    assert page.locator(MARK).all_inner_texts() == ["[1]", "2", "[1]"]
    assert page.locator("[role=doc-backlink]:visible").count() == 0
    expect(page.locator("#note-1")).to_be_visible()

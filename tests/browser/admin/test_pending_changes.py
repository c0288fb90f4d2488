"""Unpublished changes, the page beside the form, and the bin, with few clicks."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from news.models import Article
from tests.browser.navigation import follow
from tests.browser.window_sizes import DESKTOP, PHONE
from tests.support.builders import add_text, make_article, make_network
from versions.models import PendingChanges, TrashedItem

RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]}}


@pytest.fixture
def article(transactional_db) -> Article:
    make_network()
    article = make_article(slug="forum", title_ko="처음 제목", title_en="First title")
    add_text(article, body_ko="<p>하나</p>", body_en="<p>One</p>")
    return article


@pytest.fixture
def form_url(article) -> str:
    return f"/admin/news/article/{article.pk}/change/"


def test_a_change_is_kept_and_published_with_three_clicks(admin_page: Page, article, form_url):
    admin_page.goto(form_url)
    admin_page.locator("#id_title_ko").fill("새 제목")
    follow(admin_page.get_by_role("button", name="공개하지 않고 저장"))
    expect(admin_page.locator("#id_title_ko")).to_have_value("새 제목")
    article.refresh_from_db()
    assert article.title_ko == "처음 제목"
    follow(admin_page.get_by_role("button", name="수정 내용 공개…"))
    expect(admin_page.locator("ins").first).to_have_text("새")
    follow(admin_page.get_by_role("button", name="수정 내용 지금 공개"))
    article.refresh_from_db()
    assert article.title_ko == "새 제목"
    assert not PendingChanges.objects.exists()


def test_texts_of_the_editors_wait_with_the_rest(admin_page: Page, article, form_url):
    admin_page.goto(form_url)
    editor = admin_page.locator(".ProseMirror[contenteditable]").first
    editor.click()
    admin_page.keyboard.press("End")
    admin_page.keyboard.insert_text(" 둘")
    follow(admin_page.get_by_role("button", name="공개하지 않고 저장"))
    changes = PendingChanges.objects.get().changes
    assert {path.rpartition("/")[2] for path, (old, new) in changes.items() if old != new} == {
        "body_ko"
    }
    expect(admin_page.locator(".ProseMirror[contenteditable]").first).to_have_text("하나 둘")


def test_footnotes_of_the_page_beside_the_form_lead_to_its_notes(admin_page: Page, article):
    filling = "<p>돌봄을 나눈다.</p>" * 40
    add_text(article, ordering=20, body_ko=f"<p>조사[1]에서</p>{filling}<p>[1] 2025년 자료</p>")
    admin_page.goto(f"/admin/news/article/{article.pk}/change/")
    admin_page.get_by_role("button", name="옆에서 미리 보기").click()
    shown = admin_page.frame_locator(".live-preview iframe")
    shown.locator("[role=doc-noteref]").click()
    expect(shown.locator("#note-1")).to_be_in_viewport()
    shown.locator("[role=doc-backlink]").click()
    expect(shown.locator("#mark-1")).to_be_in_viewport()
    expect(shown.locator("form[id$='_form']")).to_have_count(0)
    assert admin_page.console_errors == []


def test_the_page_beside_the_form_follows_the_typing(admin_page: Page, article, form_url):
    admin_page.goto(form_url)
    admin_page.get_by_role("button", name="옆에서 미리 보기").click()
    page = admin_page.frame_locator(".live-preview iframe")
    expect(page.locator("h1")).to_have_text("처음 제목")
    admin_page.locator("#id_title_ko").fill("쓰던 제목")
    expect(page.locator("h1")).to_have_text("쓰던 제목")
    admin_page.locator(".live-preview").get_by_role("button", name="영어").click()
    expect(page.locator("h1")).to_have_text("First title")
    admin_page.locator(".live-preview").get_by_role("button", name="컴퓨터").click()
    width = admin_page.locator(".live-preview iframe").evaluate("frame => frame.clientWidth")
    assert width == 1280
    admin_page.locator("#id_title_en").fill("")
    expect(admin_page.locator(".live-preview-reasons li").first).to_be_visible()
    article.refresh_from_db()
    assert article.title_ko == "처음 제목"


def test_a_preview_that_fails_is_tried_again_when_something_is_typed(
    admin_page: Page, article, form_url
):
    admin_page.goto(form_url)
    requests = []

    def refuse(route) -> None:
        requests.append(route.request.url)
        route.fulfill(status=503, body="")

    admin_page.route("**/live-preview/**", refuse)
    admin_page.get_by_role("button", name="옆에서 미리 보기").click()
    # Three of the pauses after which the form is looked at.
    admin_page.wait_for_timeout(3500)
    assert len(requests) == 1
    admin_page.unroute("**/live-preview/**")
    admin_page.locator("#id_title_ko").fill("쓰던 제목")
    page = admin_page.frame_locator(".live-preview iframe")
    expect(page.locator("h1")).to_have_text("쓰던 제목")


def test_a_deleted_article_is_back_after_one_press(admin_page: Page, article, form_url):
    admin_page.goto(form_url)
    follow(admin_page.get_by_role("link", name="삭제"))
    expect(admin_page.get_by_text("휴지통에서 되살릴 수 있습니다")).to_be_visible()
    follow(admin_page.locator("#content input[type=submit]"))
    follow(admin_page.get_by_role("link", name="되살리기"))
    assert TrashedItem.objects.count() == 1
    follow(admin_page.get_by_role("button", name="되살리기"))
    assert Article.objects.get().pk == article.pk


@pytest.mark.parametrize("size", [PHONE, DESKTOP])
def test_axe_finds_nothing_and_nothing_sticks_out(admin_page: Page, article, form_url, size):
    admin_page.set_viewport_size({"width": size[0], "height": size[1]})
    admin_page.goto(form_url)
    admin_page.locator("#id_title_ko").fill("새 제목")
    admin_page.locator("#id_title_en").fill("New title")
    follow(admin_page.get_by_role("button", name="공개하지 않고 저장"))
    check(admin_page)
    admin_page.goto(form_url.replace("change/", "pending-changes/"))
    check(admin_page)
    admin_page.goto(form_url)
    admin_page.get_by_role("button", name="옆에서 미리 보기").click()
    title = admin_page.frame_locator(".live-preview iframe").locator("h1")
    expect(title).to_have_text("새 제목")
    check(admin_page)
    admin_page.goto(form_url.replace("change/", "delete/"))
    follow(admin_page.locator("#content input[type=submit]"))
    admin_page.goto("/admin/news/article/bin/")
    check(admin_page)


def check(page: Page) -> None:
    found = Axe().run(page, options=RULES)
    assert found.violations_count == 0, found.generate_report()
    wide = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    assert not wide

"""What was saved, thrown away or typed at the same time, shown by every page that compares it."""

import itertools

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from playwright.sync_api import Page, expect

from news.models import Article, TextBlock
from tests.browser.accessibility import faults
from tests.browser.navigation import follow
from tests.browser.window_sizes import DESKTOP, PHONE
from tests.support.admin_forms import open_form, save
from tests.support.builders import add_text, make_article, make_network
from versions.models import PendingChanges, Version, WorkingCopy

BODY = "news_textblock_set-0-body_ko"


@pytest.fixture
def article(transactional_db) -> Article:
    make_network()
    article = make_article(slug="forum", title_ko="처음 제목", title_en="First title")
    add_text(article, body_ko="<p>어제 쓴 글</p>", body_en="<p>Written yesterday</p>")
    return article


@pytest.fixture
def colleague(article) -> Client:
    words = {"first_name": "Jun", "is_staff": True, "is_superuser": True}
    client = Client()
    client.force_login(get_user_model().objects.create_user("jun", **words))
    save(client, article, open_form(client, article), title_en="The first title")
    return client


def form_url(article: Article) -> str:
    return f"/admin/news/article/{article.pk}/change/"


def test_the_text_of_yesterday_is_back_with_three_clicks(admin_page: Page, article, colleague):
    save(colleague, article, open_form(colleague, article), **{BODY: "<p>오늘 쓴 글</p>"})
    admin_page.goto(form_url(article))
    follow(admin_page.get_by_role("link", name="수정 이력"))
    follow(admin_page.get_by_role("button", name="되돌리기").first)
    follow(admin_page.locator("input[name=_save]"))
    assert TextBlock.objects.get().body_ko == "<p>어제 쓴 글</p>"


def looks_well(page: Page, url: str = "") -> None:
    """On a phone and on a desktop, light and dark: nothing keeps anybody out or sticks out."""
    for scheme, size in itertools.product(("light", "dark"), (PHONE, DESKTOP)):
        page.set_viewport_size({"width": size[0], "height": size[1]})
        page.emulate_media(color_scheme=scheme)
        if url:
            page.goto(url)
        assert (page.url, scheme, size, faults(page)) == (page.url, scheme, size, [])
        wide = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
        assert not wide, (page.url, size)


def test_versions_and_comparisons_keep_nobody_out(admin_page: Page, article, colleague):
    save(colleague, article, open_form(colleague, article), **{BODY: "<p>오늘 쓴 글 22</p>"})
    kept = {"title_ko": "버린 제목", "_save_pending": "1"}
    colleague.post(form_url(article), open_form(colleague, article) | kept)
    etag = PendingChanges.objects.get().etag
    url = form_url(article).replace("change/", "pending-changes/")
    colleague.post(url, {"etag": etag, "discard": "1"})
    versions = form_url(article).replace("change/", "versions/")
    looks_well(admin_page, versions)
    expect(admin_page.get_by_text("공개하지 않음", exact=True)).to_be_visible()
    thrown_away = Version.objects.get(is_discarded=True)
    looks_well(admin_page, f"{versions}{thrown_away.pk}/?with=newest")
    expect(admin_page.locator("ins").first).to_be_visible()
    oldest = Version.objects.order_by("pk").first()
    looks_well(admin_page, f"{versions}{thrown_away.pk}/")
    admin_page.get_by_label("비교할 시점").select_option(str(oldest.pk))
    follow(admin_page.get_by_role("button", name="비교", exact=True))
    expect(admin_page.locator("ins", has_text="22")).to_be_visible()
    looks_well(admin_page)


def test_two_texts_side_by_side_keep_nobody_out(admin_page: Page, article, colleague):
    admin_page.goto(form_url(article))
    save(colleague, article, open_form(colleague, article), title_ko="준의 제목")
    admin_page.locator("#id_title_ko").fill("나의 제목")
    follow(admin_page.locator("input[name=_save]"))
    expect(admin_page.locator("#error-summary")).to_contain_text("준의 제목")
    looks_well(admin_page)


def test_one_of_two_texts_is_chosen_and_saved(admin_page: Page, article, colleague):
    admin_page.goto(form_url(article))
    editor = admin_page.locator(".ProseMirror[contenteditable]").first
    editor.wait_for()
    theirs = {"title_ko": "준의 제목", BODY: "<p>준이 <strong>쓴</strong> 글</p>"}
    save(colleague, article, open_form(colleague, article), **theirs)
    admin_page.locator("#id_title_ko").fill("나의 제목")
    editor.fill("내가 쓴 글")
    follow(admin_page.locator("input[name=_save]"))
    title, body = (admin_page.locator(".conflict").nth(number) for number in (0, 1))
    expect(title).to_contain_text("나의 제목")
    expect(body).to_contain_text("내가 쓴 글")
    editor.wait_for()
    for conflict in (title, body):
        conflict.get_by_role("button", name="이 글 사용").click()
    expect(admin_page.locator("#id_title_ko")).to_have_value("준의 제목")
    expect(editor).to_have_text("준이 쓴 글")
    title.get_by_role("button", name="내 글 유지").click()
    follow(admin_page.locator("input[name=_save]"))
    article.refresh_from_db()
    assert article.title_ko == "나의 제목"
    assert TextBlock.objects.get().body_ko == "<p>준이 <strong>쓴</strong> 글</p>"


def test_what_was_not_saved_keeps_nobody_out(admin_page: Page, article, colleague):
    admin_page.goto(form_url(article))
    admin_page.locator("#id_title_ko").fill("쓰던 제목")
    expect(admin_page.locator(".working-copy-state")).to_contain_text("임시 저장됨")
    looks_well(admin_page, form_url(article))
    copy = WorkingCopy.objects.unsaved().get()
    url = form_url(article).replace("change/", f"working-copy/{copy.pk}/changes/")
    looks_well(admin_page, url)


def test_help_and_what_is_not_needed_keep_nobody_out(admin_page: Page, article):
    Article.objects.update(title_en="", published_at_en=None)
    admin_page.goto(form_url(article))
    follow(admin_page.get_by_role("button", name="영어판 불필요"))
    expect(admin_page.get_by_text("영어판이 필요 없는 항목입니다.")).to_be_visible()
    admin_page.locator(".page-help summary").click()
    looks_well(admin_page)
    looks_well(admin_page, "/admin/translations/?status=not-needed")
    follow(admin_page.get_by_role("button", name="번역할 글에 다시 넣기"))
    expect(admin_page.get_by_text("영어판을 번역할 글에 다시 넣었습니다").first).to_be_visible()

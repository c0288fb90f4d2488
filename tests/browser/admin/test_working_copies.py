"""A browser that dies while somebody types costs seconds of writing, not the text."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from network.models import Page as NetworkPage
from resources.models import ResourceFile
from tests.browser.navigation import follow
from tests.support.builders import add_text, make_article, make_network, make_page
from tests.support.making_documents import pdf
from versions.models import WorkingCopy


@pytest.fixture
def form_url(transactional_db) -> str:
    make_network()
    page = make_page(title_ko="처음 제목")
    return f"/admin/network/page/{page.pk}/change/"


def test_what_was_typed_is_there_after_a_crash(admin_page: Page, browser: Browser, form_url):
    admin_page.goto(form_url)
    admin_page.locator("#id_title_ko").fill("쓰던 제목")
    expect(admin_page.locator(".working-copy-state")).to_contain_text("임시 저장됨")
    cookies, base_url = admin_page.context.cookies(), admin_page.url.split("/admin/")[0]
    # The window is gone without a word to the page.
    admin_page.context.close()
    other = browser.new_context(base_url=base_url, locale="ko-KR")
    other.add_cookies(cookies)
    again = other.new_page()
    again.goto(form_url)
    follow(again.get_by_role("button", name="이어서 쓰기"))
    expect(again.locator("#id_title_ko")).to_have_value("쓰던 제목")
    other.close()


def test_what_is_typed_without_a_server_is_sent_later(admin_page: Page, form_url):
    admin_page.goto(form_url)
    admin_page.context.set_offline(True)
    admin_page.locator("#id_title_ko").fill("쓰던 제목")
    expect(admin_page.locator(".working-copy-state")).to_contain_text("이 기기에 보관")
    admin_page.console_errors.clear()
    admin_page.context.set_offline(False)
    admin_page.goto(form_url)
    expect(admin_page.get_by_role("button", name="이어서 쓰기")).to_be_visible()
    assert WorkingCopy.objects.get().post_data["title_ko"] == ["쓰던 제목"]


@pytest.mark.parametrize("gone", [{"name": "sessionid"}, {}], ids=["session", "all cookies"])
def test_who_has_been_logged_out_reads_so_while_typing(admin_page: Page, form_url, gone):
    admin_page.goto(form_url)
    cookies = admin_page.context.cookies()
    admin_page.context.clear_cookies(**gone)
    admin_page.locator("#id_title_ko").fill("쓰던 제목")
    expect(admin_page.locator(".working-copy-state")).to_contain_text("로그아웃되었습니다")
    assert not WorkingCopy.objects.exists()
    admin_page.context.add_cookies(cookies)
    admin_page.goto(form_url)
    follow(admin_page.get_by_role("button", name="이어서 쓰기"))
    expect(admin_page.locator("#id_title_ko")).to_have_value("쓰던 제목")


def test_a_form_that_was_only_opened_keeps_nothing(admin_page: Page, form_url):
    admin_page.goto(form_url)
    follow(admin_page.locator("input[name=_save]"))
    assert not WorkingCopy.objects.unsaved().exists()


def test_a_form_that_was_only_clicked_in_keeps_nothing(admin_page: Page, transactional_db):
    """While the page loads, the editor of blocks moves the fields, which is no typing."""
    make_network()
    article = make_article(title_ko="글")
    for ordering in (20, 10):
        add_text(article, body_ko="<p>본문</p>", ordering=ordering)
    form_url = f"/admin/news/article/{article.pk}/change/"
    admin_page.goto(form_url)
    expect(admin_page.get_by_role("textbox", name="본문(한국어)").first).to_be_visible()
    admin_page.locator("#id_title_ko").click()
    admin_page.goto("/admin/")
    assert not admin_page.evaluate(
        "Object.keys(localStorage).filter(key => key.startsWith('working-copy:'))"
    )
    assert not WorkingCopy.objects.unsaved().exists()


def test_a_second_tab_is_autosaved_and_merged_after_the_first_was_saved(
    admin_page: Page, form_url, requests
):
    admin_page.goto(form_url)
    second = admin_page.context.new_page()
    second.goto(form_url)
    admin_page.locator("#id_title_ko").fill("첫째 탭의 제목")
    follow(admin_page.locator("input[name=_save]"))
    second.locator("#id_title_en").fill("Second tab")
    expect(second.locator(".working-copy-state")).to_contain_text("임시 저장됨", timeout=10_000)
    requests.wait_until_none()
    assert WorkingCopy.objects.unsaved().get().post_data["title_en"] == ["Second tab"]
    second.locator("#id_title_ko").fill("둘째 탭의 제목")
    follow(second.locator("input[name=_save]"))
    expect(second.locator("#error-summary")).to_contain_text("첫째 탭의 제목")
    expect(second.locator("#id_title_ko")).to_have_value("둘째 탭의 제목")
    follow(second.locator("input[name=_save]"))
    page = NetworkPage.objects.get()
    assert (page.title_ko, page.title_en) == ("둘째 탭의 제목", "Second tab")
    assert not WorkingCopy.objects.unsaved().exists()


def test_two_tabs_that_lose_the_server_lose_nothing(admin_page: Page, form_url, requests):
    admin_page.goto(form_url)
    second = admin_page.context.new_page()
    second.goto(form_url)
    admin_page.context.set_offline(True)
    admin_page.locator("#id_title_ko").fill("첫째 탭")
    second.locator("#id_title_ko").fill("둘째 탭")
    for tab in (admin_page, second):
        expect(tab.locator(".working-copy-state")).to_contain_text("이 기기에 보관")
    second.close()
    admin_page.console_errors.clear()
    admin_page.context.set_offline(False)
    admin_page.goto(form_url)
    expect(admin_page.get_by_role("button", name="이어서 쓰기")).to_have_count(2)
    requests.wait_until_none()
    typed = {
        data["title_ko"][0] for data in WorkingCopy.objects.values_list("post_data", flat=True)
    }
    assert typed == {"첫째 탭", "둘째 탭"}


def warns(page: Page) -> bool:
    """Whether the page asks before it is left."""
    return page.evaluate(
        """() => !window.dispatchEvent(new Event("beforeunload", { cancelable: true }))"""
    )


def test_a_warning_appears_only_when_something_is_kept_nowhere(admin_page: Page, form_url):
    admin_page.goto(form_url)
    admin_page.locator("#id_title_ko").fill("쓰던 제목")
    assert not warns(admin_page)
    admin_page.evaluate(
        "() => { Storage.prototype.setItem = () => { throw new DOMException('', 'Quota'); }; }"
    )
    admin_page.locator("#id_title_ko").fill("더 쓴 제목")
    assert warns(admin_page)
    expect(admin_page.locator(".working-copy-state")).to_contain_text("임시 저장됨")
    assert not warns(admin_page)


def test_a_long_text_is_kept_although_the_page_is_left_at_once(admin_page: Page, form_url):
    """A browser sends 64 KB at most while it leaves a page."""
    admin_page.goto(form_url)
    admin_page.locator("#id_title_en").fill("x")
    admin_page.evaluate(
        """() => { document.querySelector("[name=body_ko]").value = "<p>" + "가".repeat(40000); }"""
    )
    admin_page.goto("/admin/")
    admin_page.goto(form_url)
    expect(admin_page.get_by_role("button", name="이어서 쓰기")).to_be_visible()
    assert len(WorkingCopy.objects.unsaved().get().post_data["body_ko"][0]) > 40000


def test_a_page_of_readers_opens_beside_the_form(admin_page: Page, form_url):
    admin_page.goto(form_url)
    admin_page.locator("#id_title_ko").fill("쓰던 제목")
    with admin_page.expect_popup() as beside:
        admin_page.locator(".object-tools .view-link").first.click()
    expect(beside.value.locator("h1")).to_have_text("처음 제목")
    expect(admin_page.locator("#id_title_ko")).to_have_value("쓰던 제목")


def test_a_chosen_file_outlives_a_refusal_and_no_logout(admin_page: Page, transactional_db):
    make_network()
    admin_page.goto("/admin/resources/resource/add/")
    admin_page.locator("#id_title_ko").fill("안내서")
    admin_page.locator(".add-row button", has_text="파일이나 주소 추가").click()
    file = {"name": "guide.pdf", "mimeType": "application/pdf", "buffer": pdf()}
    admin_page.locator("#id_files-0-file").set_input_files(file)
    # A file without its language is refused.
    follow(admin_page.locator("input[name=_save]"))
    expect(admin_page.locator("#error-summary")).to_be_visible()
    chosen = "input => [...input.files].map(file => file.name).join()"
    expect(admin_page.locator("#id_files-0-file")).to_have_value(re.compile("guide.pdf$"))
    assert admin_page.locator("#id_files-0-file").evaluate(chosen) == "guide.pdf"
    admin_page.locator("#id_files-0-language").select_option("ko")
    follow(admin_page.locator("input[name=_save]"))
    expect(admin_page.locator("#error-summary")).not_to_be_attached()
    assert ResourceFile.objects.get().file
    admin_page.locator("#logout-form button").click()
    expect(admin_page.locator("#logout-form")).not_to_be_attached()
    kept = "indexedDB.databases().then(found => found.map(one => one.name))"
    assert admin_page.evaluate(kept) == []

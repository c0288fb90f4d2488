import pytest
from playwright.sync_api import Page, expect

from tests.browser.navigation import follow
from tests.browser.window_sizes import DESKTOP, PHONE
from tests.support.builders import add_text, make_article, make_network, make_person


@pytest.mark.parametrize("size", [PHONE, DESKTOP])
def test_the_button_that_saves_stays_in_reach(admin_page: Page, transactional_db, size):
    make_network()
    article = make_article()
    for number in range(3):
        add_text(article, ordering=number, body_ko="<p>긴 글</p>" * 20)
    admin_page.set_viewport_size({"width": size[0], "height": size[1]})
    admin_page.goto(f"/admin/news/article/{article.pk}/change/")
    expect(admin_page.locator("input[name=_save]")).to_be_in_viewport(ratio=1)


def test_a_refused_form_stays_at_what_is_to_correct(admin_page: Page, transactional_db):
    make_network()
    article = make_article()
    for number in range(3):
        add_text(article, ordering=number, body_ko="<p>긴 글</p>" * 20)
    admin_page.goto(f"/admin/news/article/{article.pk}/change/")
    admin_page.locator("#id_slug").fill("두 낱말")
    admin_page.locator("input[name=_save]").click()
    summary = admin_page.locator("#error-summary")
    expect(summary).to_be_focused()
    # The editor of blocks scrolls after a moment.
    admin_page.wait_for_timeout(400)
    expect(summary).to_be_in_viewport(ratio=1)
    summary.get_by_role("link", name="주소").click()
    expect(admin_page.locator("#id_slug")).to_be_focused()
    expect(admin_page.locator("#id_slug")).to_have_value("두 낱말")


def test_the_buttons_stay_in_reach_below_notices_and_questions(admin_page: Page, transactional_db):
    make_network()
    article = make_article()
    admin_page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    admin_page.goto(f"/admin/news/article/{article.pk}/change/")
    admin_page.locator("#id_title_ko").fill("아주 다른 제목으로 바꾸었다")
    admin_page.locator("input[name=_save_pending]").click()
    expect(admin_page.locator("input[name=_save_pending_and_review]")).to_be_in_viewport(ratio=1)
    expect(admin_page.locator("input[name=_save_pending]")).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("size", [PHONE, DESKTOP])
@pytest.mark.parametrize("button", ["_save", "_save_pending"])
def test_the_answer_stands_where_the_button_was_pressed(
    admin_page: Page, transactional_db, size, button
):
    make_network()
    article = make_article()
    for number in range(3):
        add_text(article, ordering=number, body_ko="<p>긴 글</p>" * 20)
    admin_page.set_viewport_size({"width": size[0], "height": size[1]})
    admin_page.goto(f"/admin/news/article/{article.pk}/change/")
    admin_page.locator("#id_title_ko").fill("새 제목")
    admin_page.evaluate("window.scrollTo(0, 1500)")
    follow(admin_page.locator(f"input[name={button}]"))
    # The editor of blocks scrolls back after a moment.
    while admin_page.evaluate("window.scrollY") < 500:
        admin_page.wait_for_timeout(50)
    answer = admin_page.locator(".submit-row .messagelist .success")
    expect(answer).to_be_in_viewport(ratio=1)
    expect(admin_page.locator(f"input[name={button}]")).to_be_in_viewport(ratio=1)
    admin_page.locator("#id_title_ko").fill("또 다른 제목")
    expect(admin_page.locator(".working-copy-state")).to_contain_text("임시 저장됨")
    expect(answer).not_to_be_visible()


def test_the_bar_of_every_form_says_what_was_saved(admin_page: Page, transactional_db):
    make_network()
    person = make_person()
    admin_page.goto(f"/admin/members/person/{person.pk}/change/")
    follow(admin_page.locator("input[name=_save]"))
    expect(admin_page.locator(".submit-row .messagelist .success")).to_be_in_viewport(ratio=1)
    assert admin_page.locator(".messagelist").count() == 1


def test_what_is_found_before_publication_leads_to_its_field(admin_page: Page, transactional_db):
    make_network()
    article = make_article(published_at_ko=None, published_at_en=None)
    add_text(article, body_ko="<p>글</p>", body_en="<p>On Monday 9 July 2025.</p>")
    admin_page.goto(f"/admin/news/article/{article.pk}/change/")
    admin_page.locator(".publication-choice").nth(1).locator("label").nth(1).click()
    follow(admin_page.locator("input[name=_save]"))
    summary = admin_page.locator("#error-summary")
    expect(summary).to_be_focused()
    summary.get_by_role("link", name="본문(영어)").click()
    # Not the editor of the Korean text beside it.
    expect(admin_page.locator(".ProseMirror[contenteditable]").nth(1)).to_be_focused()
    follow(admin_page.get_by_role("button", name="그대로 공개"))
    expect(admin_page.locator(".messagelist .success")).to_be_visible()
    expect(admin_page.locator(".messagelist .warning")).to_have_count(0)

import pytest
from playwright.sync_api import Page, expect

from tests.browser.window_sizes import DESKTOP, PHONE
from tests.support.builders import add_text, make_article, make_network


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

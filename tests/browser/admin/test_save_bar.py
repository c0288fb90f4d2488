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

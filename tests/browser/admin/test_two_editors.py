"""Two people write in one article, each in a browser: the server joins or shows what both wrote."""

from collections.abc import Iterator

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from news.models import Article, TextBlock
from tests.browser.navigation import follow
from tests.support.builders import add_text, make_article, make_network

EDITOR = ".ProseMirror[contenteditable]"


@pytest.fixture
def article(transactional_db) -> Article:
    make_network()
    article = make_article(slug="forum", title_ko="처음 제목", title_en="First title")
    add_text(article, body_ko="<p>하나</p>", body_en="<p>One</p>")
    return article


def form_url(article: Article) -> str:
    return f"/admin/news/article/{article.pk}/change/"


def seat(browser: Browser, url: str, name: str) -> Page:
    """A window of its own, with the form of nothing open yet."""
    words = {"first_name": name.title(), "is_staff": True, "is_superuser": True}
    client = Client()
    client.force_login(get_user_model().objects.get_or_create(username=name, defaults=words)[0])
    window = browser.new_context(base_url=url, locale="ko-KR")
    session = client.cookies["sessionid"].value
    window.add_cookies([{"name": "sessionid", "value": session, "url": url}])
    return window.new_page()


@pytest.fixture
def two(browser: Browser, live_server, requests, article) -> Iterator[tuple[Page, Page]]:
    """Both have opened the article."""
    pages = [seat(browser, live_server.url, name) for name in ("mina", "jun")]
    for page in pages:
        page.goto(form_url(article))
    yield pages[0], pages[1]
    for page in pages:
        page.context.close()
    requests.wait_until_none()


def write(page: Page, text: str) -> None:
    """At the end of the Korean text of the block."""
    editor = page.locator(EDITOR).first
    editor.click()
    page.keyboard.press("Control+End")
    page.keyboard.insert_text(text)


def save(page: Page) -> None:
    follow(page.locator("input[name=_save]"))


def test_different_fields_are_joined(two, article):
    mina, jun = two
    mina.locator("#id_title_ko").fill("미나의 제목")
    jun.locator("#id_title_en").fill("Jun's title")
    write(jun, " 둘")
    save(mina)
    save(jun)
    expect(jun.locator("#id_title_ko")).to_have_value("미나의 제목")
    article.refresh_from_db()
    assert (article.title_ko, article.title_en) == ("미나의 제목", "Jun's title")
    assert TextBlock.objects.get().body_ko == "<p>하나 둘</p>"


def test_the_same_field_is_shown_with_both_texts(two, article):
    mina, jun = two
    write(mina, " 미나")
    write(jun, " 준")
    save(mina)
    save(jun)
    expect(jun.locator(EDITOR).first).to_have_text("하나 준")
    expect(jun.locator("#error-summary")).to_contain_text("하나 미나")
    assert TextBlock.objects.get().body_ko == "<p>하나 미나</p>"
    write(jun, " 미나")
    save(jun)
    assert TextBlock.objects.get().body_ko == "<p>하나 준 미나</p>"

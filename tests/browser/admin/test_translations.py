"""What a change of one language means for the others, asked and answered in the browser."""

import itertools

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from news.models import Article
from tests.browser.window_sizes import DESKTOP, PHONE
from tests.support.builders import add_text, make_article, make_network, make_outdated
from versions.models import TranslationPair, Version

EDITOR = ".ProseMirror[contenteditable]"
QUESTION = ".translation-question[data-source=ko]"


@pytest.fixture
def article(transactional_db) -> Article:
    make_network()
    article = make_article(title_ko="처음 제목")
    add_text(article, body_ko="<p>회원은 12명이다.</p>", body_en="<p>There are 12 members.</p>")
    return article


def form_of(article: Article) -> str:
    return f"/admin/news/article/{article.pk}/change/"


def save(page: Page) -> None:
    page.locator("input[name=_save]").click()
    page.locator(".messagelist .success").wait_for()
    page.wait_for_load_state()


def chosen(page: Page) -> str:
    return page.locator(f"{QUESTION} input:checked").input_value()


@pytest.mark.parametrize("size", [PHONE, DESKTOP])
def test_the_question_appears_with_the_change_and_is_answered_by_its_size(
    admin_page, article, size
):
    admin_page.set_viewport_size({"width": size[0], "height": size[1]})
    admin_page.goto(form_of(article))
    editor = admin_page.locator(EDITOR).first
    editor.wait_for()
    question = admin_page.locator(QUESTION)
    expect(question).to_be_hidden()
    admin_page.locator("#id_title_ko").fill("처음의 제목")
    expect(question).to_be_in_viewport(ratio=1)
    assert chosen(admin_page) == "small"
    editor.click()
    admin_page.keyboard.press("Control+a")
    admin_page.keyboard.insert_text("회원은 22명이다.")
    expect(question.locator("[value=needed]")).to_be_checked()
    admin_page.locator(EDITOR).nth(1).click()
    admin_page.keyboard.press("Control+a")
    admin_page.keyboard.insert_text("There are 22 members.")
    expect(question.locator("[value=done]")).to_be_checked()
    save(admin_page)
    assert not TranslationPair.objects.outdated().exists()


def test_a_question_that_is_not_touched_takes_no_click(admin_page, article):
    admin_page.goto(form_of(article))
    admin_page.locator("#id_title_ko").fill("나중에 온 회원 22명의 소식")
    admin_page.keyboard.press("Control+s")
    admin_page.locator(".messagelist .success").wait_for()
    assert TranslationPair.objects.for_item(article).outdated().get().target == "en"


def test_an_answer_is_not_changed_by_further_typing(admin_page, article):
    admin_page.goto(form_of(article))
    admin_page.locator("#id_title_ko").fill("새로 온 회원 22명의 소식")
    admin_page.locator(QUESTION).locator("label").first.click()
    admin_page.locator("#id_title_ko").fill("새로 온 회원 23명의 소식입니다")
    admin_page.wait_for_timeout(400)
    assert chosen(admin_page) == "small"
    save(admin_page)
    assert not TranslationPair.objects.outdated().exists()


def test_a_draft_asks_nothing(admin_page, article):
    Article.objects.update(published_at_ko=None)
    admin_page.goto(form_of(article))
    admin_page.locator("#id_title_ko").fill("전혀 다른 제목 22가지를 담은 글")
    admin_page.wait_for_timeout(400)
    expect(admin_page.locator(QUESTION)).to_be_hidden()


def test_without_scripts_the_question_stands_there_from_the_start(admin_page, browser, article):
    admin_page.goto("/admin/")
    cookies, url = admin_page.context.cookies(), admin_page.evaluate("location.origin")
    context = browser.new_context(java_script_enabled=False)
    context.add_cookies(cookies)
    page = context.new_page()
    page.goto(url + form_of(article))
    expect(page.locator(QUESTION)).to_be_visible()
    context.close()


def test_an_outdated_text_is_changed_and_confirmed_with_one_click(admin_page, article):
    admin_page.goto(form_of(article))
    admin_page.locator(EDITOR).first.click()
    admin_page.keyboard.press("Control+a")
    admin_page.keyboard.insert_text("회원은 22명이다.")
    save(admin_page)
    changed = admin_page.locator(".source-diff")
    expect(changed.locator("del")).to_have_text("12명이다")
    expect(changed.locator("ins")).to_have_text("22명이다")
    admin_page.locator(EDITOR).nth(1).click()
    admin_page.keyboard.press("Control+a")
    admin_page.keyboard.insert_text("There are 22 members.")
    admin_page.locator("button[name=_confirm_translation]").click()
    admin_page.locator(".messagelist .success").wait_for()
    expect(admin_page.locator(".source-diff, .outdated-language")).to_have_count(0)
    assert not TranslationPair.objects.outdated().exists()
    assert Version.objects.for_item(article).count() == 3


def test_three_missing_and_three_outdated_of_twenty_are_found_without_a_click(
    admin_page, transactional_db
):
    make_network()
    articles = [make_article(title_ko=f"소식 {number}") for number in range(20)]
    for article in articles[:3]:
        make_outdated(article)
    missing = [article.pk for article in articles[10:13]]
    Article.objects.filter(pk__in=missing).update(title_en="", published_at_en=None)
    admin_page.goto("/admin/")
    panels = "section:has(#panel-outdated-en), section:has(#panel-missing-en)"
    titles = admin_page.locator(panels).locator("li a").all_text_contents()
    wanted = [articles[number].title_ko for number in (0, 1, 2, 10, 11, 12)]
    assert sorted(titles) == sorted(wanted)


def test_nothing_keeps_anybody_out_of_translations(admin_page, article):
    make_outdated(article)
    make_article(title_ko="", published_at_ko=None)
    addresses = [form_of(article), "/admin/translations/", "/admin/", "/admin/news/article/"]
    for scheme, size, address in itertools.product(("light", "dark"), (PHONE, DESKTOP), addresses):
        admin_page.set_viewport_size({"width": size[0], "height": size[1]})
        admin_page.emulate_media(color_scheme=scheme)
        admin_page.goto(address)
        if address == form_of(article):
            admin_page.locator(EDITOR).last.wait_for()
            admin_page.locator("#id_title_ko").fill(f"제목 {scheme} {size[0]}")
            admin_page.locator(QUESTION).wait_for()
        found = Axe().run(admin_page).response["violations"]
        faults = [fault["id"] for fault in found if fault["impact"] in ("serious", "critical")]
        assert (scheme, size, address, faults) == (scheme, size, address, [])
    assert admin_page.console_errors == []

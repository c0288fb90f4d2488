"""How little a coordinator has to do: clicks are counted, typing and choosing are not."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from playwright.sync_api import expect

from news.models import Article, PhotoBlock, QuoteBlock, TextBlock
from photos.models import Photo
from tests.browser.accessibility import serious_faults
from tests.support.builders import (
    add_text,
    make_article,
    make_network,
    make_person,
    make_photo,
    make_photographer,
)

FEW = 7
EDITOR = ".ProseMirror[contenteditable]"


class Hand:
    """Clicks on a page, and how many of them there were."""

    def __init__(self, page):
        self.page, self.clicks, self.loads = page, 0, 0
        page.on("load", lambda _page: setattr(self, "loads", self.loads + 1))

    def click(self, target) -> None:
        self.clicks += 1
        (self.page.locator(target).first if isinstance(target, str) else target).click()

    def choose(self, target) -> None:
        """Choosing is no click beside it: it says what is wanted, as typing does."""
        target.click()

    def type(self, *words: str) -> None:
        """Type into one field after the other, with the tabulator between them."""
        for number, text in enumerate(words):
            if number:
                self.page.keyboard.press("Tab")
            self.page.keyboard.insert_text(text)

    def go_to_the_next_editor(self) -> None:
        """Its toolbar is one stop."""
        self.page.keyboard.press("Tab")
        self.page.keyboard.press("Tab")

    def find(self, words: str) -> None:
        """In the next field, which completes what is typed; without the mouse."""
        self.page.keyboard.press("Tab")
        self.page.keyboard.press("Enter")
        self.page.locator(".select2-search__field:focus").wait_for()
        with self.page.expect_response(lambda answer: "term=" in answer.url):
            self.page.keyboard.insert_text(words)
        self.page.locator(".select2-results__option--highlighted", has_text=words).wait_for()
        self.page.keyboard.press("Enter")


@pytest.fixture
def hand(admin_page) -> Hand:
    admin_page.set_viewport_size({"width": 1366, "height": 768})
    return Hand(admin_page)


def choose_photos(page, numbers) -> None:
    for number in numbers:
        page.locator("dialog.photo-picker label.thumbnail").nth(number).click()


def test_a_release_in_two_languages_with_photos_and_a_quote(hand, admin_page):
    make_network()
    thanks = make_photographer()
    pictures = [make_photo(photographer=thanks) for _number in range(4)]
    speaker = make_person()
    admin_page.goto("/admin/")
    hand.loads = 0

    hand.click('a[href*="kind=press-release"]')
    admin_page.locator("#id_title_ko:focus").wait_for()
    hand.type("출범 소식", "News of the launch", "짧은 설명입니다.", "A short summary.")
    hand.click(EDITOR)
    hand.type("우리는 출범했습니다.")
    hand.go_to_the_next_editor()
    hand.type("We have launched.")
    hand.click(".block-bar-end button:nth-of-type(2)")
    choose_photos(admin_page, [0, 1, 2])
    hand.click("dialog [data-insert]")
    hand.click(".block-bar-end button:nth-of-type(3)")
    hand.type("함께 만듭니다.", "We create it together.")
    hand.find("Kim Bogi")
    hand.click("#id_news_quoteblock_set-0-job_title_ko")
    hand.type("대표", "Director")
    hand.choose(admin_page.locator(".publication-choice").nth(0).locator("label").nth(1))
    hand.choose(admin_page.locator(".publication-choice").nth(1).locator("label").nth(2))
    hand.click("input[name=_save]")
    admin_page.locator(".messagelist .success").wait_for()
    admin_page.wait_for_load_state()

    article = Article.objects.get()
    assert hand.clicks <= FEW
    assert hand.loads == 2  # The form, and the form again after saving.
    assert (article.title_ko, article.title_en) == ("출범 소식", "News of the launch")
    assert article.kind == Article.Kind.PRESS_RELEASE
    assert article.status_in("ko") == "public"
    assert article.status_in("en") == "scheduled"
    assert abs(article.published_at_en - timezone.now() - timedelta(hours=1)) < timedelta(minutes=2)
    assert [type(block) for block in article.all_blocks] == [
        TextBlock,
        PhotoBlock,
        PhotoBlock,
        PhotoBlock,
        QuoteBlock,
    ]
    text, *photos, quote = article.all_blocks
    assert (text.body_ko, text.body_en) == (
        "<p>우리는 출범했습니다.</p>",
        "<p>We have launched.</p>",
    )
    assert [block.photo for block in photos] == pictures[:0:-1]
    assert (quote.person, quote.job_title_en) == (speaker, "Director")
    assert admin_page.locator(".messagelist a").count() == 2

    assert admin_page.goto("/ko/news/news-of-the-launch/").status == 200
    assert admin_page.locator("main figure.photo .photo-credit").count() == 3
    assert admin_page.get_by_text("우리는 출범했습니다.", exact=True).is_visible()
    assert admin_page.goto("/en/news/news-of-the-launch/").status == 404
    assert admin_page.locator("main a[hreflang=ko]", has_text="출범 소식").is_visible()
    with time_machine.travel(timezone.now() + timedelta(hours=1, minutes=1)):
        assert admin_page.goto("/en/news/news-of-the-launch/").status == 200
        assert admin_page.get_by_text("We have launched.", exact=True).is_visible()
        assert admin_page.locator("main figure.photo .photo-credit").count() == 3


def test_a_typo_takes_three_actions(hand, admin_page):
    article = make_article(title_ko="오타가 있는 재목")
    moment = article.published_at_ko
    add_text(article)
    admin_page.goto("/admin/")

    hand.click(admin_page.locator(f'a[href^="/admin/news/article/{article.pk}/change/"]'))
    admin_page.wait_for_load_state()
    admin_page.locator("#id_title_ko").fill("오타가 있던 제목")
    admin_page.keyboard.press("Control+s")
    admin_page.locator(".messagelist .success").wait_for()

    article.refresh_from_db()
    assert hand.clicks == 1
    assert article.title_ko == "오타가 있던 제목"
    assert article.published_at_ko == moment


def test_a_slash_in_an_empty_text_opens_a_menu_for_the_keyboard(admin_page):
    pictures = [make_photo() for _number in range(2)]
    admin_page.goto("/admin/news/article/add/")
    admin_page.locator("#id_title_ko").fill("제목")
    editor = admin_page.locator(EDITOR).first
    editor.click()
    admin_page.keyboard.insert_text("처음")
    admin_page.keyboard.press("Enter")
    admin_page.keyboard.press("/")
    admin_page.keyboard.press("ArrowDown")
    admin_page.keyboard.press("Enter")
    choose_photos(admin_page, [0])
    admin_page.locator("dialog [data-insert]").click()
    admin_page.locator("input[name=_save]").click()
    admin_page.locator(".messagelist .success").wait_for()

    text, photo = Article.objects.get().all_blocks
    assert text.body_ko == "<p>처음</p>"
    assert photo.photo == pictures[1]


def test_the_toolbar_of_a_text_is_one_stop_and_arrows_go_through_it(admin_page):
    admin_page.goto("/admin/news/article/add/")
    admin_page.locator(EDITOR).nth(1).wait_for()
    toolbar = admin_page.get_by_role("toolbar").nth(1)
    admin_page.locator(EDITOR).first.click()
    keys = admin_page.keyboard
    keys.press("Tab")
    expect(toolbar.get_by_role("button", name="문단", exact=True)).to_be_focused()
    keys.press("ArrowRight")
    expect(toolbar.get_by_role("button", name="글머리표 목록")).to_be_focused()
    keys.press("End")
    expect(toolbar.get_by_role("button", name="다시 실행")).to_be_focused()
    keys.press("ArrowRight")
    expect(toolbar.get_by_role("button", name="문단", exact=True)).to_be_focused()
    keys.press("Shift+Tab")
    expect(admin_page.locator(EDITOR).first).to_be_focused()
    keys.press("Tab")
    keys.press("ArrowRight")
    keys.press("Enter")
    keys.insert_text("One")
    expect(admin_page.locator(EDITOR).nth(1).locator("li")).to_have_text("One")


def test_a_slash_typed_twice_is_a_slash(admin_page):
    admin_page.goto("/admin/news/article/add/")
    admin_page.locator(EDITOR).first.click()
    admin_page.keyboard.press("/")
    admin_page.keyboard.press("/")
    expect(admin_page.locator(EDITOR).first).to_have_text("/")


def test_blocks_are_moved_and_removed(admin_page):
    article = make_article()
    add_text(article, 10, body_ko="<p>하나</p>")
    add_text(article, 20, body_ko="<p>둘</p>")
    add_text(article, 30, body_ko="<p>셋</p>")
    admin_page.goto(f"/admin/news/article/{article.pk}/change/")
    blocks = admin_page.locator(".order-machine .inline-related:not(.empty-form)")
    blocks.nth(2).locator("[data-move-block='-1']").click()
    blocks.nth(0).locator("h3 .delete input").check()
    admin_page.locator("input[name=_save]").click()
    admin_page.locator(".messagelist .success").wait_for()

    bodies = [block.body_ko for block in Article.objects.get().all_blocks]
    assert bodies == ["<p>셋</p>", "<p>둘</p>"]


def test_the_lead_photo_is_picked_by_a_word_and_taken_out_again(admin_page):
    hall = make_photo(caption_ko="강당", caption_en="The hall")
    make_photo(caption_ko="광장", caption_en="The square", alt_en="A crowd", photographer=None)
    admin_page.goto("/admin/news/article/add/")
    admin_page.locator("#id_title_ko").fill("제목")
    field = admin_page.locator(".field-lead_photo [data-photo-select]").first
    field.locator("[data-photo-pick]").click()
    admin_page.locator("dialog .thumbnail").nth(1).wait_for()
    expect(admin_page.locator("dialog .thumbnail").first.locator(".missing-label")).to_have_count(1)
    admin_page.locator("dialog input[type=search]").fill("the hall")
    admin_page.locator("dialog .thumbnail").nth(1).wait_for(state="detached")
    admin_page.locator("dialog .thumbnail").click()
    expect(field.locator("select")).to_have_value(str(hall.pk))
    expect(field.locator("[data-photo-title]")).to_be_visible()
    field.locator("[data-photo-remove]").click()
    expect(field.locator("select")).to_have_value("")


def test_the_focus_is_set_by_a_click_on_the_picture(admin_page):
    photo = make_photo()
    admin_page.goto(f"/admin/photos/photo/{photo.pk}/change/")
    picture = admin_page.locator(".focal-image")
    box = picture.bounding_box()
    picture.click(position={"x": box["width"] * 0.25, "y": box["height"] * 0.75})
    admin_page.locator("input[name=_save]").click()
    admin_page.locator(".messagelist .success").wait_for()

    photo = Photo.objects.get()
    assert photo.focus_x == pytest.approx(0.25, abs=0.02)
    assert photo.focus_y == pytest.approx(0.75, abs=0.02)


def test_a_syllable_being_composed_is_not_searched(admin_page):
    make_photo()
    admin_page.goto("/admin/news/article/add/")
    asked = []
    admin_page.on(
        "request", lambda request: asked.append(request.url) if "/picker/" in request.url else None
    )
    admin_page.locator(".field-lead_photo [data-photo-pick]").click()
    admin_page.locator("dialog .thumbnail").first.wait_for()
    before = len(asked)
    admin_page.locator("dialog input[type=search]").evaluate(
        "field => field.dispatchEvent(new InputEvent('input', {isComposing: true, bubbles: true}))"
    )
    admin_page.wait_for_timeout(400)
    assert len(asked) == before


def test_nothing_keeps_anybody_out(admin_page):
    photo = make_photo(alt_en="")
    article = make_article(lead_photo=photo, published_at_en=None)
    add_text(article)
    with_editor = [f"/admin/news/article/{article.pk}/change/", "/admin/network/page/add/"]
    addresses = [
        "/admin/",
        "/admin/news/article/",
        "/admin/photos/photo/",
        "/admin/photos/photo/add/",
        f"/admin/photos/photo/{photo.pk}/delete/",
        *with_editor,
    ]
    for address in addresses:
        admin_page.goto(address)
        if address in with_editor:
            admin_page.locator(EDITOR).last.wait_for()
        for scheme in ("light", "dark"):
            admin_page.emulate_media(color_scheme=scheme)
            assert (scheme, address, serious_faults(admin_page)) == (scheme, address, [])
    assert admin_page.console_errors == []


def test_a_new_form_begins_in_its_first_field_unless_somebody_has_begun(admin_page):
    admin_page.goto("/admin/network/topic/add/")
    expect(admin_page.locator("#id_name_ko")).to_be_focused()

    held = []
    admin_page.route(
        re.compile(r"/(change_form|first_field)\.js"), lambda route: held.append(route)
    )
    admin_page.goto("/admin/network/topic/add/", wait_until="commit")
    admin_page.locator("#id_name_en").focus()
    while not held:
        admin_page.wait_for_timeout(50)
    for route in held:
        route.continue_()
    admin_page.wait_for_load_state()
    expect(admin_page.locator("#id_name_en")).to_be_focused()

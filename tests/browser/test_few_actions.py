"""How little a coordinator has to do: clicks are counted, typing and choosing are not."""

import itertools
from datetime import timedelta

import pytest
import time_machine
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import expect

from news.models import Article, PhotoBlock, QuoteBlock, TextBlock
from photos.models import Photo
from tests.builders import (
    add_text,
    make_article,
    make_network,
    make_person,
    make_photo,
    make_photographer,
)

FEW = 8
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
def hand(desk) -> Hand:
    desk.set_viewport_size({"width": 1366, "height": 768})
    return Hand(desk)


def choose_photos(page, numbers) -> None:
    for number in numbers:
        page.locator("dialog.photo-picker label.print").nth(number).click()


def test_a_release_in_two_languages_with_photos_and_a_quote(hand, desk):
    make_network()
    thanks = make_photographer()
    pictures = [make_photo(photographer=thanks) for _number in range(4)]
    speaker = make_person()
    desk.goto("/admin/")
    hand.loads = 0

    hand.click('a[href*="kind=press-release"]')
    desk.locator("#id_title_ko:focus").wait_for()
    hand.type("출범 소식", "News of the launch", "짧은 설명입니다.", "A short summary.")
    hand.click(EDITOR)
    hand.type("우리는 출범했습니다.")
    hand.click(desk.locator(EDITOR).nth(1))
    hand.type("We have launched.")
    hand.click(".block-bar-end button:nth-of-type(2)")
    choose_photos(desk, [0, 1, 2])
    hand.click("dialog [data-insert]")
    hand.click(".block-bar-end button:nth-of-type(3)")
    hand.type("함께 만듭니다.", "We create it together.")
    hand.find("Kim Bogi")
    hand.click("#id_news_quoteblock_set-0-role_text_ko")
    hand.type("대표", "Director")
    hand.choose(desk.locator(".publication-choice").nth(0).locator("label").nth(1))
    hand.choose(desk.locator(".publication-choice").nth(1).locator("label").nth(2))
    hand.click("input[name=_save]")
    desk.locator(".messagelist .success").wait_for()
    desk.wait_for_load_state()

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
    assert (quote.person, quote.role_text_en) == (speaker, "Director")
    assert desk.locator(".messagelist a").count() == 2

    assert desk.goto("/ko/news/news-of-the-launch/").status == 200
    assert desk.locator("main figure.photo .photo-credit").count() == 3
    assert desk.get_by_text("우리는 출범했습니다.", exact=True).is_visible()
    assert desk.goto("/en/news/news-of-the-launch/").status == 404
    assert desk.locator("main a[hreflang=ko]", has_text="출범 소식").is_visible()
    with time_machine.travel(timezone.now() + timedelta(hours=1, minutes=1)):
        assert desk.goto("/en/news/news-of-the-launch/").status == 200
        assert desk.get_by_text("We have launched.", exact=True).is_visible()
        assert desk.locator("main figure.photo .photo-credit").count() == 3


def test_a_typo_takes_three_actions(hand, desk):
    article = make_article(title_ko="오타가 있는 재목")
    moment = article.published_at_ko
    add_text(article)
    desk.goto("/admin/")

    hand.click(desk.locator(f'a[href^="/admin/news/article/{article.pk}/change/"]'))
    desk.wait_for_load_state()
    desk.locator("#id_title_ko").fill("오타가 있던 제목")
    desk.keyboard.press("Control+s")
    desk.locator(".messagelist .success").wait_for()

    article.refresh_from_db()
    assert hand.clicks == 1
    assert article.title_ko == "오타가 있던 제목"
    assert article.published_at_ko == moment


def test_a_slash_in_an_empty_text_opens_a_menu_for_the_keyboard(desk):
    pictures = [make_photo() for _number in range(2)]
    desk.goto("/admin/news/article/add/")
    desk.locator("#id_title_ko").fill("제목")
    editor = desk.locator(EDITOR).first
    editor.click()
    desk.keyboard.insert_text("처음")
    desk.keyboard.press("Enter")
    desk.keyboard.press("/")
    desk.keyboard.press("ArrowDown")
    desk.keyboard.press("Enter")
    choose_photos(desk, [0])
    desk.locator("dialog [data-insert]").click()
    desk.locator("input[name=_save]").click()
    desk.locator(".messagelist .success").wait_for()

    text, photo = Article.objects.get().all_blocks
    assert text.body_ko == "<p>처음</p>"
    assert photo.photo == pictures[1]


def test_a_slash_typed_twice_is_a_slash(desk):
    desk.goto("/admin/news/article/add/")
    desk.locator(EDITOR).first.click()
    desk.keyboard.press("/")
    desk.keyboard.press("/")
    expect(desk.locator(EDITOR).first).to_have_text("/")


def test_blocks_are_moved_and_removed(desk):
    article = make_article()
    add_text(article, 10, body_ko="<p>하나</p>")
    add_text(article, 20, body_ko="<p>둘</p>")
    add_text(article, 30, body_ko="<p>셋</p>")
    desk.goto(f"/admin/news/article/{article.pk}/change/")
    blocks = desk.locator(".order-machine .inline-related:not(.empty-form)")
    blocks.nth(2).locator("[data-move-block='-1']").click()
    blocks.nth(0).locator("h3 .delete input").check()
    desk.locator("input[name=_save]").click()
    desk.locator(".messagelist .success").wait_for()

    bodies = [block.body_ko for block in Article.objects.get().all_blocks]
    assert bodies == ["<p>셋</p>", "<p>둘</p>"]


def test_the_lead_photo_is_picked_by_a_word_and_taken_out_again(desk):
    hall = make_photo(caption_ko="강당", caption_en="The hall")
    make_photo(caption_ko="광장", caption_en="The square", alt_en="A crowd", photographer=None)
    desk.goto("/admin/news/article/add/")
    desk.locator("#id_title_ko").fill("제목")
    field = desk.locator(".field-lead_photo [data-photo-choice]").first
    field.locator("[data-photo-pick]").click()
    desk.locator("dialog .print").nth(1).wait_for()
    expect(desk.locator("dialog .print").first.locator(".gap")).to_have_count(1)
    desk.locator("dialog input[type=search]").fill("the hall")
    desk.locator("dialog .print").nth(1).wait_for(state="detached")
    desk.locator("dialog .print").click()
    expect(field.locator("select")).to_have_value(str(hall.pk))
    expect(field.locator("[data-photo-title]")).to_be_visible()
    field.locator("[data-photo-drop]").click()
    expect(field.locator("select")).to_have_value("")


def test_the_focus_is_set_by_a_click_on_the_picture(desk):
    photo = make_photo()
    desk.goto(f"/admin/photos/photo/{photo.pk}/change/")
    picture = desk.locator(".focal-picture")
    box = picture.bounding_box()
    picture.click(position={"x": box["width"] * 0.25, "y": box["height"] * 0.75})
    desk.locator("input[name=_save]").click()
    desk.locator(".messagelist .success").wait_for()

    photo = Photo.objects.get()
    assert photo.focus_x == pytest.approx(0.25, abs=0.02)
    assert photo.focus_y == pytest.approx(0.75, abs=0.02)


def test_a_syllable_being_composed_is_not_searched(desk):
    make_photo()
    desk.goto("/admin/news/article/add/")
    asked = []
    desk.on(
        "request", lambda request: asked.append(request.url) if "/pick/" in request.url else None
    )
    desk.locator(".field-lead_photo [data-photo-pick]").click()
    desk.locator("dialog .print").first.wait_for()
    before = len(asked)
    desk.locator("dialog input[type=search]").evaluate(
        "field => field.dispatchEvent(new InputEvent('input', {isComposing: true, bubbles: true}))"
    )
    desk.wait_for_timeout(400)
    assert len(asked) == before


def test_nothing_keeps_anybody_out(desk):
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
    for scheme, address in itertools.product(("light", "dark"), addresses):
        desk.emulate_media(color_scheme=scheme)
        desk.goto(address)
        if address in with_editor:
            desk.locator(EDITOR).last.wait_for()
        found = Axe().run(desk).response["violations"]
        faults = [fault["id"] for fault in found if fault["impact"] in ("serious", "critical")]
        assert (scheme, address, faults) == (scheme, address, [])
    assert desk.console_errors == []

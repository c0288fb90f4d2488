"""What comes from Word, HWP and web pages arrives as text with structure and nothing else."""

import re
from base64 import b64encode
from pathlib import Path

import pytest
from playwright.sync_api import expect

from news.models import Article, PhotoBlock, TextBlock, VideoBlock
from photos.models import Photo
from tests.support.builders import make_network, make_photo, picture_bytes, yesterday

CLIPBOARD = Path(__file__).parent / "clipboard"
EDITOR = ".ProseMirror[contenteditable]"
PASTE = """(editor, [html, plain]) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/html", html);
    clipboardData.setData("text/plain", plain);
    const event = new ClipboardEvent("paste", {clipboardData, bubbles: true, cancelable: true});
    editor.dispatchEvent(event);
}"""
ALLOWED = {"p", "h2", "h3", "ul", "ol", "li", "a", "strong", "em", "blockquote", "br"}
LEFT_OUT = ".left-out li"


@pytest.fixture
def pasted(admin_page):
    """What is saved after a paste into an empty text."""

    def paste(source: str) -> str:
        html = (CLIPBOARD / f"{source}.html").read_text()
        admin_page.goto("/admin/news/article/add/")
        admin_page.locator("#id_title_ko").fill("제목")
        admin_page.locator(EDITOR).first.click()
        plain = re.sub("<[^>]+>", "", html)
        admin_page.locator(EDITOR).first.evaluate(PASTE, [html, plain])
        admin_page.locator("input[name=_save]").click()
        admin_page.locator(".messagelist .success").wait_for()
        return TextBlock.objects.get().body_ko

    return paste


def is_clean(markup: str) -> bool:
    tags = re.findall(r"<(\w+)([^>]*)>", markup)
    attributes = {words for tag, words in tags if words and not (tag == "a" and "href" in words)}
    return {tag for tag, _words in tags} <= ALLOWED and not attributes


def test_from_word(pasted):
    markup = pasted("word")
    assert is_clean(markup), markup
    assert markup == (
        "<h2>출범 선언</h2><p><strong>K-MEN</strong> 은 <em>오늘</em> 출범했다.</p>"
        "<ul><li><p>돌봄을 나눈다</p><ul><li><p>집에서</p></li></ul></li>"
        "<li><p>폭력에 맞선다</p></li></ul><ol><li><p>첫째</p></li></ol><p>이름 · 소속</p>"
    )


def test_from_hwp(pasted):
    markup = pasted("hwp")
    assert is_clean(markup), markup
    assert markup == (
        "<p><strong>보도자료</strong></p><p>남성과 함께하는 <em>성평등</em></p>"
        "<p>일시 · 7월 9일</p>"
    )


def test_from_a_web_page(pasted):
    markup = pasted("web")
    assert is_clean(markup), markup
    assert markup == (
        "<p><strong>Men engage</strong> for care.</p>"
        '<p>Read <a href="https://www.example.org/news?id=7">the report</a> and '
        '<a href="https://un.org/care?a=1">this</a> and that.</p>'
        "<p>From a web editor</p><ul><li><p>one</p></li><li><p>two</p></li></ul>"
        "<h3>Small print</h3>"
    )


def test_numbers_notes_telephones_and_tables_are_kept(pasted):
    markup = pasted("report")
    assert '<ol start="3"><li><p>third</p></li><li><p>fourth</p></li></ol>' in markup
    assert "figures<sup>1</sup> and H<sub>2</sub>O" in markup
    assert '<a href="tel:+82-2-123-4567">02-123-4567</a>' in markup
    assert "mailto" not in markup
    cells = re.sub(r"</?p>| colspan=\"1\"| rowspan=\"1\"|</?tbody>", "", markup)
    assert "<tr><th>활동</th><th>2022</th><th>2023</th></tr>" in cells
    assert "<tr><td>대외협력</td><td></td><td>6</td></tr>" in cells
    assert "활동 | 2022 | 2023\n대외협력 | | 6" in TextBlock.objects.get().plain_text()


def test_what_browsers_show_without_its_being_in_the_text_is_kept(pasted):
    markup = pasted("odd")
    assert markup.startswith("<p>She said “no”<sup>2</sup>, 男性(남성).</p>")
    assert '<ol start="3"><li><p>third</p></li></ol>' in markup
    assert '<ol start="7"><li><p>seventh</p></li></ol>' in markup
    assert '<ol start="5"><li><p>fifth</p></li></ol>' in markup
    assert "<p>one<br>two</p>" in markup
    call = '<a href="tel:021234567">02-123-4567</a>'
    assert f"<p>전화</p><p>팩스</p><p>{call}</p><p>전화 · {call}</p>" in markup
    assert "활동 | 2022 | 2023\n연대 | | 6" in TextBlock.objects.get().plain_text()


@pytest.mark.parametrize(
    ("source", "marks"),
    [
        ("word_footnotes", ["[1]", "[i]"]),
        ("google_footnotes", ["[1]"]),
        ("libreoffice_footnotes", ["[1]"]),
        ("hwp_footnotes", ["1)"]),
    ],
)
def test_pasted_footnotes_work_on_the_page(pasted, page, source, marks):
    make_network()
    pasted(source)
    Article.objects.update(published_at_ko=yesterday())
    page.goto(Article.objects.get().url_in("ko"))
    references = page.locator("[role=doc-noteref]")
    assert references.all_inner_texts() == marks
    assert page.locator(".text-block > *").count() == 1 + len(marks)
    references.first.click()
    expect(page.locator(":target")).to_have_text(re.compile(r"^\W*1\W+돌봄 조사, 2025\."))
    page.locator(":target").get_by_label("본문으로 돌아가기").click()
    expect(page.locator(":target")).to_have_text(marks[0])


def test_pictures_and_videos_are_said_where_they_stood(admin_page):
    html = (CLIPBOARD / "report.html").read_text()
    admin_page.goto("/admin/news/article/add/")
    admin_page.locator(EDITOR).first.evaluate(PASTE, [html, ""])
    picture, video = admin_page.locator(f"{LEFT_OUT} > span").all_inner_texts()
    assert picture.startswith("사진, “A hall full of people”, “…")
    assert picture.endswith("third fourth” 다음")
    assert video.startswith("영상, “Our film”, “…")
    assert video.endswith("fourth The opening” 다음")
    admin_page.locator(EDITOR).first.evaluate(PASTE, ["<p>Words</p>", ""])
    assert admin_page.locator(LEFT_OUT).count() == 0


def blocks(admin_page) -> list[str]:
    """The kinds of blocks in the order of the page, by the fields that tell them apart."""
    return admin_page.locator(".order-machine").evaluate(
        """machine => [...machine.querySelectorAll(":scope > .inline-related:not(.empty-form)")]
            .sort((a, b) => a.style.order - b.style.order)
            .map((block) => block.querySelector("[data-video-url]") ? "video"
                : block.querySelector("[data-photo-select]") ? "photo" : "text")"""
    )


def test_a_click_adds_a_block_for_each_picture_and_video_after_the_text(admin_page):
    html = (CLIPBOARD / "report.html").read_text()
    photo = make_photo(alt_ko="강당")
    admin_page.goto("/admin/news/article/add/")
    admin_page.locator("#id_title_ko").fill("제목")
    admin_page.locator(".block-bar-end [data-insert-block]").first.click()
    assert blocks(admin_page) == ["text", "text"]
    admin_page.locator(EDITOR).first.evaluate(PASTE, [html, ""])
    admin_page.get_by_role("button", name="사진 블록 추가").click()
    # The picture lies on another site: it is chosen or uploaded.
    admin_page.locator("dialog[open] .thumbnails label").first.click()
    admin_page.locator("dialog[open]").wait_for(state="detached")
    admin_page.get_by_role("button", name="영상 블록 추가").click()
    assert blocks(admin_page) == ["text", "photo", "video", "text"]
    address = admin_page.locator("[data-video-url]:visible")
    expect(address).to_have_value("https://www.youtube.com/embed/x")
    expect(address).to_be_focused()
    assert admin_page.locator(f"{LEFT_OUT} button").count() == 0
    expect(admin_page.locator(LEFT_OUT).last).to_contain_text("글 아래에 추가")
    address.fill("https://www.youtube.com/embed/abcdefghijk")
    admin_page.locator("input[name=_save]").click()
    admin_page.locator(".messagelist .success").wait_for()
    assert PhotoBlock.objects.get().photo == photo
    assert "youtube-nocookie.com/embed/abcdefghijk" in VideoBlock.objects.get().player_url()
    assert admin_page.console_errors == []


def test_a_picture_that_came_along_is_sent(admin_page):
    picture = b64encode(picture_bytes((640, 480))).decode()
    markup = f'<p>Words</p><img alt="Hall" src="data:image/jpeg;base64,{picture}">'
    admin_page.goto("/admin/news/article/add/")
    admin_page.locator(EDITOR).first.evaluate(PASTE, [markup, ""])
    admin_page.get_by_role("button", name="사진 블록 추가").click()
    admin_page.locator(".photo-details textarea").first.wait_for()
    assert Photo.objects.get().width == 640
    assert blocks(admin_page) == ["text", "photo"]


def test_where_there_are_no_blocks_pictures_are_said_only(admin_page):
    admin_page.goto("/admin/network/page/add/")
    admin_page.locator(EDITOR).first.evaluate(
        PASTE, ['<p>A</p><img src="https://a.example/b">', ""]
    )
    expect(admin_page.locator(".left-out")).to_contain_text("넣지 않았습니다")
    assert admin_page.locator(".left-out button").count() == 0


def test_every_button_of_the_editor_is_named_in_the_readers_language(admin_page):
    admin_page.goto("/admin/news/article/add/")
    names = admin_page.locator(".prose-menubar").first.evaluate(
        """bar => [...bar.querySelectorAll("button")].map((button) =>
            `${button.title} ${button.getAttribute("aria-label") ?? button.textContent}`)"""
    )
    assert len(names) > 20
    assert [name for name in names if not re.search("[가-힣]", name)] == []

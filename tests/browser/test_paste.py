"""What comes from Word, HWP and web pages arrives as text with structure and nothing else."""

import re
from pathlib import Path

import pytest

from news.models import TextBlock

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
def pasted(desk):
    """What is saved after a paste into an empty text."""

    def paste(source: str) -> str:
        html = (CLIPBOARD / f"{source}.html").read_text()
        desk.goto("/admin/news/article/add/")
        desk.locator("#id_title_ko").fill("제목")
        desk.locator(EDITOR).first.click()
        plain = re.sub("<[^>]+>", "", html)
        desk.locator(EDITOR).first.evaluate(PASTE, [html, plain])
        desk.locator("input[name=_save]").click()
        desk.locator(".messagelist .success").wait_for()
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
    assert "활동 | 2022 | 2023\n대외협력 | | 6" in TextBlock.objects.get().words()


def test_pictures_and_videos_are_said_where_they_stood(desk):
    html = (CLIPBOARD / "report.html").read_text()
    desk.goto("/admin/news/article/add/")
    desk.locator(EDITOR).first.evaluate(PASTE, [html, ""])
    picture, video = desk.locator(LEFT_OUT).all_inner_texts()
    assert picture.startswith("사진, “A hall full of people”, “…")
    assert picture.endswith("third fourth” 다음")
    assert video.startswith("영상, “Our film”, “…")
    assert video.endswith("fourth The opening” 다음")
    desk.locator(EDITOR).first.evaluate(PASTE, ["<p>Words</p>", ""])
    assert desk.locator(LEFT_OUT).count() == 0

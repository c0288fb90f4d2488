"""Text on cards: which letters can be drawn, where lines break, which size fits."""

import unicodedata
from io import BytesIO

import pytest
from PIL import Image

from cms.decoding.tasks.share_cards import card_font, card_layout, line_breaking

COLOURS = {"background": "#0e3a40", "text": "#f6f5f0", "quiet": "#b7cfce", "accent": "#f3a578"}


def draw(title: str, name: str = "한국성평등남성네트워크") -> tuple[str, Image.Image]:
    parts: list[bytes] = []
    words = (title, name, "kmen.example", COLOURS)
    answer = card_layout.draw_title_card(BytesIO(), parts.append, *words)
    return answer["title"], Image.open(BytesIO(parts[0]))


def lines(title: str) -> list[str]:
    return card_layout.fit_title(card_font.readable(title)).lines


def test_the_font_has_every_syllable_of_korean():
    syllables = "".join(map(chr, range(0xAC00, 0xD7A4)))
    assert len(syllables) == 11_172
    assert card_font.readable(syllables) == syllables


@pytest.mark.parametrize(
    "text",
    [
        "Łukasz Şükrü Nguyễn Åse Jiří Böll",
        "‘돌봄’ “평등” 「보고서」 『책』 《영화》 〈글〉 · … – — ~ → ㈜ ㎡ ①",
        "100% £20 €30 ₩40,000 @#&*",
    ],
)
def test_the_font_has_the_letters_of_names_and_the_signs_of_titles(text):
    assert card_font.readable(text) == text


def test_decomposed_text_is_composed():
    assert card_font.readable(unicodedata.normalize("NFD", "남성 한국")) == "남성 한국"


def test_signs_that_the_font_lacks_are_replaced_or_left_out():
    assert card_font.readable("10∼12월") == "10~12월"
    assert card_font.readable("소식 🎉") == "소식"
    assert card_font.readable("⑴ 여는 말") == "(1) 여는 말"


def test_a_title_in_letters_that_the_font_lacks_gives_way_to_the_name():
    assert draw("性平等")[0] == "한국성평등남성네트워크"
    assert draw("性平等", "性平等")[0] == "kmen.example"


@pytest.mark.parametrize(
    "title",
    [
        "2025 한국 성평등 남성 포럼 ‘돌보는 남성, 평등한 사회’에 여러분을 초대합니다",
        "K-MEN, 젠더기반폭력 추방 16일 캠페인 시작 – “침묵하지 않는 남성들”의 목소리를 모으다",
        "한국성평등남성네트워크 창립총회",
    ],
)
def test_lines_break_between_words(title):
    assert " ".join(lines(title)) == title


def test_no_word_is_left_alone_on_the_last_line():
    title = "돌봄을 나누는 아버지들이 함께 모여 이야기를 나누는 오후의 작은 모임"
    *_before, last = lines(title)
    assert len(last.split()) > 1


def test_a_dash_stays_with_the_word_before_it():
    for line in lines(
        "남성의 돌봄과 평등한 일터를 위한 네트워크 토론회 – 무엇이 달라졌는가 – 첫 번째"
    ):
        assert not line.startswith("–")


def test_a_long_title_is_smaller_and_a_longer_one_cut():
    sizes = [card_layout.fit_title("평등한 돌봄 " * number).size for number in (1, 5, 10, 40)]
    assert sizes == sorted(sizes, reverse=True)
    assert len(set(sizes)) > 2
    title, _card = draw("평등한 돌봄 " * 40)
    assert title.endswith("…")
    assert title.removesuffix("…").split()[-1] in ("평등한", "돌봄")


@pytest.mark.parametrize("title", ["가" * 200, "W" * 200, "평등 " * 100, "x", "·", "– –"])
def test_whatever_the_title_it_stays_inside(title):
    fitted = card_layout.fit_title(title)
    assert fitted.width <= card_layout.TITLE_WIDTH
    assert fitted.height <= card_layout.TITLE_HEIGHT
    _title, card = draw(title)
    assert card.size == (1200, 630)
    edge = card.convert("RGB").crop((1200 - card_layout.MARGIN, 0, 1200, 630))
    assert edge.getcolors() == [(card_layout.MARGIN * 630, (14, 58, 64))]


def test_a_long_credit_is_not_cut():
    credit = "Photo: " + "Organisation of photographers " * 8
    text = line_breaking.fit(
        credit.strip(), card_layout.CREDIT_WIDTH, card_layout.CREDIT_SIZES, card_layout.CREDIT_LINES
    )
    assert " ".join(text.lines) == credit.strip()

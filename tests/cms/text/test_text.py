import unicodedata

import pytest

from cms.text import allowed_html, plain_text, reading_time, rich_text, slugs
from cms.text.search_normalisation import initials, search_text
from cms.text.unbreakable_words import keep_together


def test_text_typed_on_a_mac_is_stored_composed():
    decomposed = unicodedata.normalize("NFD", "성평등 café")
    assert plain_text.clean(decomposed) == "성평등 café"


def test_control_signs_and_direction_overrides_vanish_but_lines_and_emoji_stay():
    assert plain_text.clean("a\x00b\x07\r\nc\u202ed\ufeff 👨‍👦") == "ab\ncd 👨‍👦"


def test_a_line_has_no_line_ends():
    assert plain_text.clean_line("  Two\n lines\t here ") == "Two lines here"


@pytest.mark.parametrize(
    ("titles", "slug"),
    [
        (("K‑MEN launch",), "k-men-launch"),
        (("K-MEN launch",), "k-men-launch"),
        (("한국 남성 네트워크", "Men’s network"), "mens-network"),
        (("남성과 함께", None), "namseonggwa-hamkke"),
        (("1주년",), "1junyeon"),
        (("!!!", None, ""), ""),
        (("2025",), ""),
        (("Égalité à l’école",), "egalite-a-lecole"),
    ],
)
def test_slugs_are_ascii_and_say_something(titles, slug):
    assert slugs.propose_slug(*titles) == slug


def test_a_long_slug_is_cut_between_words():
    slug = slugs.propose_slug("gender equality " * 20)
    assert len(slug) <= slugs.SLUG_LENGTH
    assert slug.endswith(("gender", "equality"))


def test_reading_time_counts_words_and_syllables():
    assert reading_time.reading_minutes("word " * 1_060) == 4
    assert reading_time.reading_minutes("가" * 1_270) == 3
    assert reading_time.reading_minutes("") == 1
    assert reading_time.reading_minutes("word " * 265 + "가나다 " * 167) == 2


def test_rich_text_keeps_what_the_editor_offers_and_nothing_else():
    dirty = (
        '<h1>no</h1><h2 id="x">Heading</h2><p style="color:red" onclick="x()">A '
        '<a href="javascript:alert(1)">bad</a> <a href="/ko/news/" target="_blank">good</a>'
        "<script>alert(1)</script><img src=x onerror=y></p><p>&nbsp;</p>"
    )
    assert allowed_html.sanitise(dirty) == (
        'no<h2>Heading</h2><p>A <a>bad</a> <a href="/ko/news/">good</a></p>'
    )


def test_plain_text_of_rich_text_keeps_words_apart():
    assert rich_text.to_plain_text("<p>One &amp; two</p><ul><li>three</li><li>four</li></ul>") == (
        "One & two\nthree\nfour"
    )


def test_names_are_searched_without_case_hyphens_blanks_and_accents():
    written = ("K-MEN", "K‑MEN", "kmen", "Ｋ－ＭＥＮ", "k men", "K\u00adMen")
    assert {search_text(name) for name in written} == {"kmen"}
    assert search_text("Élan 30") == "elan30"
    assert search_text("여성 가족부") == search_text("여성가족부")


def test_a_syllable_half_typed_is_part_of_the_whole():
    assert search_text("한구") in search_text("한국")


def test_initials_are_those_of_hangul_whether_typed_alone_or_run_together():
    assert initials("한국 성평등 K") == search_text("ㅎㄱㅅㅍㄷ")
    assert search_text("ㄳㅍ") == search_text("ㄱㅅㅍ")
    assert search_text("ㅄ") == search_text("ㅂㅅ")
    assert initials("apple") == ""


def test_lines_end_neither_within_initials_nor_before_a_particle():
    assert keep_together("<p>K-MEN은 『남성해방』을 GET-P와 읽었다.</p>") == (
        '<p><span class="nowrap">K-MEN</span>은 『남성해방<span class="nowrap">』을</span> '
        '<span class="nowrap">GET-P</span>와 읽었다.</p>'
    )


def test_names_with_a_hyphen_and_points_of_a_list_are_not_torn():
    assert keep_together("알리아 엘-야시르 △젠더 통계") == (
        '알리아 <span class="nowrap">엘-야시르</span> <span class="nowrap">△젠더</span> 통계'
    )


def test_dates_long_words_and_addresses_end_lines_as_they_may():
    markup = '<p>2025-07-09 gender-based <a href="https://x.test/?a=>K-MEN">A</a></p>'
    assert keep_together(markup) == markup


def test_a_rich_text_keeps_numbers_notes_telephones_and_tables():
    kept = (
        '<ol start="3"><li><p>c</p></li></ol><p>figures<sup>1</sup> H<sub>2</sub>O '
        '<a href="tel:+82-2-123">02</a></p><table><tbody><tr><th colspan="2"><p>h</p></th></tr>'
        '<tr><td rowspan="2"><p>a</p></td><td></td></tr></tbody></table>'
    )
    assert allowed_html.sanitise(kept) == kept
    assert rich_text.from_paragraphs(rich_text.to_paragraphs(kept), like=kept) == kept
    cell = '<td colspan="9999" style="x">a</td>'
    clean = allowed_html.sanitise(f'<ol start="x"><li>c</li></ol><table><tr>{cell}</tr></table>')
    assert "<ol><li>c</li></ol>" in clean
    assert "<td>a</td>" in clean


def test_a_rich_text_keeps_the_language_of_words_and_no_other_span():
    kept = '<p>『<span lang="fr">Les <em>hommes</em> justes</span>』</p>'
    assert allowed_html.sanitise(kept) == kept
    assert rich_text.to_plain_text(kept) == "『Les hommes justes』"
    bare = '<p><span style="color:red">a <span lang="ja">b</span> c</span><span lang="x!">d</span>'
    assert allowed_html.sanitise(bare) == '<p>a <span lang="ja">b</span> cd</p>'


def test_a_plain_text_keeps_columns_and_raised_signs():
    rows = "<tr><th><p>활동</p></th><th>2022</th><th>2023</th></tr>"
    rows += "<tr><td><p>대외협력</p></td><td></td><td><p>6</p></td></tr>"
    markup = f"<p>figures<sup>1</sup> H<sub>2</sub>O x<sup>th</sup></p><table>{rows}</table>"
    assert rich_text.to_plain_text(markup) == "figures¹ H₂O xth\n활동 | 2022 | 2023\n대외협력 | | 6"


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("“We care.”", "We care."),
        ('“We care."', "We care."),
        ('"We care.”', "We care."),
        ('"We care."', "We care."),
        ("“We care.", "We care."),
        ("We care.”", "We care."),
        *(
            (f"{pair[0]}We care.{pair[1]}", "We care.")
            for pair in ("„“", "»«", "””", "〝〞", "″″", "❝❞")
        ),
        ("“A” and “B”", "“A” and “B”"),
        ('"A" and "B"', '"A" and "B"'),
        ("“We “really” care”", "We “really” care"),
        ("We “care”", "We “care”"),
    ],
)
def test_a_quotation_loses_the_marks_around_it_and_no_others(typed, printed):
    assert plain_text.strip_quotation_marks(typed) == printed

"""Words in another script inside a sentence say which language they are in."""

import pytest
from django.utils.translation import override

from cms.i18n.language_markup import mark_other_alphabets


def marked(words: str) -> str:
    return f'<span lang="en">{words}</span>'


@pytest.mark.parametrize(
    ("before", "phrase", "after"),
    [
        ("『", "Why Feminism is Good for Men", "』을 썼다."),
        ("맨엔게이지 얼라이언스(", "MenEngage Alliance", ")의"),
        ("", "30 for 2030 Network", "와 함께"),
        ("판트리흐트(", "Jens van Tricht", ")는"),
        ("담당: ", "A.J. Lee", " 전문관"),
        ("", "WCAG 2.2 Level AA", "를 지킨다"),
        ("<p>‘", "UN Women Centre of Excellence for Gender Equality", "’</p>"),
    ],
)
def test_latin_phrases_in_korean_sentences_are_marked(before, phrase, after):
    with override("ko"):
        assert mark_other_alphabets(f"{before}{phrase}{after}") == before + marked(phrase) + after


@pytest.mark.parametrize(
    "words",
    [
        "K-MEN이 출범했다.",
        "젠더교육플랫폼 효재(GET-P)",
        '<a href="https://a.example/Why Feminism is">글</a>',
        "2025년 7월 9일",
        "지침 WCAG 2.2의 수준",
        "성평등 &amp; 돌봄",
        "<select><option>Fathers of Seoul</option></select>",
        "<textarea>Fathers of Seoul</textarea>",
    ],
)
def test_single_words_numbers_and_tags_stay_as_they_are(words):
    with override("ko"):
        assert mark_other_alphabets(words) == words


def test_hangul_in_english_sentences_is_marked():
    with override("en"):
        said = mark_other_alphabets("<p>The book 남성해방 of 젠더교육플랫폼 효재, 2025</p>")
    assert said == (
        '<p>The book <span lang="ko">남성해방</span> of '
        '<span lang="ko">젠더교육플랫폼 효재</span>, 2025</p>'
    )


def test_english_words_stay_as_they_are_in_english():
    with override("en"):
        assert mark_other_alphabets("MenEngage Alliance") == "MenEngage Alliance"


def test_what_somebody_has_marked_stays_so():
    book = '<p>『<span lang="fr">Les hommes justes</span>』과 '
    with override("ko"):
        assert (
            mark_other_alphabets(f"{book}Boys and Men</p>") == f"{book}{marked('Boys and Men')}</p>"
        )
        nested = '<span lang="fr">Les <span class="nowrap">Jean-Luc</span> du Nord</span>'
        assert mark_other_alphabets(nested) == nested

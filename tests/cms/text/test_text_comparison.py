"""Texts are compared as people read them: by paragraphs, then by words."""

import pytest

from cms.text.text_comparison import MAX_WORDS, TextSpan, compare, compare_words


def changes(before: str, after: str) -> list[list[tuple[str, str]]]:
    return [[(span.change, span.text) for span in spans] for spans in compare(before, after)]


def test_a_korean_word_is_replaced_with_its_particle():
    assert changes("네트워크가 12명과 시작했다.", "네트워크는 22명과 시작했다.") == [
        [
            ("removed", "네트워크가 12명과"),
            ("added", "네트워크는 22명과"),
            ("same", " 시작했다."),
        ]
    ]


def test_equal_paragraphs_stay_and_new_ones_are_added():
    assert changes("첫째 문단.\n둘째 문단.", "첫째 문단.\n전혀 다른 말\n둘째 문단.") == [
        [("same", "첫째 문단.")],
        [("added", "전혀 다른 말")],
        [("same", "둘째 문단.")],
    ]


def test_a_paragraph_with_a_changed_figure_is_one_paragraph():
    [paragraph] = changes("About 200 people came.", "Around 220 people came.")
    assert ("same", " people came.") in paragraph


@pytest.mark.parametrize(("before", "after"), [("", "새 글"), ("옛 글", ""), ("", "")])
def test_nothing_beside_something(before, after):
    texts = {(span.change, span.text) for spans in compare(before, after) for span in spans}
    assert texts == {("removed", before), ("added", after)} - {("removed", ""), ("added", "")}


def test_very_long_paragraphs_are_not_compared_word_by_word():
    before, after = "가 " * MAX_WORDS, "나 " * MAX_WORDS
    assert compare_words(before, after) == [TextSpan("removed", before), TextSpan("added", after)]

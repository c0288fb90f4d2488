"""The slips of two real press releases, and texts without any."""

from time import process_time

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from network import lint


@pytest.fixture(autouse=True)
def _in_english():
    with override("en"):
        yield


@pytest.mark.parametrize(
    ("slip", "told"),
    [
        ("[7:01 AM] So Hee Kim '남성과 함께'", "copied from a chat"),
        ("[김보기] [오후 7:01] 사진 보내요", "copied from a chat"),
        ("소장,캐롤라인 냐마예몸베", "after the comma"),
        ("자리매김하고 있다 ”면서", "before the closing quotation mark"),
        ("‘서울 성평등 담화: 여성과 함께", "do not pair"),
        ("“The Centre will continue", "do not pair"),
        ('“The Centre will continue its effort."', "mixed"),
        ("two  spaces", "two spaces"),
        ("On Tuesday, July 9, 2025, it launched", "is a Wednesday"),
        ("Tuesday 9 July 2025", "is a Wednesday"),
        ("2025년 7월 9일(화)", "is a Wednesday"),
        ("7월 9일(목)", "is a Wednesday"),
        ('<p><a href="/en/news/launch/">소식</a></p>', "another language"),
    ],
)
def test_a_slip_is_told(slip, told):
    sentences = lint.findings(slip, "ko", 2025)
    assert len([sentence for sentence in sentences if told in sentence]) == 1, sentences


@pytest.mark.parametrize(
    "sound",
    [
        "2025년 7월 9일(수), 7월 9일(수) 오후 7시",
        "Wednesday, July 9, 2025 and Wednesday 9th July",
        "It’s the men’s ‘first’ “day”, 1,000 people.",
        "참가자 2,000여 명이 “함께”라고 말했다.",
        '<p>See <a href="/ko/news/launch/">여기</a> and <a href="https://x.org/en/">there</a></p>',
        "We [K‑MEN] want [7 days] more",
        "13월 45일(수)",
    ],
)
def test_sound_texts_are_left_alone(sound):
    assert lint.findings(sound, "ko", 2025) == []


@pytest.mark.parametrize("number", ["900101-1234567", "9001011234567", "900101 2234567"])
def test_a_resident_number_is_refused(number):
    with pytest.raises(ValidationError, match="must not be kept"):
        lint.refuse_resident_numbers(f"문의 {number} 입니다")


@pytest.mark.parametrize(
    "number", ["02-1234-5678", "20250709", "900101-9234567", "12345678901234567"]
)
def test_other_numbers_are_not(number):
    lint.refuse_resident_numbers(number)


def test_an_alternative_text_is_neither_the_caption_nor_a_file_name():
    assert lint.alt_findings("DSC_0231.JPG", "x")
    assert lint.alt_findings("IMG_2041", "x")
    assert lint.alt_findings("출범식.", "출범식")
    assert lint.alt_findings("강당에 모인 사람들", "출범식") == []


def test_one_endless_word_is_looked_through_at_once():
    started = process_time()
    assert lint.findings("가" * 100_000, "ko", 2025) == []
    assert process_time() - started < 5

"""The slips of two real press releases, and texts without any."""

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from cms.text import proofreading
from cms.validators import national_id_numbers


@pytest.fixture(autouse=True)
def _in_english():
    with override("en"):
        yield


@pytest.mark.parametrize(
    ("slip", "told"),
    [
        ("[7:01 AM] So Hee Kim '남성과 함께'", "text from a chat"),
        ("[김보기] [오후 7:01] 사진 보내요", "text from a chat"),
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
    sentences = proofreading.find_problems(slip, "ko", 2025)
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
    assert proofreading.find_problems(sound, "ko", 2025) == []


@pytest.mark.parametrize("number", ["900101-1234567", "9001011234567", "900101 2234567"])
def test_a_national_id_number_is_refused(number):
    with pytest.raises(ValidationError, match="must not be kept"):
        national_id_numbers.refuse_national_id_numbers(f"문의 {number} 입니다")


@pytest.mark.parametrize(
    "number", ["02-1234-5678", "20250709", "900101-9234567", "12345678901234567"]
)
def test_other_numbers_are_not(number):
    national_id_numbers.refuse_national_id_numbers(number)


def test_an_alternative_text_is_neither_the_caption_nor_a_file_name():
    assert proofreading.alt_text_problems("DSC_0231.JPG", "x")
    assert proofreading.alt_text_problems("IMG_2041", "x")
    assert proofreading.alt_text_problems("출범식.", "출범식")
    assert proofreading.alt_text_problems("강당에 모인 사람들", "출범식") == []


def test_one_endless_word_has_no_problem():
    assert proofreading.find_problems("가" * 100_000, "ko", 2025) == []

"""No text may hold a resident registration number, however it is spelled."""

import time
import timeit
from functools import partial
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError

from cms.fields import refuse_national_id_numbers_in_html
from cms.validators import national_id_numbers

ROOT = Path(__file__).parents[3]
PROSE = [
    *ROOT.glob("demo/content/**/*.toml"),
    *ROOT.glob("docs/*.md"),
    *ROOT.glob("website/locale/*/LC_MESSAGES/django.po"),
]

DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63\uff0d\u30fc\u3161\u2796"
DASHES += "~\u00b7._/:,\uff3f\u2043"
SPACES = [
    " ",
    "\u00a0",
    "\u2009",
    "\u202f",
    "\u3000",
    "\t",
    "\n",
    "\r\n",
    "\u2028",
    "\u200b",
    "\u00ad",
]
PARTINGS = [
    *DASHES,
    *SPACES,
    "",
    " - ",
    " \u2013 ",
    "-\n",
    " .\u00a0",
    "&#45;",
    "&#x2d;",
    "&nbsp;",
    "&ndash;",
]
PARTINGS += ["&#" + "0" * 6_000 + "45;"]


@pytest.mark.parametrize("number", ["9{}", "\ubc88\ud638: 9{}.", "a9{}b"])
@pytest.mark.parametrize("parting", PARTINGS, ids=ascii)
def test_the_halves_may_be_parted_in_any_way(number, parting):
    written = number.format(f"00101{parting}1234567")
    with pytest.raises(ValidationError):
        national_id_numbers.refuse_national_id_numbers(written)


@pytest.mark.parametrize(
    "written",
    [
        "\uff19\uff10\uff10\uff11\uff10\uff11\uff0d\uff11\uff12\uff13\uff14\uff15\uff16\uff17",
        "\u0669\u0660\u0660\u0661\u0660\u0661-\u0661\u0662\u0663\u0664\u0665\u0666\u0667",
        "".join(chr(0x1D7CE + int(digit)) for digit in "9001011234567"),
        "9\u200b0\u200b0\u200b1\u200b0\u200b1\u200b-\u200b1234567",
        "9 0 0 1 0 1 - 1 2 3 4 5 6 7",
        "90.01.01-1234567",
        "90-01-01 5234567",
        "900101(8234567)",
        "900101-1\u0301234567",
        "123456-1234567",
        "900101-123-4567",
        "900101-1 234567",
        "900101 1-234567",
        "900101- 1 2 3 4 5 6 7",
        "19900101-1234567",
        "1990-01-01-1234567",
        "2005. 01. 01. - 3234567",
        "90\ub144 01\uc6d4 01\uc77c - 1234567",
        "900101      -      1234567",
        "900101\r\n\r\n\r\n\r\n1234567",
        "9\u316400101\u3164-1234567",
        "900101\uffa01\u115f234567",
    ],
)
def test_digits_may_be_written_in_any_way(written):
    assert national_id_numbers.contains_national_id_number(written)


@pytest.mark.parametrize(
    "written",
    [
        "구공공일공일 다시 일이삼사오육칠",
        "구공공일공일다시일이삼사오육칠입니다",
        "구영영일영일에 일이삼사오육칠",
        "구공공일공일의 일이삼사오육칠이 제 번호입니다",
        "구공공일공일 하이픈 이이삼사오육칠이에요",
        "구공공일공일 대시 일이삼사오육칠일 것이다",
        "구공공일공일 바 일이삼사오육칠",
        "구공공일공일일이삼사오육칠",
        "주민번호는 구공공일공일일이삼사오육이이고요",
        "구 공 공 일 공 일 다시 일 이 삼 사 오 육 칠",
        "구, 공, 공, 일, 공, 일, 일, 이, 삼, 사, 오, 육, 칠",
        "아홉 영 영 하나 영 하나 하나 둘 셋 넷 다섯 여섯 일곱",
        "아홉공공하나공하나 다시 하나둘셋넷다섯여섯일곱",
        "공오공삼공이 마이너스 삼이삼사오육칠",
        "900101 다시 일이삼사오육칠",
        "900101-일이삼사오육칠",
        "구공공일공일-1234567",
        "구공01공일-1이34오육7",
        "九〇〇一〇一－一二三四五六七",
        "九〇〇一〇一 一二三四五六七",
        "九零零一零一之一二三四五六七",
        "玖零零壹零壹壹貳參肆伍陸柒",
        "9OO1O1-1234567",
        "9oo1o1-1234567",
        "9OOlOl-l234567",
        "900101-I234567",
        "900101-123456Z",
        "9OO1O1-1Z34S67",
        "QQ0101-3234567",
        "900101-|234567",
        "BBO1O1-1234567",
        "8S0I01-2BO4567",
        "9ㅇㅇ1ㅇ1-1234567",
        "9OO1O11234567",
        "900101%2D1234567",
        "900101%2d1234567",
        "%39%30%30%31%30%31%2D%31%32%33%34%35%36%37",
        "900101%E2%80%931234567",
        "900101%252D1234567",
        "900101&hyphen;1234567",
        "900101&#45;1234567",
        "9001 0112 3456 8",
        "&#57;&#48;&#48;&#49;&#48;&#49;&#45;1234567",
        "900101&amp;#45;1234567",
        "900101&dash;1234567",
        r"900101\u002d1234567",
        "900101 and 1234567",
        "900101 dash 1234567",
        "900101, then 1234567",
        "nine zero zero one zero one dash one two three four five six seven",
        "nine, zero, zero, one, zero, one, one, two, three, four, five, six, seven",
        "nine oh oh one oh one one two three four five six seven",
        "9️⃣0️⃣0️⃣1️⃣0️⃣1️⃣➖1️⃣2️⃣3️⃣4️⃣5️⃣6️⃣7️⃣",
        "⑨⓪⓪①⓪①-①②③④⑤⑥⑦",
        "❾⓿⓿❶⓿❶-❶❷❸❹❺❻❼",
        "앞자리 900101 뒷자리 1234567",
        "900101 그리고 뒷자리는 1234567입니다",
        " 그리고 ".join("9001011234567"),
        "9, 0, 0, 1, 0, 1, 1, 2, 3, 4, 5, 6, 7",
        "9...0...0...1...0...1...1...2...3...4...5...6...7",
        "900101 and the last seven digits are 1234567",
        "9001 0112 3456 8",
        "900101 12 34 567",
        "９００１０１－１２３４５６７",
        "90년 1월 1일생 1234567",
    ],
)
def test_numbers_that_are_spoken_encoded_or_lookalikes_are_read(written):
    assert national_id_numbers.contains_national_id_number(f"제 주민번호는 {written}")


@pytest.mark.parametrize(
    "written",
    [
        "<p>900101-</p><p>1234567</p>",
        "<p>900101<strong>-1234567</strong></p>",
        "<p>900101<br>1234567</p>",
        "<p>9<em>0</em>0101<!-- -->1234567</p>",
        "<p>900101&#8209;1234567</p>",
    ],
)
def test_markup_hides_none(written):
    with pytest.raises(ValidationError):
        refuse_national_id_numbers_in_html(written)


@pytest.mark.parametrize(
    "written",
    [
        "010-1234-5678",
        "02-123-4567, 02-765-4321",
        "+82 2 1234 5678",
        "2025-07-09 10:30:00",
        "2025.07.09 02-1234-5678",
        "9788936433598",
        "110111-0012345",
        "123-45-67890",
        "1234 5678 9012 3456",
        "20240105 20240106",
        "2024. 11. 28. 1,234,567\uc6d0",
        "\uad6d\ubbfc 123456-01-123456",
        "3333-01-1234567",
        "2024-11-28T10:00:00+09:00",
        "&#" + "9" * 6_000 + ";" + "1" * 30,
        "11:10, 02-123-4567",
        "2024.11.28 3000000\uc6d0",
        "https://example.org/2024/11/28/3234567",
        "20240105-1234567",
        "301-0123-4567-81",
        "1002-123-456789",
        "241128 010-1234-5678",
    ],
)
def test_other_numbers_are_left_alone(written):
    national_id_numbers.refuse_national_id_numbers(written)


@pytest.mark.parametrize(
    "written",
    [
        "공일공 일이삼사 오육칠팔",
        "공일공에 일이삼사에 오육칠팔, 공일공에 구구공일에 공일이삼",
        "전화는 공이에 칠삼오에 공일공이입니다",
        "일이삼사오육칠팔구십",
        "2024년 10월 1일 3000000원을 받았다",
        "24년 10월 1일 3,000,000원",
        "2024년 1월 5일 오전 10시 30분, 서울시 마포구 월드컵로 12길 34",
        "이 일이 일어난 뒤로 사오 년이 지났고, 오륙 명이 남았습니다. 구 사람이 팔 일 동안",
        "일이 이렇게 되니 이 일을 칠 사람이 오지 않는다",
        "하나 둘 셋 넷 다섯 여섯 일곱 여덟 아홉 열",
        "하나 둘 셋 넷, 하나 둘 셋 넷, 하나 둘 셋 넷",
        "삼일절, 사일구, 오일팔, 육이오, 팔일오",
        "三一節과 八一五, 二〇二四年",
        "NRF-2021S1A5A8070123",
        "2019S1A5B5A07110591",
        "과제번호 2020S1A3A2A02103899",
        "110111-0234567 1",
        "FK2024-000123-45",
        "900101-1OOOOOO",
        "900101-1○○○○○○",
        "900101-1******",
        "900101-1xxxxxx",
        "010-OOOO-OOOO",
        "SIZZLES BILLS 1234567",
        "BO123-4567890",
        "https://youtu.be/zZ0O1lI5S8B",
        "d41d8cd98f00b204e9800998ecf8427e",
        "550e8400-e29b-41d4-a716-446655440000",
        "one, two, three, four, five, six, seven, eight, nine, ten",
        "zero zero seven",
        "1 2 3 4 5 6 7 8 9 10 11 12 13",
        "1. 가 2. 나 3. 다 4. 라 5. 마 6. 바 7. 사 8. 아 9. 자",
        "국민은행 123456-01-123456",
        "3333-01-1234567",
        "계좌 301-0123-4567-81",
        "2025%20report%2012",
        "100%25",
        "%ED%8F%89%EB%93%B1 20240105 1234",
        "ISBN 979-11-90101-12-3",
        "9791190101123",
        "+82-10-1234-5678",
        "070-1234-5678, 02-123-4567",
        "10:30~12:00, 14:00-15:30",
        "2024-11-28T10:00:00+09:00",
        "20240105-1234567",
        "2024. 11. 28. ~ 2024. 12. 5.",
        "₩1,234,567 (2024. 3. 15.)",
        "사업자등록번호 123-45-67890",
        "고유번호 101-82-12345",
    ],
)
def test_other_words_with_digits_are_left_alone(written):
    national_id_numbers.refuse_national_id_numbers(written)


def test_the_prose_of_the_demonstration_is_left_alone():
    parts = [part for path in PROSE for part in path.read_text().split("\n\n")]
    assert sum(map(len, parts)) > 400_000
    assert not list(filter(national_id_numbers.contains_national_id_number, parts))


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("900101-1234567.pdf", "xxxxxx-xxxxxxx.pdf"),
        ("구공공일공일 다시 일이삼사오육칠.jpg", "x.jpg"),
        ("2024 report.pdf", "2024 report.pdf"),
    ],
)
def test_names_of_files_keep_none(name, masked):
    assert national_id_numbers.mask_file_name(name) == masked


@pytest.mark.parametrize(
    "pieces", ["9", "9일", "%2D이", "%2D하나", "구공다", "O19900101-", "I&#45;", "9 and ", "&amp;"]
)
def test_ten_times_the_signs_take_about_ten_times_as_long(pieces):
    """Where time grows with the square, they take a hundred times as long."""

    def seconds(length: int) -> float:
        text = (pieces * length)[:length]
        search = partial(national_id_numbers.contains_national_id_number, text)
        return min(timeit.repeat(search, timer=time.process_time, number=1, repeat=5))

    assert seconds(10_000) < 40 * seconds(1_000)

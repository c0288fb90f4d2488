"""Korean resident registration numbers (주민등록번호, 외국인등록번호), in every spelling.

A number is a date of birth in six digits and seven more, of which the first tells sex and century.
People separate the halves by any dash, a point, a blank or a line end, and keyboards, word
processors and web pages have digits and dashes of their own; numbers are spoken, encoded, or typed
with letters that look like them. All are read as plain digits first. The first six must then be a
real date: those of ISBNs, accounts and amounts are not.
"""

import re
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cms.validators import digit_spellings

DIGITS = 13

# As printed on cards and most forms: refused even if the date does not exist.
AS_PRINTED = re.compile(r"(?<!\d)\d{6}-[1-8]\d{6}(?!\d)", re.ASCII)
PARTED = re.compile(
    r"(?<!\d)\d\d[^\w]{0,2}(?P<month>\d\d)[^\w]{0,2}(?P<day>\d\d)[\W_]{0,30}[1-8]\d{6}(?!\d)",
    re.ASCII,
)
# 900101-123-4567. Only after six digits in a row: "11:10, 02-123-4567" is a time and a telephone.
SECOND_HALF_PARTED = re.compile(
    r"(?<!\d)\d\d(?P<month>\d\d)(?P<day>\d\d)[\W_]{1,30}[1-8](?:[-\s]?\d){6}(?![-\s]?\d)", re.ASCII
)
# 1990-01-01-1234567, where the seventh digit fits the century. Only with a dash: amounts, codes and
# addresses follow dates after blanks and slashes.
WHOLE_YEAR = re.compile(
    r"(?<!\d)(?:19\d\d(?=(?:\D*\d){4}\D*[1256])|20\d\d(?=(?:\D*\d){4}\D*[3478]))"
    r"[^\w]{0,2}(?P<month>\d\d)[^\w]{0,2}(?P<day>\d\d)[^\w-]{0,9}-[\W_]{0,9}\d{7}(?!\d)",
    re.ASCII,
)
# 9 0 0 1 0 1 - 1 2 3 4 5 6 7
SPELLED_OUT = re.compile(
    r"(?<!\d)\d\W\d\W(?P<month>\d\W\d)\W(?P<day>\d\W\d)\W{1,8}[1-8](?:\W\d){6}(?!\d)", re.ASCII
)
# 9 and 0 and 0: the same words between all digits.
PARTED_BY_WORDS = re.compile(
    r"(?<!\d)\d(?P<between>\D{2,12})\d(?P=between)(?P<month>\d(?P=between)\d)(?P=between)"
    r"(?P<day>\d(?P=between)\d)\D{1,24}[1-8](?:(?P=between)\d){6}(?!\d)",
    re.ASCII,
)
# 90년 1월 1일생 1234567
AFTER_BIRTHDAY = re.compile(
    r"(?<!\d)\d\d\s?년\s?(?P<month>\d\d?)\s?월\s?(?P<day>\d\d?)\s?일\s?생\W{0,30}[1-8]\d{6}(?!\d)",
    re.ASCII,
)
# 9001 0112 3456 8: only with the check digit that numbers had until October 2020, as others are
# written in such groups, too.
GROUPED = re.compile(
    r"(?<!\d)(?<!\d\s)\d\s?\d\s?(?P<month>\d\s?\d)\s?(?P<day>\d\s?\d)"
    r"\s?[1-8](?:\s?\d){6}(?!\s?\d)",
    re.ASCII,
)
CHECK_WEIGHTS = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)
SPELLINGS = (
    PARTED,
    SECOND_HALF_PARTED,
    WHOLE_YEAR,
    SPELLED_OUT,
    PARTED_BY_WORDS,
    AFTER_BIRTHDAY,
)


def contains_national_id_number(text: str) -> bool:
    """In plain text or HTML."""
    return len(text) >= DIGITS and any(map(_contains_number, digit_spellings.readings(text)))


def refuse_national_id_numbers(value: str) -> None:
    """A validator: Korean law forbids storing them, even with consent (PIPA art. 24-2)."""
    if contains_national_id_number(value):
        raise ValidationError(
            _("This looks like a resident registration number. Remove it: it must not be kept.")
        )


def mask_file_name(name: str) -> str:
    """Without its digits if it contains a national ID number; without all but its ending if the
    digits are written in another way."""
    if not contains_national_id_number(name):
        return name
    masked = "".join("x" if char.isdigit() else char for char in name)
    return masked if not contains_national_id_number(masked) else f"x{PurePath(name).suffix}"


def _contains_number(plain: str) -> bool:
    if AS_PRINTED.search(plain):
        return True
    return any(
        _is_day_of_year(number["month"], number["day"])
        for spelling in SPELLINGS
        for number in spelling.finditer(plain)
    ) or any(
        _is_day_of_year(number["month"], number["day"]) and _has_check_digit(_digits(number[0]))
        for number in GROUPED.finditer(plain)
    )


def _is_day_of_year(month: str, day: str) -> bool:
    return 1 <= int(_digits(month)) <= 12 and 1 <= int(_digits(day)) <= 31


def _has_check_digit(number: str) -> bool:
    total = sum(weight * int(digit) for weight, digit in zip(CHECK_WEIGHTS, number, strict=False))
    # Numbers of foreigners have 2 more.
    return int(number[-1]) in {(11 - total % 11) % 10, (13 - total % 11) % 10}


def _digits(text: str) -> str:
    return "".join(filter(str.isdigit, text))

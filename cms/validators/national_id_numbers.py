"""Korean resident registration numbers (주민등록번호, 외국인등록번호), in every spelling.

A number is a date of birth in six digits and seven more, of which the first tells sex and century.
People separate the halves by any dash, a point, a blank or a line end, and keyboards, word
processors and web pages have digits and dashes of their own. All are read as plain digits first.
The first six digits must then be a real date: those of ISBNs, accounts and amounts are not.
"""

import html
import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cms.validators.email_addresses import IGNORABLE

DIGITS = 13

# As printed on cards and most forms: refused even if the date does not exist.
AS_PRINTED = re.compile(r"(?<!\d)\d{6}-[1-8]\d{6}(?!\d)", re.ASCII)
PARTED = re.compile(
    r"(?<!\d)\d\d[^\w]{0,2}(\d\d)[^\w]{0,2}(\d\d)[\W_]{0,30}[1-8]\d{6}(?!\d)", re.ASCII
)
# 900101-123-4567. Only after six digits in a row: "11:10, 02-123-4567" is a time and a telephone.
SECOND_HALF_PARTED = re.compile(
    r"(?<!\d)\d\d(\d\d)(\d\d)[\W_]{1,30}[1-8](?:[-\s]?\d){6}(?![-\s]?\d)", re.ASCII
)
# 1990-01-01-1234567, where the seventh digit fits the century. Only with a dash: amounts, codes and
# addresses follow dates after blanks and slashes.
WHOLE_YEAR = re.compile(
    r"(?<!\d)(?:19\d\d(?=(?:\D*\d){4}\D*[1256])|20\d\d(?=(?:\D*\d){4}\D*[3478]))"
    r"[^\w]{0,2}(\d\d)[^\w]{0,2}(\d\d)[^\w-]{0,9}-[\W_]{0,9}\d{7}(?!\d)",
    re.ASCII,
)
# 9 0 0 1 0 1 - 1 2 3 4 5 6 7
SPELLED_OUT = re.compile(
    r"(?<!\d)\d\W\d\W(\d\W\d)\W(\d\W\d)\W{1,3}[1-8](?:\W\d){6}(?!\d)", re.ASCII
)
SPELLINGS = (PARTED, SECOND_HALF_PARTED, WHOLE_YEAR, SPELLED_OUT)
DASHES = {"Pd"}
MINUS_SIGNS = "\u2212\u00ad\u30fc\uff70\u3161"
INVISIBLE = {"Mn", "Me", "Cf"}

# Python refuses numbers of more than 4,300 digits with an error, also in `&#000…045;`.
ZEROS = re.compile(r"&#0+(?=[0-9])")
LONG_REFERENCE = re.compile(r"(&#[0-9]{7})[0-9]+")


def contains_national_id_number(text: str) -> bool:
    """In plain text or HTML."""
    plain = _in_plain_characters(text)
    if AS_PRINTED.search(plain):
        return True
    found = (pair for spelling in SPELLINGS for pair in spelling.findall(plain))
    return any(_is_day_of_year(month, day) for month, day in found)


def refuse_national_id_numbers(value: str) -> None:
    """A validator: Korean law forbids storing them, even with consent (PIPA art. 24-2)."""
    if contains_national_id_number(value):
        raise ValidationError(
            _("This looks like a resident registration number. Remove it: it must not be kept.")
        )


def mask_file_name(name: str) -> str:
    """Without its digits if it contains a national ID number."""
    if not contains_national_id_number(name):
        return name
    return "".join("x" if char.isdigit() else char for char in name)


def _in_plain_characters(text: str) -> str:
    """Every digit as one of 0 to 9, every dash as `-`, nothing invisible. Empty if there are too
    few digits for a number."""
    text = html.unescape(LONG_REFERENCE.sub(r"\1", ZEROS.sub("&#", text)))
    if sum(map(str.isdigit, text)) < DIGITS:
        return ""
    text = _with_plain_dashes(text).translate(IGNORABLE)
    return "".join(map(_plain_character, unicodedata.normalize("NFKC", text)))


def _with_plain_dashes(text: str) -> str:
    return "".join("-" if char in MINUS_SIGNS else char for char in text)


def _plain_character(char: str) -> str:
    if char.isascii():
        return char
    category = unicodedata.category(char)
    if category in INVISIBLE:
        return ""
    if category in DASHES:
        return "-"
    digit = unicodedata.digit(char, None)
    return char if digit is None else str(digit)


def _is_day_of_year(month: str, day: str) -> bool:
    months, days = (int("".join(filter(str.isdigit, part))) for part in (month, day))
    return 1 <= months <= 12 and 1 <= days <= 31

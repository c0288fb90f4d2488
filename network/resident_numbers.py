"""Korean resident registration numbers (주민등록번호, 외국인등록번호), however they are spelled.

A number is a day of birth in six digits and seven more, of which the first says sex and century.
People part the halves by every kind of dash, by a point, a blank or a line end, and keyboards,
word processors and web pages have digits and dashes of their own. All of these are read as plain
digits first. The first six must then be a real day: of ISBNs, accounts and amounts they are not.
"""

import html
import re
import unicodedata

DIGITS = 13

# As the cards and most forms have it: refused even where the day is none.
AS_PRINTED = re.compile(r"(?<!\d)\d{6}-[1-8]\d{6}(?!\d)", re.ASCII)
PARTED = re.compile(r"(?<!\d)(\d\d)[^\w]?(\d\d)[^\w]?(\d\d)[\W_]{0,6}[1-8]\d{6}(?!\d)", re.ASCII)
# 9 0 0 1 0 1 - 1 2 3 4 5 6 7
SPELLED_OUT = re.compile(
    r"(?<!\d)(\d\W\d)\W(\d\W\d)\W(\d\W\d)\W{1,3}[1-8](?:\W\d){6}(?!\d)", re.ASCII
)
DASHES = {"Pd"}
MINUS_SIGNS = "\u2212\u00ad\u30fc\uff70\u3161"
UNSEEN = {"Mn", "Me", "Cf"}

# Python refuses numbers of more than 4,300 digits with an error, also in `&#000…045;`.
ZEROS = re.compile(r"&#0+(?=[0-9])")
LONG_REFERENCE = re.compile(r"(&#[0-9]{7})[0-9]+")


def stand_in(words: str) -> bool:
    """Whether a text, with or without markup, holds a resident registration number."""
    plain = _in_plain_signs(words)
    if AS_PRINTED.search(plain):
        return True
    found = [*PARTED.findall(plain), *SPELLED_OUT.findall(plain)]
    return any(_is_a_day(month, day) for _year, month, day in found)


def _in_plain_signs(words: str) -> str:
    """Every digit as one of 0 to 9, every dash as `-`, nothing that cannot be seen. Empty when
    there are too few digits for a number."""
    words = html.unescape(LONG_REFERENCE.sub(r"\1", ZEROS.sub("&#", words)))
    if sum(map(str.isdigit, words)) < DIGITS:
        return ""
    return "".join(map(_plain_sign, unicodedata.normalize("NFKC", _with_plain_dashes(words))))


def _with_plain_dashes(words: str) -> str:
    return "".join("-" if sign in MINUS_SIGNS else sign for sign in words)


def _plain_sign(sign: str) -> str:
    if sign.isascii():
        return sign
    category = unicodedata.category(sign)
    if category in UNSEEN:
        return ""
    if category in DASHES:
        return "-"
    digit = unicodedata.digit(sign, None)
    return sign if digit is None else str(digit)


def _is_a_day(month: str, day: str) -> bool:
    month, day = (int("".join(filter(str.isdigit, part))) for part in (month, day))
    return 1 <= month <= 12 and 1 <= day <= 31

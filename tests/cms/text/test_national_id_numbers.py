"""No text may hold a resident registration number, however it is spelled."""

import pytest
from django.core.exceptions import ValidationError

from cms.fields import refuse_national_id_numbers_in_html
from cms.validators import national_id_numbers

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

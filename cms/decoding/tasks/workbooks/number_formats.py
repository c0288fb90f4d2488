"""Formats numbers of a spreadsheet as its author sees them, by the number formats of ECMA-376.

Runs in a child process, without Django. Every step takes time in proportion to the length of a
format, however hostile it is.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache
from math import floor

# Excel allows no longer ones.
MAX_FORMAT_LENGTH = 255
# The last day that Excel knows: 31 December 9999.
LAST_SERIAL = 2_958_465
# Days between the two epochs of Excel.
OFFSET_1904 = 1_462
# Half a millisecond, as a part of a day: calculated dates miss midnight by less.
MIDNIGHT_TOLERANCE = 5e-9

DATE, MINUTE, CLOCK = "yyyy/mm/dd", "hh:mm", "hh:mm:ss"
# ECMA-376 part 1, 18.8.30; those from 27 on as Korean versions of Excel have them.
BUILT_IN = {
    0: "General",
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    5: "#,##0",
    6: "#,##0",
    7: "#,##0.00",
    8: "#,##0.00",
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    37: "#,##0",
    38: "#,##0",
    39: "#,##0.00",
    40: "#,##0.00",
    41: "#,##0",
    42: "#,##0",
    43: "#,##0.00",
    44: "#,##0.00",
    **dict.fromkeys((14, 15, 22, 27, 30, 31, 34, 35, 36), DATE),
    **dict.fromkeys((50, 51, 52, 53, 54, 55, 56, 57, 58), DATE),
    **dict.fromkeys((16, 28, 29), "mm/dd"),
    17: "yyyy/mm",
    **dict.fromkeys((18, 20, 32), MINUTE),
    **dict.fromkeys((19, 21, 33, 45, 46, 47), CLOCK),
    49: "@",
}
DIGITS = "0#?"
CONDITIONS = ("<=", ">=", "<>", "<", ">", "=")


@dataclass
class Section:
    """One of up to four sections of a format, separated by semicolons."""

    # Shape: (kind, char); the kinds are "literal", "char" and "fill".
    tokens: list[tuple[str, str]] = field(default_factory=list)
    # [>=100]: operator and number.
    condition: tuple[str, Decimal] | None = None
    # [h], [mm]: durations of more than 24 hours.
    elapsed: bool = False

    @property
    def chars(self) -> str:
        """All unquoted characters, in lower case."""
        return "".join(char for kind, char in self.tokens if kind == "char").lower()

    @property
    def is_general(self) -> bool:
        return "general" in self.chars

    @property
    def is_date(self) -> bool:
        """Whether it formats dates or times rather than numbers."""
        if self.is_general:
            return False
        bare = self.chars.replace("e+", "").replace("e-", "")
        return self.elapsed or "aaa" in bare or any(char in "ymdhs" for char in bare)


def format_number(number: float, number_format: str, *, from_1904: bool = False) -> str:
    """Dates as 2025, 2025-07 or 2025-07-09, as precisely as the format shows them."""
    value = _decimal(number)
    if value is None:
        return str(number)
    section, is_negative_section = _section_for(value, parse_format(number_format))
    if section.is_date:
        return _format_date(number, value, section, from_1904)
    if section.is_general or (not section.tokens and ";" not in number_format):
        return plain_number(value)
    return _format_decimal(abs(value) if is_negative_section else value, section)


def format_text(text: str, number_format: str) -> str:
    """Only the fourth section of a format applies to text."""
    sections = parse_format(number_format)
    if len(sections) < 4 or ("@" not in sections[3].chars and sections[3].tokens):
        return text
    return "".join(
        text if (kind, char) == ("char", "@") else char
        for kind, char in sections[3].tokens
        if kind != "fill"
    )


def plain_number(value: Decimal) -> str:
    """Every digit in the file, without an exponent."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@lru_cache(maxsize=512)
def parse_format(number_format: str) -> tuple[Section, ...]:
    """In one pass. A format longer than Excel allows is cut."""
    found = [Section()]
    chars = iter(number_format[:MAX_FORMAT_LENGTH])
    for char in chars:
        section = found[-1]
        match char:
            case ";" if len(found) < 4:
                found.append(Section())
            case '"':
                section.tokens.append(("literal", _until(chars, '"')))
            case "[":
                _read_brackets(section, _until(chars, "]"))
            case "\\" | "!":
                section.tokens.append(("literal", next(chars, "")))
            case "_" | "*":
                section.tokens.append(("fill", next(chars, "")))
            case _:
                section.tokens.append(("char", char))
    return tuple(found)


def _until(chars: Iterable[str], end: str) -> str:
    found = []
    for char in chars:
        if char == end:
            break
        found.append(char)
    return "".join(found)


def _read_brackets(section: Section, inside: str) -> None:
    """Colours are ignored, currencies ([$₩-412]) become a character, conditions select a
    section."""
    bare = inside.strip().lower()
    if bare and set(bare) <= set("hms") and len(set(bare)) == 1:
        section.elapsed = True
        section.tokens += [("char", char) for char in bare]
    elif bare.startswith("$"):
        section.tokens.append(("literal", inside.strip()[1:].partition("-")[0]))
    elif operator := next((one for one in CONDITIONS if bare.startswith(one)), ""):
        number = _decimal(bare.removeprefix(operator))
        section.condition = (operator, number) if number is not None else None


def _section_for(value: Decimal, sections: tuple[Section, ...]) -> tuple[Section, bool]:
    """The section that applies to a value, and whether it is the one for negative numbers."""
    if any(section.condition for section in sections[:2]):
        for section in sections[:2]:
            if section.condition and _holds(value, *section.condition):
                return section, False
        last = sections[2] if len(sections) > 2 else sections[-1]
        return last, False
    if value < 0 and len(sections) > 1:
        return sections[1], True
    if value == 0 and len(sections) > 2:
        return sections[2], False
    return sections[0], False


def _holds(value: Decimal, operator: str, other: Decimal) -> bool:
    return {
        "<=": value <= other,
        ">=": value >= other,
        "<>": value != other,
        "<": value < other,
        ">": value > other,
        "=": value == other,
    }[operator]


def _decimal(number: float | str) -> Decimal | None:
    """With at most fifteen significant digits, as many as Excel keeps."""
    try:
        value = Decimal(f"{number:.15g}" if isinstance(number, float) else str(number))
    except InvalidOperation:
        return None
    return value if value.is_finite() and abs(value.adjusted()) < 300 else None


# Days and times.


def serial_to_datetime(serial: float, *, from_1904: bool = False) -> datetime | None:
    """None outside the range of Excel."""
    serial += OFFSET_1904 if from_1904 else 0
    if not 0 <= serial <= LAST_SERIAL + 1:
        return None
    # Excel has a 29 February 1900, so the days before it are off by one.
    days = serial + 1 if 0 < serial < 60 and not from_1904 else serial
    moment = datetime(1899, 12, 30) + timedelta(days=days)
    return (moment + timedelta(microseconds=500_000)).replace(microsecond=0)


def _format_date(serial: float, value: Decimal, section: Section, from_1904: bool) -> str:
    moment = serial_to_datetime(serial, from_1904=from_1904)
    chars = section.chars
    if moment is None:
        return plain_number(value)
    has_day = any(char in chars for char in ("y", "d", "aaa")) or (
        "m" in chars and not _is_clock(chars)
    )
    if section.elapsed:
        return _format_elapsed(serial)
    if not has_day:
        return f"{moment:%H:%M:%S}" if "s" in chars else f"{moment:%H:%M}"
    # A second before midnight belongs to its day, though its time is rounded.
    day = serial_to_datetime(floor(serial + MIDNIGHT_TOLERANCE), from_1904=from_1904) or moment
    return date_with_precision(day.date(), chars)


def date_with_precision(day: date, chars: str) -> str:
    if "d" in chars or "y" not in chars:
        return f"{day:%Y-%m-%d}"
    return f"{day:%Y-%m}" if "m" in chars else f"{day.year:04}"


def _is_clock(chars: str) -> bool:
    return "h" in chars or "s" in chars


def _format_elapsed(serial: float) -> str:
    minutes = round(serial * 24 * 60)
    return f"{minutes // 60}:{minutes % 60:02}"


# Numbers.


def _format_decimal(value: Decimal, section: Section) -> str:
    chars = section.chars
    if "@" in chars or ("/" in chars and any(char in chars for char in DIGITS)):
        return plain_number(value)
    value = value.scaleb(2 * chars.count("%"))
    if "e+" in chars or "e-" in chars:
        return _format_scientific(value, chars)
    whole, _point, decimals = chars.partition(".")
    value = value.scaleb(-3 * _thousands_scale(whole))
    places = sum(decimals.count(char) for char in DIGITS)
    required = decimals.count("0")
    rounded = value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    integer, _point, fraction = f"{abs(rounded):f}".partition(".")
    fraction = fraction[:required] + fraction[required:].rstrip("0")
    text = _fill_digits(section, integer.lstrip("0"), fraction, grouped=_is_grouped(whole))
    return f"-{text}" if rounded < 0 else text


def _thousands_scale(whole: str) -> int:
    """Each comma after the last digit divides by a thousand."""
    return len(whole) - len(whole.rstrip(",")) if whole.strip(",") else 0


def _is_grouped(whole: str) -> bool:
    return "," in whole.rstrip(",")


def _format_scientific(value: Decimal, chars: str) -> str:
    mantissa = chars.partition("e")[0].partition(".")[2]
    return f"{float(value):.{sum(mantissa.count(char) for char in DIGITS)}E}"


def _fill_digits(section: Section, integer: str, fraction: str, *, grouped: bool) -> str:
    """The digits in their places of a format, with the text between them: 010-0000-0000."""
    tokens = section.tokens
    point = next((n for n, token in enumerate(tokens) if token == ("char", ".")), len(tokens))
    places = [n for n, token in enumerate(tokens[:point]) if _is_digit(token)]
    first_zero = next((k for k, n in enumerate(places) if tokens[n][1] == "0"), len(places))
    integer = integer.rjust(len(places) - first_zero, "0")
    digits = {}
    if grouped:
        integer, digits = "", {places[0]: f"{int(integer):,}" if integer else ""}
    for n in reversed(places):
        digits.setdefault(n, integer[-1:])
        integer = integer[:-1]
    if places:
        digits[places[0]] = integer + digits[places[0]]
    return _join_tokens(tokens, point, digits, fraction)


def _join_tokens(
    tokens: list[tuple[str, str]], point: int, digits: dict[int, str], fraction: str
) -> str:
    pieces, left = [], fraction
    for n, (kind, char) in enumerate(tokens):
        if kind == "fill":
            continue
        if n == point:
            pieces.append("." if fraction else "")
        elif kind == "literal":
            pieces.append(char)
        elif n in digits:
            pieces.append(digits[n])
        elif n > point and char in DIGITS:
            pieces.append(left[:1])
            left = left[1:]
        elif char == "," and digits:
            continue
        else:
            pieces.append(char)
    return "".join(pieces)


def _is_digit(token: tuple[str, str]) -> bool:
    return token[0] == "char" and token[1] in DIGITS

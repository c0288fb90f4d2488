"""Numbers of a spreadsheet as its author sees them, by the number formats of ECMA-376.

Imports nothing of Django, as it runs in a child process. Every step takes time in proportion to the
length of a format, however hostile it is.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache

# Excel writes no longer ones.
LONGEST_FORMAT = 255
# The last day that Excel knows: 31 December 9999.
LAST_SERIAL = 2_958_465
# Days between the two epochs of Excel.
OFFSET_1904 = 1_462

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
    """One of the up to four parts of a format, between semicolons."""

    # Shape: (kind, sign); the kinds are "literal", "sign" and "fill".
    tokens: list[tuple[str, str]] = field(default_factory=list)
    # [>=100]: operator and number.
    condition: tuple[str, Decimal] | None = None
    # [h], [mm]: time that runs on over 24 hours.
    elapsed: bool = False

    @property
    def signs(self) -> str:
        """What is not quoted, in lower case."""
        return "".join(sign for kind, sign in self.tokens if kind == "sign").lower()

    @property
    def is_general(self) -> bool:
        return "general" in self.signs

    @property
    def is_date(self) -> bool:
        """Whether it shows days or times rather than a number."""
        if self.is_general:
            return False
        bare = self.signs.replace("e+", "").replace("e-", "")
        return self.elapsed or any(sign in "ymdhs" for sign in bare)


def shown(number: float, number_format: str, *, from_1904: bool = False) -> str:
    """A number in its format; a date as 2025, 2025-07 or 2025-07-09, as far as that shows it."""
    value = _decimal(number)
    if value is None:
        return str(number)
    section, is_negative_section = _section_for(value, sections(number_format))
    if section.is_date:
        return _date_shown(number, section, from_1904)
    if section.is_general or (not section.tokens and ";" not in number_format):
        return plain(value)
    return _number_shown(abs(value) if is_negative_section else value, section)


def text_shown(words: str, number_format: str) -> str:
    """A text in its format: only a fourth section says anything of texts."""
    parts = sections(number_format)
    if len(parts) < 4 or ("@" not in parts[3].signs and parts[3].tokens):
        return words
    return "".join(
        words if (kind, sign) == ("sign", "@") else sign
        for kind, sign in parts[3].tokens
        if kind != "fill"
    )


def plain(value: Decimal) -> str:
    """A number without a format: every digit that the file holds, and no exponent."""
    words = f"{value:f}"
    return words.rstrip("0").rstrip(".") if "." in words else words


@lru_cache(maxsize=512)
def sections(number_format: str) -> tuple[Section, ...]:
    """A format taken apart in one pass; what is longer than Excel writes is not looked at."""
    found = [Section()]
    signs = iter(number_format[:LONGEST_FORMAT])
    for sign in signs:
        section = found[-1]
        match sign:
            case ";" if len(found) < 4:
                found.append(Section())
            case '"':
                section.tokens.append(("literal", _until(signs, '"')))
            case "[":
                _read_brackets(section, _until(signs, "]"))
            case "\\" | "!":
                section.tokens.append(("literal", next(signs, "")))
            case "_" | "*":
                section.tokens.append(("fill", next(signs, "")))
            case _:
                section.tokens.append(("sign", sign))
    return tuple(found)


def _until(signs, end: str) -> str:
    found = []
    for sign in signs:
        if sign == end:
            break
        found.append(sign)
    return "".join(found)


def _read_brackets(section: Section, inside: str) -> None:
    """Colours say nothing here, currencies ([$₩-412]) a sign, conditions when a section counts."""
    bare = inside.strip().lower()
    if bare and set(bare) <= set("hms") and len(set(bare)) == 1:
        section.elapsed = True
        section.tokens += [("sign", sign) for sign in bare]
    elif bare.startswith("$"):
        section.tokens.append(("literal", inside.strip()[1:].partition("-")[0]))
    elif operator := next((one for one in CONDITIONS if bare.startswith(one)), ""):
        number = _decimal(bare.removeprefix(operator))
        section.condition = (operator, number) if number is not None else None


def _section_for(value: Decimal, parts: tuple[Section, ...]) -> tuple[Section, bool]:
    """The section that shows a value, and whether it is one of its own for negative numbers."""
    if any(part.condition for part in parts[:2]):
        for part in parts[:2]:
            if part.condition and _holds(value, *part.condition):
                return part, False
        last = parts[2] if len(parts) > 2 else parts[-1]
        return last, False
    if value < 0 and len(parts) > 1:
        return parts[1], True
    if value == 0 and len(parts) > 2:
        return parts[2], False
    return parts[0], False


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
    """A number of at most fifteen significant digits, as many as Excel keeps."""
    try:
        value = Decimal(f"{number:.15g}" if isinstance(number, float) else str(number))
    except InvalidOperation:
        return None
    return value if value.is_finite() and abs(value.adjusted()) < 300 else None


# Days and times.


def day_of(serial: float, *, from_1904: bool = False) -> datetime | None:
    """The moment that a serial number stands for; None outside of what Excel shows."""
    serial += OFFSET_1904 if from_1904 else 0
    if not 0 <= serial <= LAST_SERIAL + 1:
        return None
    # Excel believes in a 29 February 1900, so that the days before it are off by one.
    days = serial + 1 if 0 < serial < 60 and not from_1904 else serial
    moment = datetime(1899, 12, 30) + timedelta(days=days)
    return (moment + timedelta(microseconds=500_000)).replace(microsecond=0)


def _date_shown(serial: float, section: Section, from_1904: bool) -> str:
    moment = day_of(serial, from_1904=from_1904)
    signs = section.signs
    if moment is None:
        return plain(_decimal(serial))
    has_day = any(sign in signs for sign in "yd") or ("m" in signs and not _is_clock(signs))
    if section.elapsed:
        return _elapsed(serial)
    if not has_day:
        return f"{moment:%H:%M:%S}" if "s" in signs else f"{moment:%H:%M}"
    return as_precise(moment.date(), signs)


def as_precise(day: date, signs: str) -> str:
    if "d" in signs or "y" not in signs:
        return f"{day:%Y-%m-%d}"
    return f"{day:%Y-%m}" if "m" in signs else f"{day.year:04}"


def _is_clock(signs: str) -> bool:
    return "h" in signs or "s" in signs


def _elapsed(serial: float) -> str:
    minutes = round(serial * 24 * 60)
    return f"{minutes // 60}:{minutes % 60:02}"


# Numbers.


def _number_shown(value: Decimal, section: Section) -> str:
    signs = section.signs
    if "@" in signs or ("/" in signs and any(sign in signs for sign in DIGITS)):
        return plain(value)
    value = value.scaleb(2 * signs.count("%"))
    if "e+" in signs or "e-" in signs:
        return _scientific(value, signs)
    whole, _point, decimals = signs.partition(".")
    value = value.scaleb(-3 * _thousands_left_out(whole))
    places = sum(decimals.count(sign) for sign in DIGITS)
    required = decimals.count("0")
    rounded = value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    integer, _point, fraction = f"{abs(rounded):f}".partition(".")
    fraction = fraction[:required] + fraction[required:].rstrip("0")
    words = _filled(section, integer.lstrip("0"), fraction, grouped=_is_grouped(whole))
    return f"-{words}" if rounded < 0 else words


def _thousands_left_out(whole: str) -> int:
    """Commas behind the last digit divide by a thousand each."""
    return len(whole) - len(whole.rstrip(",")) if whole.strip(",") else 0


def _is_grouped(whole: str) -> bool:
    return "," in whole.rstrip(",")


def _scientific(value: Decimal, signs: str) -> str:
    mantissa = signs.partition("e")[0].partition(".")[2]
    return f"{float(value):.{sum(mantissa.count(sign) for sign in DIGITS)}E}"


def _filled(section: Section, integer: str, fraction: str, *, grouped: bool) -> str:
    """The digits in the places of a format, with what stands between them: 010-0000-0000."""
    tokens = section.tokens
    point = next((n for n, token in enumerate(tokens) if token == ("sign", ".")), len(tokens))
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
    return _joined(tokens, point, digits, fraction)


def _joined(tokens, point: int, digits: dict[int, str], fraction: str) -> str:
    words, left = [], fraction
    for n, (kind, sign) in enumerate(tokens):
        if kind == "fill":
            continue
        if n == point:
            words.append("." if fraction else "")
        elif kind == "literal":
            words.append(sign)
        elif n in digits:
            words.append(digits[n])
        elif n > point and sign in DIGITS:
            words.append(left[:1])
            left = left[1:]
        elif sign == "," and digits:
            continue
        else:
            words.append(sign)
    return "".join(words)


def _is_digit(token: tuple[str, str]) -> bool:
    return token[0] == "sign" and token[1] in DIGITS

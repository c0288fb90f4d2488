"""Finds mistakes in texts before they are published. Findings are shown and never block."""

import re
from collections.abc import Callable, Iterator
from datetime import date

from django.utils.translation import gettext as _

from cms.i18n import languages
from cms.text import rich_text

# Chat programs copy time and sender along with a message.
CHAT_RESIDUE = re.compile(
    r"\[\d{1,2}:\d{2}(?: ?[AP]M)?\] ?[\w ]{0,40}"
    r"|\[[^\]\n]{1,30}\] ?\[(?:오전|오후) ?\d{1,2}:\d{2}\]"
)
DOUBLE_SPACE = re.compile(r"(?<=\S)[ \u00a0]{2,}(?=\S)")
COMMA_WITHOUT_SPACE = re.compile(r"[^\W\d_],[^\W\d_]")
# Anchored at the start of a word: from every character of a long one it would take minutes.
SPACE_BEFORE_CLOSING = re.compile(r"(?<!\S)\S+ [”’](?=\s|$|[가-힣])")
QUOTE_PAIRS = (("“", "”"), ("『", "』"), ("「", "」"), ("《", "》"))
LINK = re.compile(r'href="([^"]*)"')
FILE_NAME = re.compile(r"^\S+\.(?:jpe?g|png|webp|heic|avif|gif)$|^(?:IMG|DSC|DSCF|P)_?\d{3,}", re.I)

KOREAN_DATE = re.compile(
    r"(?:(\d{4})년 ?)?(\d{1,2})월 ?(\d{1,2})일 ?\(([월화수목금토일])(?:요일)?\)"
)
KOREAN_WEEKDAYS = "월화수목금토일"
ENGLISH_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
ENGLISH_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_WEEKDAY, _MONTH = "|".join(ENGLISH_WEEKDAYS), "|".join(ENGLISH_MONTHS)
ENGLISH_DATE = re.compile(
    rf"({_WEEKDAY}),? (?:(\d{{1,2}})(?:st|nd|rd|th)? ({_MONTH})|({_MONTH}) (\d{{1,2}}))"
    rf"(?:st|nd|rd|th)?(?:,? (\d{{4}}))?",
    # Without ASCII, a long s (ſunday) would match the s of a weekday.
    re.IGNORECASE | re.ASCII,
)


def find_problems(markup: str, language: str, year: int) -> list[str]:
    """In sentences that quote the mistake.

    `markup` is rich or plain text in `language`; `year` is assumed for dates without one.
    """
    plain = rich_text.to_plain_text(markup) if "<" in markup else markup
    found = [sentence for check in CHECKS for sentence in check(plain)]
    found += _wrong_weekdays(plain, year)
    return list(dict.fromkeys([*found, *_foreign_links(markup, language)]))


def alt_text_problems(alt: str, caption: str) -> list[str]:
    """Problems of an alternative text beside its caption."""
    if alt and FILE_NAME.match(alt):
        return [
            _("The alternative text “{alt}” is a file name. Describe what can be seen.").format(
                alt=alt
            )
        ]
    if alt and alt.strip(" .") == caption.strip(" ."):
        return [_("The alternative text repeats the caption. Describe what can be seen instead.")]
    return []


def _chat_residue(plain: str) -> Iterator[str]:
    for slip in CHAT_RESIDUE.findall(plain):
        yield _(
            "“{slip}” was copied along with the text from a chat; it may name somebody."
        ).format(slip=slip.strip())


def _spacing(plain: str) -> Iterator[str]:
    for slip in DOUBLE_SPACE.finditer(plain):
        around = plain[max(0, slip.start() - 10) : slip.end() + 10].strip()
        yield _("There are two spaces in “{slip}”.").format(slip=around)
    for slip in COMMA_WITHOUT_SPACE.finditer(plain):
        around = plain[max(0, slip.start() - 8) : slip.end() + 8].strip()
        yield _("A space is missing after the comma in “{slip}”.").format(slip=around)
    for slip in SPACE_BEFORE_CLOSING.findall(plain):
        yield _("There is a space before the closing quotation mark in “{slip}”.").format(slip=slip)


def _quotes(plain: str) -> Iterator[str]:
    for opening, closing in QUOTE_PAIRS:
        if plain.count(opening) != plain.count(closing):
            yield _("Quotation marks {opening} and {closing} do not pair.").format(
                opening=opening, closing=closing
            )
    # An apostrophe is a closing mark too, so only more opening marks are a mistake for sure.
    if plain.count("‘") > plain.count("’"):
        yield _("Quotation marks {opening} and {closing} do not pair.").format(
            opening="‘", closing="’"
        )
    if '"' in plain and ("“" in plain or "”" in plain):
        yield _("Straight and curly quotation marks are mixed.")


def _wrong_weekdays(plain: str, year: int) -> Iterator[str]:
    for slip, day, named in _dates_with_weekdays(plain, year):
        if day and day.weekday() != named:
            yield _("“{slip}”: that day is a {weekday}.").format(
                slip=slip, weekday=_weekday_name(day)
            )


def _dates_with_weekdays(plain: str, year: int) -> Iterator[tuple[str, date | None, int]]:
    """Shape: the date as written, the day, the number of the named weekday."""
    for found in KOREAN_DATE.finditer(plain):
        wrote, month, day, weekday = found.groups()
        yield found[0], _day(wrote or year, month, day), KOREAN_WEEKDAYS.index(weekday)
    for found in ENGLISH_DATE.finditer(plain):
        weekday, day1, month1, month2, day2, wrote = found.groups()
        month = ENGLISH_MONTHS.index((month1 or month2).lower()) + 1
        named = ENGLISH_WEEKDAYS.index(weekday.lower())
        yield found[0], _day(wrote or year, month, day1 or day2), named


def _day(year: str | int, month: str | int, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _weekday_name(day: date) -> str:
    names = (
        _("Monday"),
        _("Tuesday"),
        _("Wednesday"),
        _("Thursday"),
        _("Friday"),
        _("Saturday"),
        _("Sunday"),
    )
    return names[day.weekday()]


def _foreign_links(markup: str, language: str) -> Iterator[str]:
    for address in LINK.findall(markup):
        code = address.strip("/").partition("/")[0]
        if address.startswith("/") and code in languages.codes() and code != language:
            yield _("The link {address} leads to a page in another language.").format(
                address=address
            )


CHECKS: tuple[Callable[[str], Iterator[str]], ...] = (_chat_residue, _spacing, _quotes)

"""How to find a person's name in running text, however it is written there."""

import re
from collections.abc import Iterable

from network import text

IN_BRACKETS = re.compile(r"[(（]([^()（）]+)[)）]")
PARTS = re.compile(r"[^\W_]+")
# What may stand between the parts of a name, or be left out: Chan-seo, Chan seo, Chanseo.
BETWEEN = r"[\s\-\u2010\u2011·.,]*"
# A Hangul name of so many syllables is hardly ever a part of another word; 이한 is one of 특이한.
SURE = 3


def ways_to_write(*typed: str | None) -> list[str]:
    """The names in what was typed, longest first: "Goldie (Myoung Ryoon) Kim" is Goldie Kim and
    Myoung Ryoon besides, "Kim, Goldie" is Goldie Kim."""
    found = set()
    for words in map(text.clean_line, filter(None, typed)):
        outside = text.clean_line(IN_BRACKETS.sub(" ", words))
        last, _comma, first = outside.partition(",")
        turned = f"{first.strip()} {last}" if first else ""
        found |= {words, outside, turned, *IN_BRACKETS.findall(words)}
    return sorted((name.strip() for name in found if len(name.strip()) > 1), key=len, reverse=True)


def pattern(names: Iterable[str]) -> re.Pattern | None:
    """What finds any of the names in a text without markup; None when there is none to find.

    A particle may follow a Hangul name; a Latin one ends where a word does.
    """
    forms = [form for name in names if (form := _form(name))]
    return re.compile("|".join(forms), re.IGNORECASE) if forms else None


def _form(name: str) -> str:
    parts = PARTS.findall(text.unify_hyphens(name))
    if not parts:
        return ""
    syllables = len(text.HANGUL_SYLLABLE.findall(name))
    before = "" if syllables >= SURE else r"(?<!\w)"
    after = "" if syllables else r"(?!\w)"
    return before + BETWEEN.join(map(re.escape, parts)) + after


def longest_part(name: str) -> str:
    """What every way to write a name contains: for a first look by the database."""
    return max(PARTS.findall(name), key=len, default="")

"""Finding a person's name in running text, in all ways it may be written."""

import re
from collections.abc import Iterable

from cms.text import plain_text
from cms.text.writing_systems import HANGUL_SYLLABLE

IN_BRACKETS = re.compile(r"[(（]([^()（）]+)[)）]")
WORDS = re.compile(r"[^\W_]+")
# What may be between the words of a name: Chan-seo, Chan seo, Chanseo.
SEPARATOR = r"[\s\-\u2010\u2011·.,]*"
# A Hangul name of three syllables is hardly ever part of another word; 이한 is part of 특이한.
UNAMBIGUOUS_SYLLABLES = 3


def name_variants(*names: str | None) -> list[str]:
    """Returns the names with their variants, longest first: "Goldie (Myoung Ryoon) Kim" also gives
    Goldie Kim and Myoung Ryoon, "Kim, Goldie" also gives Goldie Kim."""
    variants = set()
    for name in map(plain_text.clean_line, filter(None, names)):
        without_brackets = plain_text.clean_line(IN_BRACKETS.sub(" ", name))
        last, _comma, first = without_brackets.partition(",")
        in_order = f"{first.strip()} {last}" if first else ""
        variants |= {name, without_brackets, in_order, *IN_BRACKETS.findall(name)}
    long_enough = (name.strip() for name in variants if len(name.strip()) > 1)
    return sorted(long_enough, key=len, reverse=True)


def name_pattern(names: Iterable[str]) -> re.Pattern | None:
    """Returns a pattern that finds any of the names in a text without markup; None without names. A
    particle may follow a Hangul name; a Latin name ends at the end of a word."""
    expressions = [expression for name in names if (expression := _expression(name))]
    return re.compile("|".join(expressions), re.IGNORECASE) if expressions else None


def _expression(name: str) -> str:
    words = WORDS.findall(plain_text.unify_hyphens(name))
    if not words:
        return ""
    syllables = len(HANGUL_SYLLABLE.findall(name))
    before = "" if syllables >= UNAMBIGUOUS_SYLLABLES else r"(?<!\w)"
    after = "" if syllables else r"(?!\w)"
    return before + SEPARATOR.join(map(re.escape, words)) + after


def longest_word(name: str) -> str:
    """Returns the word that all ways to write the name contain, for a first query of the
    database."""
    return max(WORDS.findall(name), key=len, default="")

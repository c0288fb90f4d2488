"""The font of the cards: which letters it has, how wide they are."""

import unicodedata
from functools import cache
from io import BytesIO
from pathlib import Path

from PIL import ImageFont

# A child cannot open files, so the font is read when the server of children imports this module.
FONT = (Path(__file__).parent / "font" / "ShareCardSans.otf").read_bytes()

# Categories of Unicode: symbols, and what steers how they look. Left out if the font lacks them.
LEFT_OUT = {"So", "Sk", "Sm", "Mn", "Me", "Cf", "Cc"}
# The font lacks these, which Korean word processors write for signs that it has.
REPLACEMENTS = str.maketrans({"∼": "~", "‑": "-", "\N{SOFT HYPHEN}": None})


@cache
def font(size: int) -> ImageFont.FreeTypeFont:
    """Without shaping, whose library would be loaded from a file."""
    return ImageFont.truetype(BytesIO(FONT), size, layout_engine=ImageFont.Layout.BASIC)


def readable(text: str) -> str:
    """The text on one line, composed, in letters that the font has; empty where it lacks one.
    Symbols that it lacks, such as emoji, are left out."""
    composed = unicodedata.normalize("NFC", text).translate(REPLACEMENTS)
    letters = [
        letter if letter.isspace() or has_letter(letter) else _compatible(letter)
        for letter in composed
    ]
    return "" if None in letters else " ".join("".join(filter(None, letters)).split())


@cache
def has_letter(letter: str) -> bool:
    return bytes(font(32).getmask(letter)) != _missing()


def text_width(text: str, size: int) -> int:
    """In px. Without shaping it is the sum of the letters'."""
    return round(sum(_letter_width(letter, size) for letter in text))


@cache
def _letter_width(letter: str, size: int) -> float:
    return font(size).getlength(letter)


def _compatible(letter: str) -> str | None:
    """⑴ as (1). Empty for a symbol that can be left out, None for a letter."""
    plain = unicodedata.normalize("NFKC", letter)
    if plain != letter and all(map(has_letter, plain)):
        return plain
    return "" if unicodedata.category(letter) in LEFT_OUT else None


@cache
def _missing() -> bytes:
    """The picture of a letter that the font lacks."""
    return bytes(font(32).getmask("\ue000"))

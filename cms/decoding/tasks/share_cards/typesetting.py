"""Sets text on cards: which letters the font has, where lines break, which size fits.

Lines break at spaces only, as Korean is set in titles, and are about equally long, so that no word
is left alone on the last one.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path

from PIL import ImageFont

# A child cannot open files, so the font is read when the server of children imports this module.
FONT = (Path(__file__).parent / "font" / "ShareCardSans.otf").read_bytes()

LEADING = 1.28
ELLIPSIS = "…"
# What the font lacks, and Korean word processors write for signs that it has.
# Categories of Unicode: symbols, and what steers how they look.
LEFT_OUT = {"So", "Sk", "Sm", "Mn", "Me", "Cf", "Cc"}
REPLACEMENTS = str.maketrans({"∼": "~", "‑": "-", "\N{SOFT HYPHEN}": None})


@dataclass(frozen=True)
class SetText:
    """Lines of text that fit. `size` and `leading` in px."""

    lines: list[str]
    size: int

    @property
    def leading(self) -> int:
        return round(self.size * LEADING)

    @property
    def height(self) -> int:
        return self.leading * len(self.lines)

    @property
    def width(self) -> int:
        return max(measure(line, self.size) for line in self.lines)


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


def fit(text: str, width: int, sizes: tuple[int, ...], most_lines: int) -> SetText:
    """In the largest of the sizes (px) in which the text takes no more lines; cut in the
    smallest."""
    for size in sizes:
        lines = break_lines(text, size, width)
        if len(lines) <= most_lines:
            return SetText(_balance(text, size, width, len(lines)), size)
    kept = lines[:most_lines]
    kept[-1] = _cut(kept[-1], size, width)
    return SetText(kept, size)


def break_lines(text: str, size: int, width: int) -> list[str]:
    lines: list[str] = []
    for word in _words(text, size, width):
        if lines and measure(joined := f"{lines[-1]} {word}", size) <= width:
            lines[-1] = joined
        else:
            lines.append(word)
    return lines


def measure(text: str, size: int) -> int:
    """The width in px. Without shaping it is the sum of the letters'."""
    return round(sum(_advance(letter, size) for letter in text))


@cache
def _advance(letter: str, size: int) -> float:
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


def _words(text: str, size: int, width: int) -> Iterator[str]:
    """Dashes and dots stay with the word before them; a word longer than a line is broken."""
    words: list[str] = []
    for word in text.split():
        is_sign = not any(letter.isalnum() for letter in word)
        if words and is_sign and measure(f"{words[-1]} {word}", size) <= width:
            words[-1] += f" {word}"
        else:
            words.append(word)
    for word in words:
        while measure(word, size) > width:
            head = _longest_start(word, size, width)
            yield head
            word = word[len(head) :]
        yield word


def _longest_start(word: str, size: int, width: int) -> str:
    end = 1
    while end < len(word) and measure(word[: end + 1], size) <= width:
        end += 1
    return word[:end]


def _balance(text: str, size: int, width: int, number: int) -> list[str]:
    """The narrowest column with as many lines, in which no word is broken that a line holds."""
    longest = max(measure(word, size) for word in _words(text, size, width))
    narrow, wide = max(longest, width // number) - 1, width
    while wide - narrow > 1:
        middle = (narrow + wide) // 2
        if len(break_lines(text, size, middle)) <= number:
            wide = middle
        else:
            narrow = middle
    return break_lines(text, size, wide)


def _cut(line: str, size: int, width: int) -> str:
    """At a word, where that leaves more than half of the line."""
    while measure(line + ELLIPSIS, size) > width:
        shorter = line.rpartition(" ")[0]
        line = shorter if measure(shorter, size) > width // 2 else line[:-1]
    return line.rstrip(" ,.·–—-:;") + ELLIPSIS

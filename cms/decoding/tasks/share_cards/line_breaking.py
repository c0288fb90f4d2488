"""Breaks the texts of cards into lines, in the largest size in which they fit.

Lines break at spaces only, as Korean is set in titles, and are about equally long, so that no word
is left alone on the last one.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from cms.decoding.tasks.share_cards.card_font import text_width

LINE_HEIGHT = 1.28
ELLIPSIS = "…"


@dataclass(frozen=True)
class FittedText:
    """Lines of text that fit. All sizes in px."""

    lines: list[str]
    size: int

    @property
    def line_height(self) -> int:
        return round(self.size * LINE_HEIGHT)

    @property
    def height(self) -> int:
        return self.line_height * len(self.lines)

    @property
    def width(self) -> int:
        return max(text_width(line, self.size) for line in self.lines)


def fit(text: str, width: int, sizes: tuple[int, ...], most_lines: int) -> FittedText:
    """In the largest of the sizes (px) in which the text takes no more lines; cut in the
    smallest."""
    for size in sizes:
        lines = break_lines(text, size, width)
        if len(lines) <= most_lines:
            return FittedText(_balance(text, size, width, len(lines)), size)
    kept = lines[:most_lines]
    kept[-1] = _cut(kept[-1], size, width)
    return FittedText(kept, size)


def break_lines(text: str, size: int, width: int) -> list[str]:
    lines: list[str] = []
    for word in _words(text, size, width):
        if lines and text_width(joined := f"{lines[-1]} {word}", size) <= width:
            lines[-1] = joined
        else:
            lines.append(word)
    return lines


def _words(text: str, size: int, width: int) -> Iterator[str]:
    """Dashes and dots stay with the word before them; a word longer than a line is broken."""
    words: list[str] = []
    for word in text.split():
        is_sign = not any(letter.isalnum() for letter in word)
        if words and is_sign and text_width(f"{words[-1]} {word}", size) <= width:
            words[-1] += f" {word}"
        else:
            words.append(word)
    for word in words:
        while text_width(word, size) > width:
            head = _longest_start(word, size, width)
            yield head
            word = word[len(head) :]
        yield word


def _longest_start(word: str, size: int, width: int) -> str:
    end = 1
    while end < len(word) and text_width(word[: end + 1], size) <= width:
        end += 1
    return word[:end]


def _balance(text: str, size: int, width: int, number: int) -> list[str]:
    """The narrowest column with as many lines, in which no word is broken that a line holds."""
    longest = max(text_width(word, size) for word in _words(text, size, width))
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
    while text_width(line + ELLIPSIS, size) > width:
        shorter = line.rpartition(" ")[0]
        line = shorter if text_width(shorter, size) > width // 2 else line[:-1]
    return line.rstrip(" ,.·–—-:;") + ELLIPSIS

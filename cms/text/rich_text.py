"""Rich text: HTML as the editor makes it, sanitised, and as plain text."""

import html
import re
from html.parser import HTMLParser
from urllib.parse import urljoin

import nh3

from cms.text.plain_text import clean

# Ends at the next cell, so that many cells without an end take no quadratic time.
CELL = re.compile(r"<t[hd]\b[^<>]*>((?:(?!</?t[hd]\b).)*)</t[hd]>", re.IGNORECASE | re.DOTALL)
BETWEEN_CELLS = " | "
SUPER_OR_SUBSCRIPT = re.compile(r"<(su[pb])>([^<]*)</\1>", re.IGNORECASE)
SUPER_AND_SUBSCRIPT_CHARACTERS = {
    "sup": dict(zip("0123456789+-−=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿ", strict=True)),
    "sub": dict(zip("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎", strict=True)),
}
BLOCK_END = re.compile(r"</(?:p|h2|h3|li|blockquote|tr)>|<br\s*/?>|<[uo]l>", re.IGNORECASE)
TAG = re.compile(r'(<[^<>"]*(?:"[^"]*"[^<>"]*)*>)')
LINKING_ATTRIBUTE = re.compile(r'\b(href|src)="([^"]*)"')
EMPTY_LINES = re.compile(r"\n[ \t]*\n\s*")


def with_absolute_links(markup: str, page_url: str) -> str:
    """HTML for readers elsewhere, with absolute URLs. Takes cleaned or escaped HTML,
    whose attributes are in double quotes."""
    pieces = TAG.split(markup)
    pieces[1::2] = [
        LINKING_ATTRIBUTE.sub(lambda link: f'{link[1]}="{_absolute(link[2], page_url)}"', tag)
        for tag in pieces[1::2]
    ]
    return "".join(pieces)


def _absolute(url: str, page_url: str) -> str:
    """An invalid URL stays as it was written."""
    try:
        return urljoin(page_url, url)
    except ValueError:
        return url


def to_plain_text(markup: str) -> str:
    """One line per paragraph or table row. Superscript and subscript stay where Unicode has
    characters for them."""
    markup = SUPER_OR_SUBSCRIPT.sub(_super_or_subscript_characters, CELL.sub(_cell_in_line, markup))
    text = nh3.clean(BLOCK_END.sub("\n", markup), tags=set())
    lines = (" ".join(line.split()) for line in html.unescape(text).splitlines())
    lines = (line.removesuffix(BETWEEN_CELLS.rstrip()).rstrip() for line in lines)
    return "\n".join(line for line in lines if line)


def _cell_in_line(cell: re.Match) -> str:
    """An empty cell keeps its place, so that a figure stays in its column."""
    return BLOCK_END.sub(" ", cell[1]) + BETWEEN_CELLS


def _super_or_subscript_characters(element: re.Match) -> str:
    """Figures¹ rather than figures1, where such characters exist."""
    chars = SUPER_AND_SUBSCRIPT_CHARACTERS[element[1].lower()]
    within = all(char in chars for char in element[2])
    return "".join(chars[char] for char in element[2]) if within else element[2]


def to_paragraphs(markup: str) -> str:
    """Rich text as people type it without an editor: an empty line between paragraphs."""
    return "\n\n".join(filter(None, map(to_plain_text, top_level_elements(markup))))


def from_paragraphs(text: str, like: str = "") -> str:
    """Typed paragraphs as rich text. Those that are in the rich text `like`, word for word, keep
    its headings, lists and links; others become plain paragraphs."""
    known = {to_plain_text(element): element for element in top_level_elements(like)}
    parts = filter(None, map(str.strip, EMPTY_LINES.split(clean(text).strip())))
    return "".join(known.get(_collapse_spaces(part)) or _paragraph(part) for part in parts)


def top_level_elements(markup: str) -> list[str]:
    """The paragraphs, headings, lists and quotations of a sanitised rich text."""
    reader = _TopLevelElements()
    reader.feed(markup)
    reader.close()
    return reader.elements()


def _collapse_spaces(part: str) -> str:
    return "\n".join(" ".join(line.split()) for line in part.splitlines())


def _paragraph(part: str) -> str:
    lines = (html.escape(" ".join(line.split()), quote=False) for line in part.splitlines())
    return f"<p>{'<br>'.join(lines)}</p>"


class _TopLevelElements(HTMLParser):
    """Splits well-formed HTML, as nh3 returns it, at the ends of its outermost elements."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self._parts: list[str] = []
        self._current: list[str] = []
        self._depth = 0

    def elements(self) -> list[str]:
        return [part for part in [*self._parts, "".join(self._current)] if part.strip()]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._current.append(self.get_starttag_text() or "")
        self._depth += tag != "br"

    def handle_endtag(self, tag: str) -> None:
        self._current.append(f"</{tag}>")
        self._depth -= 1
        if self._depth <= 0:
            self._parts.append("".join(self._current))
            self._current, self._depth = [], 0

    def handle_data(self, data: str) -> None:
        self._current.append(data)

    def handle_entityref(self, name: str) -> None:
        self._current.append(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._current.append(f"&#{name};")

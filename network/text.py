"""What happens to every text that enters, and what can be said about one."""

import html
import re
import unicodedata
from collections.abc import Iterable
from difflib import SequenceMatcher
from html.parser import HTMLParser
from itertools import count

import nh3
from anyascii import anyascii
from django.utils.text import slugify

SLUG_LENGTH = 80

# As the reading-time libraries that newsrooms use have it.
WORDS_A_MINUTE = 265
HANGUL_SYLLABLES_A_MINUTE = 500

# Typed as one sign, written as many: hyphen, non-breaking hyphen, small and full-width hyphen.
HYPHENS = dict.fromkeys(map(ord, "\u2010\u2011\ufe63\uff0d"), "-") | {0x00AD: None}

# Signs that change how the text around them reads and that nobody types on purpose: byte order
# mark, zero-width space, embeddings and overrides of direction.
UNSEEN = dict.fromkeys([0xFEFF, 0x200B, *range(0x202A, 0x202F)])

# What a Korean keyboard makes of two initial consonants typed in a row: ㄱ and ㅅ come out as ㄳ.
CLUSTERS = str.maketrans(
    {"ㄳ": "ㄱㅅ", "ㄵ": "ㄴㅈ", "ㄶ": "ㄴㅎ", "ㄺ": "ㄹㄱ", "ㄻ": "ㄹㅁ", "ㄼ": "ㄹㅂ"}
    | {"ㄽ": "ㄹㅅ", "ㄾ": "ㄹㅌ", "ㄿ": "ㄹㅍ", "ㅀ": "ㄹㅎ", "ㅄ": "ㅂㅅ"}
)
# Initial consonants of Hangul come apart into these signs (NFKD), whether of a syllable or alone.
FIRST_INITIAL, LAST_INITIAL = "\u1100", "\u1112"

# How spreadsheets tell a formula from a word; in East Asia they take wide signs for the same.
BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")

OPENING_MARKS, CLOSING_MARKS, STRAIGHT_MARKS = "“„‟«", "”»", '"＂'

RICH_TAGS = {
    "p",
    "h2",
    "h3",
    "ul",
    "ol",
    "li",
    "a",
    "strong",
    "em",
    "sup",
    "sub",
    "blockquote",
    "br",
}
RICH_TAGS |= {"table", "thead", "tbody", "tr", "th", "td"}
SPANS = {"colspan", "rowspan"}
RICH_ATTRIBUTES = {"a": {"href"}, "ol": {"start"}, "th": SPANS, "td": SPANS}
# No mailto: an address never stands in the HTML of a page.
LINK_SCHEMES = {"http", "https", "tel"}
# The first number of a list, and how many rows or columns a cell may span.
LIST_START = re.compile(r"[1-9][0-9]{0,3}", re.ASCII)
CELL_SPAN = re.compile(r"[1-9][0-9]?", re.ASCII)

CELL = re.compile(r"<t[hd]\b[^>]*>(.*?)</t[hd]>", re.IGNORECASE | re.DOTALL)
BETWEEN_CELLS = " | "
RAISED = re.compile(r"<(su[pb])>([^<]*)</\1>", re.IGNORECASE)
RAISED_SIGNS = {
    "sup": dict(zip("0123456789+-−=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿ", strict=True)),
    "sub": dict(zip("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎", strict=True)),
}
BLOCK_END = re.compile(r"</(?:p|h2|h3|li|blockquote|tr)>|<br\s*/?>|<[uo]l>", re.IGNORECASE)
EMPTY_PARAGRAPH = re.compile(r"<p>(?:\s|&nbsp;|<br\s*/?>)*</p>")
LATIN_WORD = re.compile(r"[^\W\d_가-힣]+(?:['’\-\u2011][^\W\d_가-힣]+)*|\d+(?:[.,]\d+)*")
HANGUL_SYLLABLE = re.compile(r"[가-힣]")
TAG = re.compile(r'(<[^<>"]*(?:"[^"]*"[^<>"]*)*>)')
# Initials with a hyphen (K-MEN, GET-P), a Korean name with one (엘-야시르), a closing sign with the
# particle behind it, and the sign before a point of a Korean list (△돌봄).
UNBROKEN = re.compile(
    r"(?<![A-Za-z0-9\-])[A-Z][A-Z0-9]{0,4}-[A-Z0-9]{1,5}(?![A-Za-z0-9\-])"
    r"|(?<![가-힣])[가-힣]+-[가-힣]+|[’”』」〉》)\]][가-힣]+|△[가-힣]+"
)
EMPTY_LINES = re.compile(r"\n[ \t]*\n\s*")
WORD_OR_SIGN = re.compile(r"\s+|[^\W_]+|[\W_]")


def clean(text: str) -> str:
    """Text as it is stored: composed (NFC), without control signs, line ends as `\\n`."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = text.translate(UNSEEN)
    return "".join(sign for sign in text if sign in "\n\t" or unicodedata.category(sign) != "Cc")


def clean_line(text: str) -> str:
    """The same for a text of one line: every white space becomes one blank."""
    return " ".join(clean(text).split())


def unify_hyphens(text: str) -> str:
    """Every kind of hyphen as `-`, so that K‑MEN and K-MEN are one word; soft ones vanish."""
    return text.translate(HYPHENS)


def unbroken(markup: str) -> str:
    """Markup in which no line ends within K-MEN, nor between a sign and the word it belongs to.

    Elements rather than invisible signs: what a reader copies stays as it was written. Takes
    cleaned or escaped markup, whose attributes stand in double quotes, and leaves its tags alone.
    """
    pieces = TAG.split(markup)
    pieces[::2] = [
        UNBROKEN.sub(r'<span class="unbroken">\g<0></span>', words) for words in pieces[::2]
    ]
    return "".join(pieces)


def search_text(words: str) -> str:
    """Words as they are searched: letters and digits alone, without case and accents, decomposed.

    K‑MEN, k-men and KMEN become one, as do 여성 가족부 and 여성가족부. Hangul comes apart into its
    letters, so that a syllable half typed finds the whole and the database can index pairs.
    """
    apart = unicodedata.normalize("NFKD", clean(words).translate(CLUSTERS)).casefold()
    return "".join(sign for sign in apart if unicodedata.category(sign)[0] in "LN")


def initials(words: str) -> str:
    """The initial consonants of Hangul, as `search_text` has them: those of 성평등 are ㅅㅍㄷ."""
    return "".join(sign for sign in search_text(words) if FIRST_INITIAL <= sign <= LAST_INITIAL)


def search_lines(words: Iterable[str]) -> str:
    """What `SearchTextField` keeps of some words, each once."""
    lines = (line for word in words for line in (search_text(word), initials(word)))
    return "".join(f"\n{line}" for line in dict.fromkeys(lines) if line)


def search_pattern(word: str) -> str:
    """What to look for in `search_lines` for one typed word; empty when it says nothing.

    A single initial asks for what begins with it, several stand anywhere in a row.
    """
    wanted = search_text(word)
    return f"\n{wanted}" if len(wanted) == 1 and wanted == initials(word) else wanted


def harmless_cell(value: str) -> str:
    """A text for a cell of a spreadsheet, where one that begins as a formula would be run."""
    return f"'{value}" if value.startswith(BEGINS_A_FORMULA) else value


def propose_slug(*titles: str | None) -> str:
    """An ASCII slug from the first title that gives one; empty when none does.

    Titles in Latin letters go first, the others are romanised letter by letter: `남성과 함께`
    gives `namseonggwa-hamkke`.
    """
    for title in sorted(titles, key=lambda title: not is_latin(title or "")):
        slug = slugify(anyascii(unify_hyphens(clean_line(title or ""))))
        if re.search("[a-z]", slug):
            return shorten_slug(slug)
    return ""


def is_latin(text: str) -> bool:
    """Whether all letters of a text are Latin ones, accents included."""
    return all(unicodedata.name(sign, "").startswith("LATIN") for sign in text if sign.isalpha())


def shorten_slug(slug: str, length: int = SLUG_LENGTH) -> str:
    """A slug of at most `length` signs, cut between words where it can be."""
    if len(slug) <= length:
        return slug
    return slug[: length + 1].rpartition("-")[0] or slug[:length]


def free_slug(wanted: str, taken: set[str]) -> str:
    """The slug wanted; with a number behind it where it is taken."""
    if wanted not in taken:
        return wanted
    stem = shorten_slug(wanted, SLUG_LENGTH - 5)
    return next(f"{stem}-{n}" for n in count(2) if f"{stem}-{n}" not in taken)


def reading_minutes(text: str) -> int:
    """Whole minutes, at least one, that a reader needs for a plain text of any script."""
    words = len(LATIN_WORD.findall(text)) / WORDS_A_MINUTE
    syllables = len(HANGUL_SYLLABLE.findall(text)) / HANGUL_SYLLABLES_A_MINUTE
    return max(1, round(words + syllables))


def clean_rich(markup: str) -> str:
    """Rich text with nothing but what the editor offers: see `RICH_TAGS`."""
    markup = nh3.clean(
        clean(markup),
        tags=RICH_TAGS,
        attributes=RICH_ATTRIBUTES,
        attribute_filter=_sound_attribute,
        url_schemes=LINK_SCHEMES,
        link_rel=None,
    )
    return EMPTY_PARAGRAPH.sub("", markup).strip()


def plain(markup: str) -> str:
    """The words of a rich text, one line a paragraph or row of a table; what is set above or below
    the line stays so where there are signs for it."""
    markup = RAISED.sub(_raised_signs, CELL.sub(_cell_in_line, markup))
    words = nh3.clean(BLOCK_END.sub("\n", markup), tags=set())
    lines = (" ".join(line.split()) for line in html.unescape(words).splitlines())
    lines = (line.removesuffix(BETWEEN_CELLS.rstrip()).rstrip() for line in lines)
    return "\n".join(line for line in lines if line)


def _sound_attribute(tag: str, name: str, value: str) -> str | None:
    """The number of a list's first item and the span of a cell, unless they are nonsense."""
    wanted = LIST_START if name == "start" else CELL_SPAN if name in SPANS else None
    return value if wanted is None or wanted.fullmatch(value) else None


def _cell_in_line(cell: re.Match) -> str:
    """An empty cell keeps its place, so that a figure stays in its column."""
    return BLOCK_END.sub(" ", cell[1]) + BETWEEN_CELLS


def _raised_signs(raised: re.Match) -> str:
    """Figures¹ rather than figures1, as far as there are such signs."""
    signs = RAISED_SIGNS[raised[1].lower()]
    within = all(sign in signs for sign in raised[2])
    return "".join(signs[sign] for sign in raised[2]) if within else raised[2]


def unquoted(words: str) -> str:
    """A quotation without the double marks around it, typed curly, straight or one of each; marks
    within it stay. For pages that print marks of their own."""
    words = words.strip()
    open_at, unopened = [], False
    for place, sign in enumerate(words):
        before = words[place - 1] if place else " "
        opens = sign in OPENING_MARKS or (sign in STRAIGHT_MARKS and not before.strip(" \n([‘'"))
        if opens:
            open_at.append(place)
        elif sign in CLOSING_MARKS or sign in STRAIGHT_MARKS:
            closed = open_at.pop() if open_at else None
            if place == len(words) - 1 and closed == 0:
                return words[1:-1].strip()
            unopened = closed is None and place == len(words) - 1
    if open_at == [0]:
        return words[1:].strip()
    return words[:-1].strip() if unopened else words


def typed(markup: str) -> str:
    """Rich text as people type it where there is no editor: an empty line between paragraphs."""
    return "\n\n".join(filter(None, map(plain, top_elements(markup))))


def from_typed(words: str, like: str = "") -> str:
    """Typed paragraphs as rich text. Those that stand in the rich text `like`, word for word,
    keep its headings, lists and links; the others become plain paragraphs."""
    known = {plain(element): element for element in top_elements(like)}
    parts = filter(None, map(str.strip, EMPTY_LINES.split(clean(words).strip())))
    return "".join(known.get(_one_space(part)) or _paragraph(part) for part in parts)


def top_elements(markup: str) -> list[str]:
    """The paragraphs, headings, lists and quotations that a cleaned rich text is made of."""
    reader = _TopElements()
    reader.feed(markup)
    reader.close()
    return reader.elements()


def differences(before: str, after: str) -> list[tuple[str, str]]:
    """Word by word what a plain text keeps, loses and gains. Shape: kind, words, where the kind
    is "same", "gone" or "new"."""
    old, new = WORD_OR_SIGN.findall(before), WORD_OR_SIGN.findall(after)
    parts = []
    for kind, old_from, old_to, new_from, new_to in SequenceMatcher(None, old, new).get_opcodes():
        if kind == "equal":
            parts.append(("same", "".join(old[old_from:old_to])))
            continue
        gone, added = "".join(old[old_from:old_to]), "".join(new[new_from:new_to])
        parts += [part for part in (("gone", gone), ("new", added)) if part[1]]
    return parts


def _one_space(part: str) -> str:
    return "\n".join(" ".join(line.split()) for line in part.splitlines())


def _paragraph(part: str) -> str:
    lines = (html.escape(" ".join(line.split()), quote=False) for line in part.splitlines())
    return f"<p>{'<br>'.join(lines)}</p>"


class _TopElements(HTMLParser):
    """Cuts well-formed markup, as nh3 leaves it, at the ends of its outermost elements."""

    def __init__(self):
        super().__init__(convert_charrefs=False)
        self._parts, self._current, self._depth = [], [], 0

    def elements(self) -> list[str]:
        return [part for part in [*self._parts, "".join(self._current)] if part.strip()]

    def handle_starttag(self, tag, attrs):
        self._current.append(self.get_starttag_text())
        self._depth += tag != "br"

    def handle_endtag(self, tag):
        self._current.append(f"</{tag}>")
        self._depth -= 1
        if self._depth <= 0:
            self._parts.append("".join(self._current))
            self._current, self._depth = [], 0

    def handle_data(self, data):
        self._current.append(data)

    def handle_entityref(self, name):
        self._current.append(f"&{name};")

    def handle_charref(self, name):
        self._current.append(f"&#{name};")

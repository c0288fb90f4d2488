"""Text as it is stored: composed (NFC), without control characters."""

import unicodedata

# Hyphen, non-breaking hyphen, small and full-width hyphen; soft hyphens are removed.
HYPHENS = dict.fromkeys(map(ord, "\u2010\u2011\ufe63\uff0d"), "-") | {0x00AD: None}
# Characters that change the direction or order of text and that nobody types on purpose: byte order
# mark, zero-width space, embeddings and overrides.
INVISIBLE = dict.fromkeys([0xFEFF, 0x200B, *range(0x202A, 0x202F)])
# Spreadsheets recognise formulas by these; in East Asia also by full-width characters.
FORMULA_PREFIXES = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
OPENING_MARKS, CLOSING_MARKS, STRAIGHT_MARKS = "“„‟«", "”»", '"＂'
# Two of these around a text that holds no other are a pair: „a“ and »a« as in German, ”a” as in
# Swedish, and what programs put for them.
DOUBLE_MARKS = frozenset(OPENING_MARKS + CLOSING_MARKS + STRAIGHT_MARKS + "〝〞〟″❝❞")


def clean(text: str) -> str:
    """Composed (NFC), without control characters, with line ends as `\\n`."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = text.translate(INVISIBLE)
    return "".join(char for char in text if char in "\n\t" or unicodedata.category(char) != "Cc")


def clean_line(text: str) -> str:
    """On one line, with single blanks."""
    return " ".join(clean(text).split())


def unify_hyphens(text: str) -> str:
    """Every kind of hyphen as `-`, so that K‑MEN and K-MEN are one word; soft hyphens are
    removed."""
    return text.translate(HYPHENS)


def escape_formula(value: str) -> str:
    """For a cell of a spreadsheet, which would run a text that begins like a formula."""
    return f"'{value}" if value.startswith(FORMULA_PREFIXES) else value


def strip_quotation_marks(text: str) -> str:
    """Remove the double marks around a quotation, curly, straight or one of each, for pages that
    print their own. Marks inside stay."""
    text = text.strip()
    is_wrapped = len(text) > 1 and {text[0], text[-1]} <= DOUBLE_MARKS
    if is_wrapped and DOUBLE_MARKS.isdisjoint(text[1:-1]):
        return text[1:-1].strip()
    open_at, unopened = [], False
    for position, char in enumerate(text):
        before = text[position - 1] if position else " "
        opens = char in OPENING_MARKS or (char in STRAIGHT_MARKS and not before.strip(" \n([‘'"))
        if opens:
            open_at.append(position)
        elif char in CLOSING_MARKS or char in STRAIGHT_MARKS:
            closed = open_at.pop() if open_at else None
            if position == len(text) - 1 and closed == 0:
                return text[1:-1].strip()
            unopened = closed is None and position == len(text) - 1
    if open_at == [0]:
        return text[1:].strip()
    return text[:-1].strip() if unopened else text

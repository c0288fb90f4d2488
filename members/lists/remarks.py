"""Tells totals and remarks around a list from organisations, in any language of the site."""

import re
import unicodedata
from functools import cache

from django.utils.translation import override, pgettext

from cms.i18n import languages

# Some networks mark names with the others.
SIGNS_OF_REMARKS, SIGNS_OF_LONE_REMARKS = "※☞†‡", "*•▶▷◎○■□◇◆-–"
MAX_CELLS_OF_REMARK = 2
# Organisations may have these, totals never.
CONTACT = re.compile(r"://|www\.|@")
FIGURES = r"[\W\d_]*"


def is_remark(cells: dict[int, str], name_columns: list[int], columns: int) -> bool:
    """Whether a row is no organisation. `columns`: how many the list has."""
    words = [_plain(cells[index]) for index in sorted(cells) if _has_letters(cells[index])]
    if not words:
        return False
    if words[0].startswith(tuple(SIGNS_OF_REMARKS)) or _is_total(cells, words, name_columns):
        return True
    # In a narrow list, a name may stand alone.
    if len(cells) > MAX_CELLS_OF_REMARK or columns <= MAX_CELLS_OF_REMARK:
        return False
    is_marked = len(cells) == 1 and words[0].startswith(tuple(SIGNS_OF_LONE_REMARKS))
    return is_marked or any(pattern.match(words[0]) for pattern in _patterns("remarks"))


def _is_total(cells: dict[int, str], words: list[str], name_columns: list[int]) -> bool:
    """Whether a name is a word for a total, or the first word is and the name is none."""
    if any(CONTACT.search(word) for word in words):
        return False
    names = [name for index in name_columns if (name := _plain(cells.get(index, "")))]
    if names:
        others = [_dense(name) for name in names]
        if all(_is_match("counts", other) for other in others):
            return _is_total_word(words[0])
        return all(map(_is_total_word, names))
    return _is_total_word(words[0])


def _is_total_word(text: str) -> bool:
    return _is_match("totals", _dense(text)) or _is_match("named totals", text)


def _is_match(kind: str, text: str) -> bool:
    return any(pattern.fullmatch(text) for pattern in _patterns(kind))


def _dense(text: str) -> str:
    return "".join(text.split())


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().strip()


def _has_letters(text: str) -> bool:
    return any(map(str.isalpha, text)) or text.startswith(tuple(SIGNS_OF_REMARKS))


@cache
def _patterns(kind: str) -> list[re.Pattern]:
    """One for each language of the site."""
    found = []
    for code in languages.codes():
        with override(code):
            found.append(re.compile(_pattern(kind)))
    return found


def _pattern(kind: str) -> str:
    totals = pgettext(
        "words for totals below a list, comma separated", "total, totals, subtotal, sum"
    )
    units = pgettext("what totals count, comma separated", "organisations, members, groups")
    named = pgettext("words for totals behind a name, comma separated", "total, subtotal")
    remarks = pgettext(
        "beginnings of remarks below a list, comma separated",
        "note, notes, remark, remarks, source, as of, updated, last updated",
    )
    totals, units = _dense(totals), _dense(units)
    return {
        # Total: 12 organisations
        "totals": rf"{FIGURES}(?:{_any(totals)}){FIGURES}(?:(?:{_any(units)})\W*)?",
        "counts": rf"{FIGURES}(?:{_any(units)})?\W*",
        # Total (Seoul); Seoul, subtotal
        "named totals": rf"{FIGURES}(?:{_any(named)})\s?[(:\[].*|.*\W(?:{_any(named)})",
        "remarks": rf"{FIGURES}(?:{_any(remarks)})(?!\w)",
    }[kind]


def _any(words: str) -> str:
    return "|".join(re.escape(_plain(word)) for word in words.split(","))

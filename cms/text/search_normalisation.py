"""Text as it is searched: without case, accents, blanks and hyphens, Hangul in its letters.

The search of the site, the directory and the lists of the admin share it. `search_text` folds away
what people spell in several ways, so that K-MEN is found as KMEN; `search/` only queries it.
"""

import unicodedata
from collections.abc import Iterable

from cms.text.plain_text import clean

# A Korean keyboard combines two initial consonants typed in a row: ㄱ and ㅅ become ㄳ.
CLUSTERS = str.maketrans(
    {"ㄳ": "ㄱㅅ", "ㄵ": "ㄴㅈ", "ㄶ": "ㄴㅎ", "ㄺ": "ㄹㄱ", "ㄻ": "ㄹㅁ", "ㄼ": "ㄹㅂ"}
    | {"ㄽ": "ㄹㅅ", "ㄾ": "ㄹㅌ", "ㄿ": "ㄹㅍ", "ㅀ": "ㄹㅎ", "ㅄ": "ㅂㅅ"}
)
# Initial consonants of Hangul decompose (NFKD) into this range, in a syllable or alone.
FIRST_INITIAL, LAST_INITIAL = "\u1100", "\u1112"


def search_text(text: str) -> str:
    """Letters and digits alone, without case and accents, decomposed.

    K‑MEN, k-men and KMEN become one, as do 여성 가족부 and 여성가족부. Hangul is decomposed, so
    that a half-typed syllable finds the whole and the database can index pairs of letters.
    """
    apart = unicodedata.normalize("NFKD", clean(text).translate(CLUSTERS)).casefold()
    return "".join(char for char in apart if unicodedata.category(char)[0] in "LN")


def initials(text: str) -> str:
    """The initial consonants of Hangul, as `search_text` has them: those of 성평등 are ㅅㅍㄷ."""
    return "".join(char for char in search_text(text) if FIRST_INITIAL <= char <= LAST_INITIAL)


def search_lines(terms: Iterable[str]) -> str:
    """The value of a `SearchTextField`: the search texts and initials of some terms, each once."""
    lines = (line for term in terms for line in (search_text(term), initials(term)))
    return "".join(f"\n{line}" for line in dict.fromkeys(lines) if line)


def search_pattern(word: str) -> str:
    """The pattern to look for in `search_lines` for one typed word; empty if it has no letters.

    A single initial matches the beginning of a word only, several match anywhere.
    """
    pattern = search_text(word)
    return f"\n{pattern}" if len(pattern) == 1 and pattern == initials(word) else pattern

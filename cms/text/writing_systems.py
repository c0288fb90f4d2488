"""In which script a text is written."""

import re
import unicodedata

HANGUL_SYLLABLE = re.compile(r"[가-힣]")


def is_latin(text: str) -> bool:
    """Whether all letters are Latin ones, accents included."""
    return all(unicodedata.name(char, "").startswith("LATIN") for char in text if char.isalpha())

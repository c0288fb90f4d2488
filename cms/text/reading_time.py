import re

# The usual values of reading-time libraries.
WORDS_PER_MINUTE = 265
HANGUL_SYLLABLES_PER_MINUTE = 500
HANGUL = re.compile(r"[가-힣]+")
LATIN_WORD = re.compile(r"[^\W\d_가-힣]+(?:['’\-\u2011][^\W\d_가-힣]+)*|\d+(?:[.,]\d+)*")


def reading_minutes(text: str) -> int:
    """Whole minutes, at least one, for plain text of any script."""
    words = len(LATIN_WORD.findall(text)) / WORDS_PER_MINUTE
    syllables = sum(map(len, HANGUL.findall(text))) / HANGUL_SYLLABLES_PER_MINUTE
    return max(1, round(words + syllables))

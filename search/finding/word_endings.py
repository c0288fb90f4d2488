"""Korean particles and English plurals, with and without which a word is found."""

import re
from collections.abc import Iterator

# At the end of a word; the longer ones first.
PARTICLES = (
    *("에서의", "에서는", "으로의", "으로는", "에게는", "이라는"),
    *("에서", "에게", "에는", "으로", "로는", "까지", "부터", "처럼", "보다", "마다", "하고"),
    *("라는", "이란", "이나", "와의", "과의"),
    *(
        "은",
        "는",
        "이",
        "가",
        "을",
        "를",
        "의",
        "에",
        "와",
        "과",
        "로",
        "도",
        "만",
        "들",
        "나",
        "란",
    ),
)
# 성평등을, but not 마을; K-MEN은, GBV를.
SHORTEST_STEM = 2
# 남성들에게.
MOST_PARTICLES = 2

SHORTEST_PLURAL = 4
CONSONANT_AND_Y = re.compile(r".+[^aeiou]y", re.IGNORECASE)
IRREGULAR = {"woman": "women", "women": "woman", "children": "child"}


def spellings(word: str) -> list[str]:
    """A word, and the word without Korean particles, or with and without an English plural
    ending."""
    if word.isascii() and word.isalpha():
        return [word, *_other_numbers(word)]
    return [word, *_stems(word)]


def _stems(word: str) -> Iterator[str]:
    for _number in range(MOST_PARTICLES):
        particle = next((one for one in PARTICLES if word.endswith(one)), "")
        word = word.removesuffix(particle)
        if not particle or len(word) < SHORTEST_STEM or not word[-1].isalnum():
            return
        yield word


def _other_numbers(word: str) -> Iterator[str]:
    lower = word.lower()
    if lower in IRREGULAR:
        yield IRREGULAR[lower]
    elif len(word) < SHORTEST_PLURAL:
        return
    elif lower.endswith("ies"):
        yield f"{word[:-3]}y"
    elif lower.endswith("es"):
        yield from (word[:-1], word[:-2])
    elif lower.endswith("s"):
        yield word[:-1]
    elif CONSONANT_AND_Y.fullmatch(word):
        yield f"{word[:-1]}ies"

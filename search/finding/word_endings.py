"""Korean particles and English plurals, with and without which a word is found."""

import re

# Korean particles at the end of a word; the longer ones first.
PARTICLES = ["에서", "으로", "에게", "까지", "부터", "은", "는", "이", "가", "을", "를"]
PARTICLES += ["의", "에", "와", "과", "로", "도"]
HANGUL = re.compile(r"[가-힣]+")
# A word with a particle has at least three syllables: 성평등을, but not 마을.
SHORTEST_WITH_PARTICLE = 3
PLURALS = (("ies", "y"), ("es", ""), ("s", ""))
SHORTEST_PLURAL = 4


def spellings(word: str) -> list[str]:
    """A word, and the word without a Korean particle or an English plural ending."""
    found = [word]
    if HANGUL.fullmatch(word):
        for particle in PARTICLES:
            stem = word.removesuffix(particle)
            if stem != word and len(word) >= SHORTEST_WITH_PARTICLE and len(stem) > 1:
                found.append(stem)
                break
    elif word.isascii() and word.isalpha() and len(word) >= SHORTEST_PLURAL:
        for ending, singular in PLURALS:
            if word.lower().endswith(ending):
                found.append(word[: -len(ending)] + singular)
    return found

"""Words typed with the wrong keyboard layout: `tjdvudemd` is 성평등 (two-set layout)."""

import unicodedata

KEYS = dict(
    zip(
        "qwertyuiopasdfghjklzxcvbnmQWERTOP",
        "ㅂㅈㄷㄱㅅㅛㅕㅑㅐㅔㅁㄴㅇㄹㅎㅗㅓㅏㅣㅋㅌㅊㅍㅠㅜㅡㅃㅉㄸㄲㅆㅒㅖ",
        strict=True,
    )
)
LETTERS = {jamo: key for key, jamo in KEYS.items()}
INITIALS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
VOWELS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
FINALS = " ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"
JOINED = {
    "ㅗㅏ": "ㅘ",
    "ㅗㅐ": "ㅙ",
    "ㅗㅣ": "ㅚ",
    "ㅜㅓ": "ㅝ",
    "ㅜㅔ": "ㅞ",
    "ㅜㅣ": "ㅟ",
    "ㅡㅣ": "ㅢ",
    "ㄱㅅ": "ㄳ",
    "ㄴㅈ": "ㄵ",
    "ㄴㅎ": "ㄶ",
    "ㄹㄱ": "ㄺ",
    "ㄹㅁ": "ㄻ",
    "ㄹㅂ": "ㄼ",
    "ㄹㅅ": "ㄽ",
    "ㄹㅌ": "ㄾ",
    "ㄹㅍ": "ㄿ",
    "ㄹㅎ": "ㅀ",
    "ㅂㅅ": "ㅄ",
}
FIRST_SYLLABLE = 0xAC00


def other_layout(text: str) -> str:
    """What the same keys type in the other layout; empty where that makes no words."""
    if text.isascii() and any(map(str.isalpha, text)):
        return _as_hangul(text)
    return _as_latin(text)


def _as_hangul(text: str) -> str:
    keys = [KEYS.get(key) or KEYS.get(key.lower()) or key for key in text]
    composed = _compose(keys)
    # Letters that make no syllable were typed in the right layout.
    return "" if any(char in LETTERS for char in composed) else composed


def _as_latin(text: str) -> str:
    apart = []
    for char in text:
        number = ord(char) - FIRST_SYLLABLE
        if 0 <= number < 11172:
            parts = (INITIALS[number // 588], VOWELS[number % 588 // 28], FINALS[number % 28])
            apart += [part for part in parts if part != " "]
        else:
            apart.append(char)
    split = {joined: parts for parts, joined in JOINED.items()}
    single = "".join(split.get(char, char) for char in apart)
    typed = "".join(LETTERS.get(char, char) for char in single)
    return typed if typed.isascii() and typed != text else ""


def _compose(letters: list[str]) -> str:
    composed, position = [], 0
    while position < len(letters):
        syllable, used = _syllable(letters, position)
        composed.append(syllable)
        position += used
    return unicodedata.normalize("NFC", "".join(composed))


def _syllable(letters: list[str], start: int) -> tuple[str, int]:
    """The syllable that starts at a letter, and how many letters it takes."""
    rest = letters[start : start + 6]
    if len(rest) < 2 or rest[0] not in INITIALS or rest[1] not in VOWELS:
        return letters[start], 1
    used, vowel = 2, rest[1]
    if len(rest) > used and vowel + rest[used] in JOINED:
        vowel, used = JOINED[vowel + rest[used]], used + 1
    final, taken = _final(rest[used:])
    number = (INITIALS.index(rest[0]) * 21 + VOWELS.index(vowel)) * 28 + FINALS.index(final)
    return chr(FIRST_SYLLABLE + number), used + taken


def _final(rest: list[str]) -> tuple[str, int]:
    """The final consonants, unless a following vowel makes them start the next syllable."""

    def begins_next(position: int) -> bool:
        return len(rest) > position and rest[position] in VOWELS

    if not rest or rest[0] not in FINALS or rest[0] == " " or begins_next(1):
        return " ", 0
    double = JOINED.get("".join(rest[:2]), "")
    if double in FINALS and double and not begins_next(2):
        return double, 2
    return rest[0], 1

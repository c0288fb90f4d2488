"""Numbers in the ways that people and programs write digits, read as 0 to 9.

Every reading takes time in proportion to the length of a text. A reading may change other words,
too ("이 일" becomes "2 1"): readings are for finding numbers and are never shown or stored.
"""

import html
import re
import unicodedata
from collections.abc import Iterator
from urllib.parse import unquote

from cms.validators.email_addresses import IGNORABLE

DASHES = {"Pd"}
MINUS_SIGNS = "\u2212\u00ad\u30fc\uff70\u3161"
INVISIBLE = {"Mn", "Me", "Cf"}

# Python refuses numbers of more than 4,300 digits with an error, also in `&#000…045;`.
ZEROS = re.compile(r"&#0+(?=[0-9])")
LONG_REFERENCE = re.compile(r"(&#[0-9]{7})[0-9]+")
# \u002d, U+002D, %u002D, \x2d.
ESCAPED = re.compile(r"(?:\\u|%u|U\+)([0-9a-f]{4})|\\x([0-9a-f]{2})", re.IGNORECASE)
# Encoded twice on the way through two programs.
ENCODED_TIMES = 2

KOREAN = {char: str(digit) for digit, char in enumerate("영일이삼사오육칠팔구")} | {
    "공": "0",
    "령": "0",
    "륙": "6",
}
KOREAN_COUNTING = {
    "하나": "1",
    "둘": "2",
    "셋": "3",
    "넷": "4",
    "다섯": "5",
    "여섯": "6",
    "일곱": "7",
    "여덟": "8",
    "아홉": "9",
}
CHINESE = {
    char: str(digit)
    for chars in (
        "零一二三四五六七八九",
        "〇壹貳參肆伍陸柒捌玖",
        "令壱弐叁四五陆漆八九",
        "零幺贰参",
    )
    for digit, char in enumerate(chars)
}
ENGLISH = {
    "zero": "0",
    "oh": "0",
    "one": "1",
    "two": "2",
    "three": "3",
    "four": "4",
    "five": "5",
    "six": "6",
    "seven": "7",
    "eight": "8",
    "nine": "9",
}
SPOKEN = KOREAN | KOREAN_COUNTING | CHINESE | ENGLISH
ONE = "일"
KOREAN_DIGIT = f"[0-9{''.join(KOREAN)}]"
SPOKEN_DIGIT = re.compile(
    # Only whole words: a phone has no one.
    rf"(?<![a-z])(?:{'|'.join(ENGLISH)})(?![a-z])"
    # 5일 is the fifth day.
    rf"|(?<![0-9]){ONE}|{ONE}(?={KOREAN_DIGIT})"
    rf"|{'|'.join(word for word in SPOKEN if word not in ENGLISH and word != ONE)}",
    re.IGNORECASE,
)
# These two digits are particles and endings, too: 1234567이 맞다, 1234567일 것이다.
LAST_PARTICLE = re.compile(
    rf"(?<!{KOREAN_DIGIT})({KOREAN_DIGIT}{{7}}(?:{KOREAN_DIGIT}{{6}})?)[이일](?!{KOREAN_DIGIT})"
)
# What is said for the dash or between the halves. The Korean ones contain digits; others need not
# be read, as everything but Latin letters parts the halves anyway.
SPOKEN_DASH = re.compile(
    "하이[픈폰푼]|마이너스|사선|이음표|공백|이고|그리고"
    r"|(?<![a-z])(?:dash|hyphen|minus|slash|point|dot|space|plus|then|and|followed|by|next|the"
    r"|first|last|front|back|half|part|rest|(?:six |seven )?digits|number|is|are|it)(?![a-z])",
    re.IGNORECASE,
)

# Letters in the place of digits that look like them.
LOOKALIKES = {
    **dict.fromkeys("OoQDUㅇᄋОоΟο○◯●⭕", "0"),
    **dict.fromkeys("lI|!iıӀІіΙιㅣᅵ", "1"),
    **dict.fromkeys("Zz", "2"),
    **dict.fromkeys("Зз", "3"),
    **dict.fromkeys("Ss", "5"),
    **dict.fromkeys("Gbб", "6"),
    **dict.fromkeys("BВ", "8"),
    **dict.fromkeys("gq", "9"),
}
LOOKALIKE_WORD = re.compile(rf"[0-9A-Za-z{''.join(map(re.escape, LOOKALIKES))}]+")
# Without a digit, words of these lengths may be a half of a number, or one of its digits.
LENGTHS_OF_PARTS = (1, 6, 7, 13)
# 900101-1OOOOOO hides a number and is none.
HIDDEN_PART = re.compile(r"([OoQㅇᄋ○◯●⭕XxО])\1{4}")


def readings(text: str) -> Iterator[str]:
    """The text in plain characters, and then as what is encoded, looks alike or is spoken."""
    found: set[str] = set()
    for encoded in _decodings(text):
        plain = in_plain_characters(encoded)
        alike = LOOKALIKE_WORD.sub(_read_lookalikes, plain)
        spoken = SPOKEN_DASH.sub("-", alike)
        for reading in (
            plain,
            alike,
            SPOKEN_DIGIT.sub(_read_spoken, spoken),
            SPOKEN_DIGIT.sub(_read_spoken, LAST_PARTICLE.sub(r"\1-", spoken)),
        ):
            if reading not in found:
                found.add(reading)
                yield reading


def in_plain_characters(text: str) -> str:
    """Every digit as one of 0 to 9, every dash as `-`, nothing invisible."""
    text = "".join("-" if char in MINUS_SIGNS else char for char in text).translate(IGNORABLE)
    text = unicodedata.normalize("NFKC", text)
    return text.translate({ord(char): _plain_character(char) for char in set(text)})


def _decodings(text: str) -> Iterator[str]:
    yield text
    for _time in range(ENCODED_TIMES):
        decoded = html.unescape(LONG_REFERENCE.sub(r"\1", ZEROS.sub("&#", text)))
        decoded = unquote(ESCAPED.sub(_decode_escape, decoded))
        if decoded == text:
            return
        text = decoded
        yield text


def _decode_escape(found: re.Match) -> str:
    return chr(int(found[1] or found[2], 16))


def _plain_character(char: str) -> str:
    if char.isascii():
        return char
    category = unicodedata.category(char)
    if category in INVISIBLE:
        return ""
    if category in DASHES:
        return "-"
    digit = unicodedata.digit(char, None)
    return char if digit is None else str(digit)


def _read_lookalikes(found: re.Match) -> str:
    word = found[0]
    has_digits = any(map(str.isdigit, word)) or len(word) in LENGTHS_OF_PARTS
    if not has_digits or HIDDEN_PART.search(word):
        return word
    digits = [char if char.isdigit() else LOOKALIKES.get(char, "") for char in word]
    return "".join(digits) if all(digits) else word


def _read_spoken(found: re.Match) -> str:
    return SPOKEN[found[0].lower()]

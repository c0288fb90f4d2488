"""Finds the encoding of CSV files, which nothing declares: Unicode, CP949 or CP1252.

CP949 and CP1252 decode nearly any bytes. Text in another encoding (GB18030, Mac Roman, CP1250 and
many more) would give wrong letters without a word, so text that no language writes is refused.
"""

import re

from cms.decoding.tasks.undeclared_encodings import is_probably_korean, is_probably_western

# Excel in Korea saves "CSV" in this code page, and only "CSV UTF-8" in UTF-8.
KOREAN = "cp949"
# The code page of Excel in Western Europe.
WESTERN = "cp1252"
BYTE_ORDER_MARKS = {
    b"\xff\xfe\x00\x00": "utf-32",
    b"\x00\x00\xfe\xff": "utf-32",
    b"\xff\xfe": "utf-16",
    b"\xfe\xff": "utf-16",
}
BINARY = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\x81\x8d\x8f\x90\x9d\ufffd]")
# Text in whatever encoding has none of these bytes; some Japanese and Korean ones have an ESC.
BINARY_BYTES = re.compile(rb"[\x00-\x08\x10-\x1a\x1c-\x1f\x7f]")
# Marks the end of a file for programs from the time of CP/M.
END_OF_FILE = "\x1a"

# 96 of 100 syllables in Korean texts, but 30 of 100 in Chinese ones that are read as CP949.
COMMON_SYLLABLES = set(
    "가각간감값강같개거건걸검것게겠겨견결겼경계고골곳공과관광교구국군권그근글금급기긴길김까꺼께꾸뀌끝나난날남났내낸냅냈냐너널"
    "넘네넷녁년념노놓누눌느는늘니님다단닫달담답당대더던데도독돌동되된됩두둘뒤드든들등디따때또라락란람래램랫량러럼레려력련렸로"
    "록론료루룬룹류륜르른를름리린릴립링마막만많말맞맡매맨먼메며면명모목못무문묻물미민밀바박반받발밝방배버번벌범법변별보복본볼"
    "봄부북분불붙브블비빈빠빼사삭산살삼상새색생서석선설섯성세센셀셋셨소속손솔송숍수순숨숫스습승시식신싣실심십싶쓰쓴쓸씩아안앉"
    "않알았앞앱야약양어언얼업없엇었에엔여역연열였영예오온올옮와왔왜외왼요용우운울움웃워원월웠위유육으은을음읍응의이인일읽임입"
    "있자작잘잠장재저적전절점접정제젠져조족종주준줄중즘증지직진질집짜째쪽차찬참창찾채책처천철첫청체쳤초최추축출충취치친칠침칭"
    "카칸캐캠커코쿠크키킷킹탁태택터텍토통툴트특파판패페편평포폭폼표프플필하학한할함합항해했행향현협형호홀홈화확활회효후휴흐희"
    "히힘"
)
COMMON_SHARE = 0.6

# The letters with accents of each language, or of several that have no more together.
WESTERN_ALPHABETS = [
    set("àâæçéèêëîïôœùûüÿ"),  # French, Dutch, Albanian
    set("áàéèíïóòúüñçâ"),  # Spanish, Catalan, Irish
    set("áâãàçéêíóôõúü"),  # Portuguese
    set("àèéìíîòóùú"),  # Italian
    set("äöüßéåæøèô"),  # German and those of Scandinavia
    set("áéíóúýðþæö"),  # Icelandic
]
ICELANDIC, TURKISH_AS_WESTERN = set("áéíóúæ"), set("ýðþ")
NO_WESTERN_TEXT = re.compile(
    # In the middle of words, Mac Roman and the code pages of DOS have letters where CP1252 has
    # capitals, dashes and signs.
    "[a-zß-öø-ÿ][À-ÖØ-ÞŠŽŒŸ]"
    "|[a-zß-öø-ÿ][–—][a-zß-öø-ÿ]{1,2}(?![a-zß-öø-ÿ])"
    "|[A-Za-zÀ-ÖØ-öø-ÿ][\u00a1¢£¤¥¦§¨¬¯±¶¸¹³¼½¾¿†‡ˆ˜‰‹ƒ€„‚]"
    "|[¢£¤¥¦¨¬¯±¶¸¹³¼½¾†‡ˆ˜‰›ƒ€][A-Za-zÀ-ÖØ-öø-ÿ]"
    # Estonian aside, this letter comes before an e: organizações, põe.
    "|[õÕ](?![eE])"
)
WORD = re.compile(r"[^\W\d_]+")


class NotCSVError(ValueError):
    pass


class UnknownEncodingError(NotCSVError):
    pass


def decode(content: bytes) -> str:
    """Returns the text of a file. Raises NotCSVError or UnknownEncodingError."""
    for encoding in _encodings(content):
        try:
            text = content.decode(encoding).removesuffix(END_OF_FILE)
        except UnicodeDecodeError:
            continue
        if not BINARY.search(text) and (text.isascii() or PLAUSIBLE.get(encoding, bool)(text)):
            return text.lstrip("\ufeff")
    raise NotCSVError if BINARY_BYTES.search(content.rstrip(b"\x1a")) else UnknownEncodingError


def _encodings(content: bytes) -> tuple[str, ...]:
    for mark, encoding in BYTE_ORDER_MARKS.items():
        if content.startswith(mark):
            return (encoding,)
    # UTF-16 without its mark: delimiters and digits have a zero byte beside them.
    if content[1:400:2].count(0) > len(content[1:400:2]) // 8:
        return ("utf-16-le",)
    if content[:400:2].count(0) > len(content[:400:2]) // 8:
        return ("utf-16-be",)
    return ("utf-8-sig", KOREAN, WESTERN)


def _is_korean(text: str) -> bool:
    hangul = [char for char in text if "가" <= char <= "힣"]
    common = sum(char in COMMON_SYLLABLES for char in hangul)
    return is_probably_korean(text) and common >= COMMON_SHARE * len(hangul)


def _is_western(text: str) -> bool:
    if not is_probably_western(text) or NO_WESTERN_TEXT.search(text):
        return False
    words = {frozenset(filter(_has_accent, word)) for word in WORD.findall(text.lower())}
    if not all(any(letters <= known for known in WESTERN_ALPHABETS) for letters in words):
        return False
    letters = frozenset().union(*words)
    return letters.isdisjoint(TURKISH_AS_WESTERN) or not letters.isdisjoint(ICELANDIC)


def _has_accent(letter: str) -> bool:
    return not letter.isascii()


# Both decode nearly anything.
PLAUSIBLE = {KOREAN: _is_korean, WESTERN: _is_western}

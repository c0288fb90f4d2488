"""Text in an encoding that nothing declares: UTF-8, or else Korean (CP949), or else Western
(CP1252)."""

import codecs
import re

# A child cannot open files, so every encoding that may be needed is loaded here.
ENCODINGS = ("ascii", "latin-1", "cp1252", "cp949", "euc_kr", "shift_jis", "gb18030")
for encoding in (*ENCODINGS, "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"):
    codecs.lookup(encoding)

UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")
# No Western text has so many letters with accents in a row, or so many signs; text in other
# encodings has.
FOREIGN_RUN = re.compile(r"[^\W\x00-\x7f]{4}|[^\s\x00-\x7f]{6}")


def decode_text(data: bytes) -> str:
    """Empty rather than wrong characters where it is in another encoding."""
    if data.startswith(UTF_16_MARKS):
        # An odd byte at the end is the NUL of a program that knows only single bytes.
        text = _decode_strictly(data[: len(data) // 2 * 2], "utf-16")
        return (text or "").strip(" \t\r\n\0")
    data = data.strip(b" \t\r\n\0")
    for guess in (_as_utf_8, _as_korean, _as_western):
        text = guess(data)
        if text is not None:
            return text
    return ""


def is_probably_korean(text: str) -> bool:
    """Whether text read as CP949 is: accents of Western names seldom come in pairs that are Hangul.

    A pair of accents may look like a Hangul syllable, mostly one that no Korean word has: those are
    missing in the older EUC-KR.
    """
    foreign = [char for char in text if not char.isascii()]
    hangul = [char for char in foreign if "가" <= char <= "힣"]
    common = [char for char in hangul if _is_common(char)]
    return bool(hangul) and len(common) * 2 > len(hangul) and len(hangul) * 2 >= len(foreign)


def is_probably_western(text: str) -> bool:
    """Whether text read as CP1252 is."""
    letters = [char for char in text if not char.isascii()]
    # Text has more letters than other characters; anything else is no text.
    is_text = all(char.isprintable() or char.isspace() for char in letters)
    return is_text and 2 * len(letters) <= len(text.strip()) + 1 and not FOREIGN_RUN.search(text)


def _as_utf_8(data: bytes) -> str | None:
    """UTF-8 may have been cut off inside its last character by the limit of a field."""
    for cut in range(4):
        text = _decode_strictly(data[: len(data) - cut], "utf-8-sig")
        if text is not None and (cut == 0 or not text.isascii()):
            return text
    return None


def _as_korean(data: bytes) -> str | None:
    text = _decode_strictly(data, "cp949") or _decode_strictly(data[:-1], "cp949")
    return text if text is not None and is_probably_korean(text) else None


def _is_common(char: str) -> bool:
    """Whether a syllable is one of the 2,350 of KS X 1001; others take eight bytes."""
    return len(char.encode("euc_kr", errors="ignore")) == 2


def _as_western(data: bytes) -> str | None:
    text = _decode_strictly(data, "cp1252") or _decode_strictly(data, "latin-1") or ""
    return text if is_probably_western(text) else None


def _decode_strictly(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None

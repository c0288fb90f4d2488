"""Reads what picture files say of themselves: EXIF, IPTC and XMP. Runs in children only.

Answers are lists of plain texts by key (creator, credit, copyright, caption, alt), uncleaned:
`photos.metadata` decides what of them is offered.
"""

import codecs
import re
from collections.abc import Iterable, Iterator

from defusedxml.ElementTree import fromstring
from PIL import Image, IptcImagePlugin

IPTC_DATASETS = {"creator": (2, 80), "credit": (2, 110), "copyright": (2, 116), "caption": (2, 120)}
EXIF_TAGS = {"creator": 0x013B, "copyright": 0x8298, "caption": 0x010E}
# What Windows writes beside them, in UTF-16.
WINDOWS_TAGS = {"creator": 0x9C9D, "caption": 0x9C9B}

RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
DC = "{http://purl.org/dc/elements/1.1/}"
XMP_TAGS = {
    "creator": f"{DC}creator",
    "credit": "{http://ns.adobe.com/photoshop/1.0/}Credit",
    "copyright": f"{DC}rights",
    "caption": f"{DC}description",
    "alt": "{http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/}AltTextAccessibility",
}
RDF_ELEMENT = re.compile(rb"<rdf:RDF\b.*</rdf:RDF>", re.DOTALL)

# A child opens no file, so every encoding that may be asked for is loaded here.
ENCODINGS = ("ascii", "latin-1", "cp1252", "cp949", "euc_kr", "shift_jis", "gb18030")
for encoding in (*ENCODINGS, "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"):
    codecs.lookup(encoding)

# More than any caption; a file can hold megabytes.
MOST_CHARACTERS = 5_000
MOST_VALUES = 20


def read(picture: Image.Image) -> dict[str, list[str]]:
    """What a picture says by key, best source last asked: EXIF, then IPTC, then XMP."""
    found = {}
    for source in (_windows, _exif, _iptc, _xmp):
        try:
            said = source(picture)
        except Exception:  # noqa: S112 - broken metadata say nothing, whatever reading them raises
            continue
        for key, values in said.items():
            values = [value[:MOST_CHARACTERS] for value in values if value.strip()][:MOST_VALUES]
            if values:
                found[key] = values
    return found


def _exif(picture: Image.Image) -> dict[str, list[str]]:
    exif = picture.getexif()
    return {key: list(_texts(exif.get(tag))) for key, tag in EXIF_TAGS.items()}


def _windows(picture: Image.Image) -> dict[str, list[str]]:
    exif, said = picture.getexif(), {}
    for key, tag in WINDOWS_TAGS.items():
        value = exif.get(tag)
        data = bytes(value) if isinstance(value, bytes | tuple) else b""
        said[key] = [data.decode("utf-16-le", errors="ignore").split("\0")[0]]
    return said


def _texts(value) -> Iterator[str]:
    """The parts of an EXIF text. NUL ends it, or parts photographer's and editor's copyright."""
    if isinstance(value, str):
        # Pillow takes every byte for a character of Latin-1.
        value = value.encode("latin-1", errors="replace")
    if isinstance(value, bytes):
        for part in value.split(b"\0"):
            yield decoded(part)


def _iptc(picture: Image.Image) -> dict[str, list[str]]:
    said = IptcImagePlugin.getiptcinfo(picture) or {}
    found = {}
    for key, dataset in IPTC_DATASETS.items():
        values = said.get(dataset, [])
        values = values if isinstance(values, list) else [values]
        found[key] = [decoded(value.rstrip(b"\0")) for value in values]
    return found


def decoded(data: bytes) -> str:
    """Text whose encoding nothing declares: UTF-8, else Korean (CP949), else Western (CP1252).

    Empty rather than wrong signs where it is none of these.
    """
    data = data.strip(b" \t\r\n\0")
    for guess in (_as_utf_8, _as_korean, _as_western):
        words = guess(data)
        if words is not None:
            return words
    return ""


def _as_utf_8(data: bytes) -> str | None:
    """UTF-8, which may have been cut off inside its last character by the limit of a field."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _strictly(data, "utf-16")
    for cut in range(4):
        words = _strictly(data[: len(data) - cut], "utf-8-sig")
        if words is not None and (cut == 0 or not words.isascii()):
            return words
    return None


def _as_korean(data: bytes) -> str | None:
    """CP949 where it is likely: accents of Western names seldom come in pairs that are Hangul.

    A pair of accents may look like a Hangul syllable, mostly one that no Korean word has: those are
    not in the older EUC-KR.
    """
    words = _strictly(data, "cp949") or _strictly(data[:-1], "cp949")
    if words is None:
        return None
    foreign = [sign for sign in words if not sign.isascii()]
    hangul = [sign for sign in foreign if "가" <= sign <= "힣"]
    common = [sign for sign in hangul if _is_common(sign)]
    is_korean = len(common) * 2 > len(hangul) and len(hangul) * 2 >= len(foreign)
    return words if is_korean and hangul else None


def _is_common(sign: str) -> bool:
    """Whether a syllable is one of the 2,350 of KS X 1001; others are spelt with eight bytes."""
    return len(sign.encode("euc_kr", errors="ignore")) == 2


def _as_western(data: bytes) -> str | None:
    words = _strictly(data, "cp1252") or _strictly(data, "latin-1") or ""
    letters = [sign for sign in words if not sign.isascii()]
    # Text has more letters than signs; what has not is no text, or of another encoding.
    is_text = all(sign.isprintable() for sign in letters)
    return words if is_text and 2 * len(letters) <= len(words.strip()) + 1 else None


def _strictly(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _xmp(picture: Image.Image) -> dict[str, list[str]]:
    packet = picture.info.get("xmp") or b""
    packet = packet.encode() if isinstance(packet, str) else packet
    tree = _parsed(packet.rstrip(b"\0 "))
    return {key: list(_said(tree, tag)) for key, tag in XMP_TAGS.items()}


def _parsed(packet: bytes):
    """The tree of a packet; some programs write RDF behind an envelope instead of inside it."""
    try:
        return fromstring(packet)
    except Exception:
        rdf = RDF_ELEMENT.search(packet)
        if rdf is None:
            raise
        return fromstring(rdf.group())


def _said(tree, tag: str) -> Iterable[str]:
    """The texts of a property: an attribute, a plain element, all of a list (`rdf:Seq`,
    `rdf:Bag`), or the first of those in several languages (`rdf:Alt`)."""
    for node in tree.iter(f"{RDF}Description"):
        if words := node.get(tag):
            return [words]
    node = next(tree.iter(tag), None)
    if node is None:
        return []
    items = ["".join(item.itertext()) for item in node.iter(f"{RDF}li")]
    if not items:
        return ["".join(node.itertext())]
    items = [item for item in items if item.strip()]
    return items[:1] if node.find(f"{RDF}Alt") is not None else items

"""Reads metadata of images: EXIF, IPTC and XMP. Runs in children only.

Returns lists of plain texts by key (creator, credit, copyright, caption, alt), uncleaned:
`photos.files.suggestions` decides which of them are suggested.
"""

import codecs
import re
from collections.abc import Iterable, Iterator
from typing import Any

from defusedxml.ElementTree import fromstring
from PIL import Image, ImageFile, IptcImagePlugin

IPTC_DATASETS = {"creator": (2, 80), "credit": (2, 110), "copyright": (2, 116), "caption": (2, 120)}
EXIF_TAGS = {"creator": 0x013B, "copyright": 0x8298, "caption": 0x010E}
# Written by Windows beside the standard tags, in UTF-16.
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
RDF_BEGINS, RDF_ENDS = re.compile(rb"<rdf:RDF\b"), b"</rdf:RDF>"

# A child cannot open files, so every encoding that may be needed is loaded here.
ENCODINGS = ("ascii", "latin-1", "cp1252", "cp949", "euc_kr", "shift_jis", "gb18030")
for encoding in (*ENCODINGS, "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"):
    codecs.lookup(encoding)

# More than any caption; a file can hold megabytes.
MAX_CHARACTERS = 5_000
MAX_VALUES = 20


def read_metadata(picture: Image.Image) -> dict[str, list[str]]:
    """By key. Later sources override earlier ones: EXIF, IPTC, XMP."""
    found = {}
    for source in (_windows_exif, _exif, _iptc, _xmp):
        try:
            said = source(picture)
        except Exception:  # noqa: S112 - broken metadata say nothing, whatever reading them raises
            continue
        for key, values in said.items():
            values = [value[:MAX_CHARACTERS] for value in values if value.strip()][:MAX_VALUES]
            if values:
                found[key] = values
    return found


def _exif(picture: Image.Image) -> dict[str, list[str]]:
    exif = picture.getexif()
    return {key: list(_texts(exif.get(tag))) for key, tag in EXIF_TAGS.items()}


def _windows_exif(picture: Image.Image) -> dict[str, list[str]]:
    exif, said = picture.getexif(), {}
    for key, tag in WINDOWS_TAGS.items():
        value = exif.get(tag)
        data = bytes(value) if isinstance(value, bytes | tuple) else b""
        said[key] = [data.decode("utf-16-le", errors="ignore").split("\0")[0]]
    return said


def _texts(value: Any) -> Iterator[str]:
    """The parts of an EXIF text. NUL ends it, or separates the copyright of photographer and
    editor."""
    if isinstance(value, str):
        # Pillow decodes every byte as a character of Latin-1.
        value = value.encode("latin-1", errors="replace")
    if isinstance(value, bytes):
        for part in value.split(b"\0"):
            yield decode_text(part)


def _iptc(picture: Image.Image) -> dict[str, list[str]]:
    said = (isinstance(picture, ImageFile.ImageFile) and IptcImagePlugin.getiptcinfo(picture)) or {}
    found = {}
    for key, dataset in IPTC_DATASETS.items():
        values = said.get(dataset, [])
        values = values if isinstance(values, list) else [values]
        found[key] = [decode_text(value.rstrip(b"\0")) for value in values]
    return found


def decode_text(data: bytes) -> str:
    """Text in an undeclared encoding: UTF-8, or else Korean (CP949), or else Western (CP1252).

    Empty rather than wrong characters where it is none of these.
    """
    data = data.strip(b" \t\r\n\0")
    for guess in (_as_utf_8, _as_korean, _as_western):
        text = guess(data)
        if text is not None:
            return text
    return ""


def _as_utf_8(data: bytes) -> str | None:
    """UTF-8 may have been cut off inside its last character by the limit of a field."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _decode_strictly(data, "utf-16")
    for cut in range(4):
        text = _decode_strictly(data[: len(data) - cut], "utf-8-sig")
        if text is not None and (cut == 0 or not text.isascii()):
            return text
    return None


def _as_korean(data: bytes) -> str | None:
    """CP949 if that is likely: accents of Western names seldom come in pairs that are Hangul.

    A pair of accents may look like a Hangul syllable, mostly one that no Korean word has: those are
    missing in the older EUC-KR.
    """
    text = _decode_strictly(data, "cp949") or _decode_strictly(data[:-1], "cp949")
    if text is None:
        return None
    foreign = [char for char in text if not char.isascii()]
    hangul = [char for char in foreign if "가" <= char <= "힣"]
    common = [char for char in hangul if _is_common(char)]
    is_korean = len(common) * 2 > len(hangul) and len(hangul) * 2 >= len(foreign)
    return text if is_korean and hangul else None


def _is_common(char: str) -> bool:
    """Whether a syllable is one of the 2,350 of KS X 1001; others take eight bytes."""
    return len(char.encode("euc_kr", errors="ignore")) == 2


def _as_western(data: bytes) -> str | None:
    text = _decode_strictly(data, "cp1252") or _decode_strictly(data, "latin-1") or ""
    letters = [char for char in text if not char.isascii()]
    # Text has more letters than other characters; anything else is no text, or in another encoding.
    is_text = all(char.isprintable() for char in letters)
    return text if is_text and 2 * len(letters) <= len(text.strip()) + 1 else None


def _decode_strictly(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _xmp(picture: Image.Image) -> dict[str, list[str]]:
    packet = picture.info.get("xmp") or b""
    packet = packet.encode() if isinstance(packet, str) else packet
    tree = _parse_xmp(packet.rstrip(b"\0 "))
    return {key: list(_property_texts(tree, tag)) for key, tag in XMP_TAGS.items()}


def _parse_xmp(packet: bytes) -> Any:
    """Some programs write RDF after an envelope instead of inside it."""
    try:
        return fromstring(packet)
    except Exception:
        begins, ends = RDF_BEGINS.search(packet), packet.rfind(RDF_ENDS)
        if begins is None or ends < begins.end():
            raise
        return fromstring(packet[begins.start() : ends + len(RDF_ENDS)])


def _property_texts(tree: Any, tag: str) -> Iterable[str]:
    """An attribute, an element, all items of a list (`rdf:Seq`, `rdf:Bag`), or the first of several
    languages (`rdf:Alt`)."""
    for node in tree.iter(f"{RDF}Description"):
        if text := node.get(tag):
            return [text]
    node = next(tree.iter(tag), None)
    if node is None:
        return []
    items = ["".join(item.itertext()) for item in node.iter(f"{RDF}li")]
    if not items:
        return ["".join(node.itertext())]
    items = [item for item in items if item.strip()]
    return items[:1] if node.find(f"{RDF}Alt") is not None else items

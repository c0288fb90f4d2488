"""Reads metadata of images: EXIF, IPTC and XMP. Runs in children only.

Returns lists of plain texts by key (creator, credit, copyright, caption, alt), uncleaned:
`photos.files.suggestions` decides which of them are suggested.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from defusedxml.ElementTree import fromstring
from PIL import Image, ImageFile, IptcImagePlugin

from cms.decoding.tasks.undeclared_encodings import UTF_16_MARKS, decode_text

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
    if isinstance(value, bytes) and value.startswith(UTF_16_MARKS):
        yield from decode_text(value).split("\0")
    elif isinstance(value, bytes):
        for part in value.split(b"\0"):
            yield decode_text(part)


def _iptc(picture: Image.Image) -> dict[str, list[str]]:
    said = (isinstance(picture, ImageFile.ImageFile) and IptcImagePlugin.getiptcinfo(picture)) or {}
    found = {}
    for key, dataset in IPTC_DATASETS.items():
        values = said.get(dataset, [])
        values = values if isinstance(values, list) else [values]
        found[key] = [decode_text(value) for value in values]
    return found


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

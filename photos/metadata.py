"""What picture files say of themselves: read from uploads as suggestions, written as thanks.

Public files carry creator, credit and copyright and nothing else. Shapes follow the IPTC Photo
Metadata Standard: dc:creator, photoshop:Credit and dc:rights in XMP; By-line, Credit and Copyright
Notice in the older IPTC block of a JPEG.
"""

import re
import struct
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring
from PIL import Image, IptcImagePlugin

from network import text

# The packet is padded to one length, so that a corrected name can be written over the old one
# without making the picture anew: what XMP means its padding for.
PACKET_BYTES = 2048
PACKET = re.compile(rb'<\?xpacket begin=.*?<\?xpacket end="w"\?>', re.DOTALL)
IPTC_BLOCK = re.compile(rb"\xff\xed..Photoshop 3\.0\x008BIM\x04\x04\x00\x00", re.DOTALL)

BY_LINE, CREDIT, COPYRIGHT, CAPTION = (2, 80), (2, 110), (2, 116), (2, 120)
IPTC_LIMITS = {BY_LINE: 32, CREDIT: 32, COPYRIGHT: 128}
EXIF_DESCRIPTION, EXIF_ARTIST, EXIF_COPYRIGHT = 0x010E, 0x013B, 0x8298

RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
DC = "{http://purl.org/dc/elements/1.1/}"
PHOTOSHOP = "{http://ns.adobe.com/photoshop/1.0/}"
IPTC_CORE = "{http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/}"


@dataclass(frozen=True)
class Thanks:
    """What a public file says: plain texts; `rights` a text a language code."""

    creator: str
    credit: str
    rights: dict[str, str] = field(default_factory=dict)

    def packet(self) -> bytes:
        """The XMP packet, `PACKET_BYTES` long; words that do not fit are shortened."""
        end = b'<?xpacket end="w"?>'
        room = PACKET_BYTES - len(end)
        bodies = (self._xmp(limit) for limit in (300, 120, 40, 10))
        return next(body for body in bodies if len(body) <= room).ljust(room) + end

    def _xmp(self, limit: int) -> bytes:
        """The packet's body with each text of at most `limit` bytes before escaping."""

        def fitting(words: str) -> str:
            return escape(shortened(words, limit).decode())

        default = next(iter(self.rights.values()), "")
        rights = "".join(
            f'<rdf:li xml:lang="{code}">{fitting(words)}</rdf:li>'
            for code, words in {"x-default": default, **self.rights}.items()
        )
        creator = f"<rdf:Seq><rdf:li>{fitting(self.creator)}</rdf:li></rdf:Seq>"
        return (
            '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
            '<x:xmpmeta xmlns:x="adobe:ns:meta/">'
            '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
            '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"'
            ' xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/">'
            f"<dc:creator>{creator}</dc:creator>"
            f"<photoshop:Credit>{fitting(self.credit)}</photoshop:Credit>"
            f"<dc:rights><rdf:Alt>{rights}</rdf:Alt></dc:rights>"
            "</rdf:Description></rdf:RDF></x:xmpmeta>"
        ).encode()

    def iptc(self) -> bytes:
        """The JPEG segment (APP13) with the same words, for programs that read no XMP."""
        rights = next(iter(self.rights.values()), "")
        said = {BY_LINE: self.creator, CREDIT: self.credit, COPYRIGHT: rights}
        records = b"\x1c\x01\x5a\x00\x03\x1b%G"  # what follows is UTF-8
        for (record, number), words in said.items():
            data = shortened(words, IPTC_LIMITS[record, number])
            records += struct.pack(">BBBH", 0x1C, record, number, len(data)) + data
        records += b"\0" * (len(records) % 2)
        block = b"8BIM\x04\x04\x00\x00" + struct.pack(">I", len(records)) + records
        content = b"Photoshop 3.0\x00" + block
        return b"\xff\xed" + struct.pack(">H", len(content) + 2) + content


def shortened(words: str, limit: int) -> bytes:
    """At most `limit` bytes of UTF-8, never cut inside a letter."""
    return words.encode()[:limit].decode(errors="ignore").encode()


def resigned(data: bytes, thanks: Thanks) -> bytes:
    """A public file's bytes with other thanks; not a pixel changes."""
    data = PACKET.sub(lambda _old: thanks.packet(), data, count=1)
    block = IPTC_BLOCK.search(data)
    if block is None:
        return data
    start = block.start()
    length = struct.unpack(">H", data[start + 2 : start + 4])[0]
    return data[:start] + thanks.iptc() + data[start + 2 + length :]


def suggestions(picture: Image.Image) -> dict[str, str]:
    """What an uploaded file says, to be offered and never taken over unseen.

    Keys, each only when the file has it: creator, credit, copyright, caption, alt.
    """
    found = _from_exif(picture) | _from_iptc(picture) | _from_xmp(picture)
    return {name: text.clean(words)[:300].strip() for name, words in found.items() if words.strip()}


def suggestions_of(file) -> dict[str, str]:
    """The same for an open file that is known to be a picture."""
    file.seek(0)
    with Image.open(file) as picture:
        found = suggestions(picture)
    file.seek(0)
    return found


def _from_exif(picture: Image.Image) -> dict[str, str]:
    exif = picture.getexif()
    said = {"creator": EXIF_ARTIST, "copyright": EXIF_COPYRIGHT, "caption": EXIF_DESCRIPTION}
    return {name: exif[tag] for name, tag in said.items() if isinstance(exif.get(tag), str)}


def _from_iptc(picture: Image.Image) -> dict[str, str]:
    try:
        said = IptcImagePlugin.getiptcinfo(picture) or {}
    except (SyntaxError, ValueError, KeyError, struct.error):
        return {}
    wanted = {"creator": BY_LINE, "credit": CREDIT, "copyright": COPYRIGHT, "caption": CAPTION}
    found = {}
    for name, number in wanted.items():
        value = said.get(number)
        value = value[0] if isinstance(value, list) else value
        if value:
            found[name] = value.decode(errors="replace")
    return found


def _from_xmp(picture: Image.Image) -> dict[str, str]:
    packet = picture.info.get("xmp") or b""
    packet = packet.encode() if isinstance(packet, str) else packet
    try:
        tree = fromstring(packet.rstrip(b"\0 "))
    except (ParseError, DefusedXmlException, ValueError):
        return {}
    wanted = {
        "creator": f"{DC}creator",
        "credit": f"{PHOTOSHOP}Credit",
        "copyright": f"{DC}rights",
        "caption": f"{DC}description",
        "alt": f"{IPTC_CORE}AltTextAccessibility",
    }
    return {name: words for name, tag in wanted.items() if (words := _said(tree, tag))}


def _said(tree, tag: str) -> str:
    """The words of a property: an attribute, a plain element, or the first of a list."""
    for node in tree.iter(f"{RDF}Description"):
        if words := node.get(tag):
            return words
    node = next(tree.iter(tag), None)
    if node is None:
        return ""
    first = next(node.iter(f"{RDF}li"), node)
    return first.text or ""

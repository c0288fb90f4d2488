"""The credits that public files embed: creator, credit and copyright, and nothing else.

Formats follow the IPTC Photo Metadata Standard: dc:creator, photoshop:Credit and dc:rights in XMP;
By-line, Credit and Copyright Notice in the older IPTC block of a JPEG.
"""

import re
import struct
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

# The packet is padded to one length, as XMP intends, so that a corrected name can replace the old
# one without encoding the image again.
PACKET_BYTES = 2048
PACKET_START, PACKET_END = b"<?xpacket begin=", b'<?xpacket end="w"?>'
IPTC_BLOCK = re.compile(rb"\xff\xed..Photoshop 3\.0\x008BIM\x04\x04\x00\x00", re.DOTALL)

BY_LINE, CREDIT, COPYRIGHT = (2, 80), (2, 110), (2, 116)
IPTC_LIMITS = {BY_LINE: 32, CREDIT: 32, COPYRIGHT: 128}


@dataclass(frozen=True)
class EmbeddedCredits:
    """Plain texts. Shape of `rights`: language code -> text."""

    creator: str
    credit: str
    rights: dict[str, str] = field(default_factory=dict)

    def xmp_packet(self) -> bytes:
        """Returns `PACKET_BYTES` bytes; texts that do not fit are shortened."""
        room = PACKET_BYTES - len(PACKET_END)
        bodies = (self._xmp(limit) for limit in (300, 120, 40, 10))
        return next(body for body in bodies if len(body) <= room).ljust(room) + PACKET_END

    def _xmp(self, limit: int) -> bytes:
        """The packet without padding; each text has at most `limit` bytes before escaping."""

        def fit(text: str) -> str:
            return escape(shorten(text, limit).decode())

        default = next(iter(self.rights.values()), "")
        rights = "".join(
            f'<rdf:li xml:lang="{code}">{fit(text)}</rdf:li>'
            for code, text in {"x-default": default, **self.rights}.items()
        )
        creator = f"<rdf:Seq><rdf:li>{fit(self.creator)}</rdf:li></rdf:Seq>"
        return (
            '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
            '<x:xmpmeta xmlns:x="adobe:ns:meta/">'
            '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
            '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"'
            ' xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/">'
            f"<dc:creator>{creator}</dc:creator>"
            f"<photoshop:Credit>{fit(self.credit)}</photoshop:Credit>"
            f"<dc:rights><rdf:Alt>{rights}</rdf:Alt></dc:rights>"
            "</rdf:Description></rdf:RDF></x:xmpmeta>"
        ).encode()

    def iptc_segment(self) -> bytes:
        """The APP13 segment of a JPEG with the same texts, for programs that read no XMP."""
        rights = next(iter(self.rights.values()), "")
        texts = {BY_LINE: self.creator, CREDIT: self.credit, COPYRIGHT: rights}
        records = b"\x1c\x01\x5a\x00\x03\x1b%G"  # what follows is UTF-8
        for (record, number), text in texts.items():
            data = shorten(text, IPTC_LIMITS[record, number])
            records += struct.pack(">BBBH", 0x1C, record, number, len(data)) + data
        records += b"\0" * (len(records) % 2)
        block = b"8BIM\x04\x04\x00\x00" + struct.pack(">I", len(records)) + records
        content = b"Photoshop 3.0\x00" + block
        return b"\xff\xed" + struct.pack(">H", len(content) + 2) + content


def shorten(text: str, limit: int) -> bytes:
    """Returns at most `limit` bytes of UTF-8, never cut inside a character."""
    return text.encode()[:limit].decode(errors="ignore").encode()


def replace_credits(data: bytes, credits: EmbeddedCredits) -> bytes:
    data = _replace_packet(data, credits.xmp_packet())
    block = IPTC_BLOCK.search(data)
    if block is None:
        return data
    start = block.start()
    length = struct.unpack(">H", data[start + 2 : start + 4])[0]
    return data[:start] + credits.iptc_segment() + data[start + 2 + length :]


def _replace_packet(data: bytes, packet: bytes) -> bytes:
    # Not with a regular expression, which would search the end from each of many starts.
    start = data.find(PACKET_START)
    end = data.find(PACKET_END, start + len(PACKET_START))
    if start < 0 or end < 0:
        return data
    return data[:start] + packet + data[end + len(PACKET_END) :]

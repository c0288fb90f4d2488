"""What picture files say of themselves: read from uploads as suggestions, written as thanks.

Public files carry creator, credit and copyright and nothing else. Shapes follow the IPTC Photo
Metadata Standard: dc:creator, photoshop:Credit and dc:rights in XMP; By-line, Credit and Copyright
Notice in the older IPTC block of a JPEG.
"""

import re
import struct
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

from network import text

# The packet is padded to one length, so that a corrected name can be written over the old one
# without making the picture anew: what XMP means its padding for.
PACKET_BYTES = 2048
PACKET = re.compile(rb'<\?xpacket begin=.*?<\?xpacket end="w"\?>', re.DOTALL)
IPTC_BLOCK = re.compile(rb"\xff\xed..Photoshop 3\.0\x008BIM\x04\x04\x00\x00", re.DOTALL)

BY_LINE, CREDIT, COPYRIGHT = (2, 80), (2, 110), (2, 116)
IPTC_LIMITS = {BY_LINE: 32, CREDIT: 32, COPYRIGHT: 128}

# "charset=Ascii", "charset="Unicode"", or the eight bytes that EXIF puts before a comment.
CHARSET = re.compile(r"^(?:charset\s*=\s*[\"']?[\w-]+[\"']?|ASCII|UNICODE|JIS)(?:[\s:,;]+|$)")

# Words that say nothing when nothing but them is there: "OLYMPUS DIGITAL CAMERA", "SONY DSC".
WORDS_OF_CAMERAS = frozenset(
    re.findall(
        r"\w+",
        """
    agfa agfaphoto apple asus benq blackberry canon casio digimax dji epson fuji fujifilm fujitsu
    ge google gopro hasselblad hewlett packard honor hp htc huawei iphone jenoptik kenox kodak
    konica kyocera leica lenovo lg lge lumix medion minolta mobile motorola nikon nokia olympus
    oneplus oppo panasonic pantech pentax pixel polaroid praktica premier realme redmi ricoh rollei
    samsung sanyo sharp sigma sony sonyericsson ericsson tecno toshiba traveler umax vivo vivitar
    vodafone xiaomi yakumo zte techwin electronics electric corporation corp company computer co ltd
    inc imaging optical international

    camera cameras digital still stillcamera video phone cameraphone photo photos photograph picture
    pictures image images img jpeg jpg exif scan scanner scanned screenshot dc dcim dsc dsci dscf
    dscn csc cimg pict powershot photosmart coolpix cybershot cyber shot finepix exilim optio ixus
    easyshare galaxy

    default untitled none null nil unknown undefined unspecified na n a test empty description
    title caption comment comments c copyright copyrighted author artist owner creator photographer
    user username admin administrator your name here type enter my beautiful

    ascii unicode jis undefined utf8 charset binary

    picasa gimp photoshop lightroom snapseed canva instagram lavc lavf ffmpeg applemark

    cof mde hdr hdrpl vhdr rhdr sdr dav ptr ptfbty oznor oznorwo nor norwo fptr btf btr rbt rpt edf
    edr burst sketch fbt iphoto sf beauty cache nightshot bty mty
    """,
    )
)
# A number, or letters and digits as in the name of a model: "DSC-W5", "S630", "E5700".
MODEL = re.compile(r"[a-z]{0,4}\d{1,8}[a-z]{0,3}")
# More is no name and no caption; patterns must not read a book.
LONGEST_WORDS = 300

WRITTEN_BY_PROGRAMS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?:created|edited|made|produced|generated|processed|optimi[sz]ed|scanned|exported|saved"
        r"|converted|compressed|captured|taken|shot)\s+(?:with|by|using|on|in|from)\b.*\b(?:gimp"
        r"|photoshop|paint|photo|picasa|image|imagemagick|jpeg\w*|camera|scan\w*|snapseed|canva"
        r"|lightroom|irfanview|xnview|acdsee|editor|studio|app|iphone|galaxy|ebay|lead|corel)",
        r"(?:file|image) (?:written|created) by\b",
        r"creator: gd-jpeg",
        r"(?:lead|acd) (?:technologies|systems)\b",
        r"intel\(r\) jpeg",
        r"adobe (?:photoshop|lightroom|illustrator|imageready)",
        r"lav[cf]\d",
        r"xr:d:\w",
        r"exif_jpeg",
        # A path or the name of a file.
        r"(?:[a-z]:)?(?:[\w .-]*\\)+[\w .-]*$",
        r"/?(?:[\w.-]+/)+[\w.-]+$",
        r"\S+\.(?:jpe?g|png|webp|hei[cf]|tiff?|gif|bmp|raw|dng|cr2|nef|arw|psd)$",
        r"(?:img|dsc[a-z]?|p|pict?|cimg|mvc|screenshot|kakaotalk|photo|wp|dji|gopr|sam)"
        r"[ _-]*\d{3,}[\w -]*$",
    )
)


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


def suggestions(said: dict[str, list[str]]) -> dict[str, str]:
    """What of an uploaded file's metadata is offered; nothing is taken over unseen.

    `said` is what `network.isolated.picture_metadata` read. Keys of the answer, each only when the
    file has it: creator, credit, copyright, caption, alt.
    """
    found = {}
    for name, values in said.items():
        words = (" ".join(text.clean(value).split())[:LONGEST_WORDS] for value in values)
        kept = dict.fromkeys(value for value in map(_without_charset, words) if _is_meant(value))
        if kept:
            # Several people have a comma between them: a slash parts the languages of one name.
            found[name] = (
                (" / " if name == "copyright" else ", ").join(kept)[:LONGEST_WORDS].strip()
            )
    return found


def _without_charset(words: str) -> str:
    """Some programs write the encoding of a text before it, as if it were part of it."""
    return CHARSET.sub("", words).strip()


def _is_meant(words: str) -> bool:
    """Whether somebody wrote these words; cameras and programs write some by themselves."""
    if not any(map(str.isalnum, words)) or "\ufffd" in words:
        return False
    if any(pattern.match(words) for pattern in WRITTEN_BY_PROGRAMS):
        return False
    tokens = re.findall(r"\w+", words.casefold())
    return not all(token in WORDS_OF_CAMERAS or MODEL.fullmatch(token) for token in tokens)

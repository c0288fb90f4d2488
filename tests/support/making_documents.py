"""Documents of every kind that people upload, small, each with the name of its author in it."""

import io
import struct
import zipfile

import pikepdf
from pikepdf import Array, Dictionary, Name

AUTHOR = "Hong Gildong"

TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
CORE = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
    'core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Guide</dc:title>'
    f"<dc:creator>{AUTHOR}</dc:creator><cp:lastModifiedBy>{AUTHOR}</cp:lastModifiedBy>"
    "</cp:coreProperties>"
)
JPEG = (
    b"\xff\xd8\xff\xe1\x00\x14Exif\0\0Hong Gildong"
    b"\xff\xfe\x00\x0eHong Gildong\xff\xdb\x00\x04qq\xff\xda\x00\x02pixels\xff\xd9"
)
PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR" + bytes(17)
    + b"\x00\x00\x00\x13tEXtAuthor\0Hong Gildong" + bytes(4)
    + b"\x00\x00\x00\x00IEND" + bytes(4)
)  # fmt: skip

XMP = (
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator><rdf:Seq>'
    f"<rdf:li>{AUTHOR}</rdf:li></rdf:Seq></dc:creator></rdf:Description></rdf:RDF></x:xmpmeta>"
)


def pdf(words: str = "Hello", *, prefix: bytes = b"", **saved) -> bytes:
    """A PDF of one page with everything in it that may name its author."""
    document = pikepdf.new()
    document.add_blank_page()
    page = document.pages[0].obj
    page.Contents = document.make_stream(f"BT /F1 12 Tf ({words}) Tj ET".encode() if words else b"")
    page.Annots = Array(
        [
            Dictionary(
                Type=Name.Annot, Subtype=Name.Text, Rect=[0, 0, 1, 1], T=AUTHOR, Contents="x"
            ),
            Dictionary(Type=Name.Annot, Subtype=Name.FileAttachment, Rect=[0, 0, 1, 1], T=AUTHOR),
        ]
    )
    document.attachments["a.txt"] = AUTHOR.encode()
    document.Root.AF = Array([document.attachments["a.txt"].obj])
    document.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=f"app.alert('{AUTHOR}')")
    document.Root.Metadata = document.make_stream(XMP.encode())
    document.trailer["/Info"] = document.make_indirect(Dictionary(Author=AUTHOR, Title="Guide"))
    buffer = io.BytesIO()
    document.save(buffer, **saved)
    return prefix + buffer.getvalue()


def drawn_pdf(size=(300, 400), drawing: bytes = b"0 .5 .5 rg 50 50 100 200 re f", **saved) -> bytes:
    """A PDF of one page that shows a rectangle of colour; `size` in points."""
    document, buffer = pikepdf.new(), io.BytesIO()
    document.add_blank_page(page_size=size)
    document.pages[0].obj.Contents = document.make_stream(drawing)
    document.save(buffer, **saved)
    return buffer.getvalue()


def pdf_without_pages() -> bytes:
    buffer = io.BytesIO()
    pikepdf.new().save(buffer)
    return buffer.getvalue()


def signed_pdf() -> bytes:
    document = pikepdf.open(io.BytesIO(pdf()))
    signature = document.make_indirect(Dictionary(Type=Name.Sig, Contents=b"0" * 20))
    field = document.make_indirect(Dictionary(FT=Name.Sig, T="Signature", V=signature))
    document.Root.AcroForm = Dictionary(Fields=Array([field]), SigFlags=3)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def packed(**parts: bytes | str) -> bytes:
    """A ZIP of parts in their order."""
    return packed_parts(parts)


def packed_parts(parts: dict[str, bytes | str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            stored = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(name, content, stored)
    return buffer.getvalue()


def docx(words: str = "Hello", main: str = "word/document.xml", **more: bytes | str) -> bytes:
    """A Word file with properties, a tracked change, a comment, a picture and a thumbnail."""
    kind = more.pop("kind", WORD_TYPE)
    body = (
        f'<w:document xmlns:w="{WORD}"><w:body><w:p><w:ins w:id="1" w:author="{AUTHOR}" '
        f"w:date='2026-01-01T00:00:00Z'><w:r><w:t>{words}</w:t></w:r></w:ins></w:p></w:body></w:document>"
    )
    return packed_parts(
        {
            "[Content_Types].xml": f'<Types xmlns="{TYPES}"><Default Extension="xml" '
            f'ContentType="application/xml"/><Override PartName="/{main}" ContentType="{kind}"/>'
            "</Types>",
            "_rels/.rels": f'<Relationships xmlns="{RELATIONS}"><Relationship Id="a" '
            f'Target="{main}" '
            f'Type="{OFFICE}/officeDocument"/><Relationship Id="t" '
            'Target="docProps/thumbnail.jpeg" '
            f'Type="{RELATIONS}/metadata/thumbnail"/>'
            "</Relationships>",
            main: body,
            "word/comments.xml": f'<w:comments xmlns:w="{WORD}"><w:comment w:id="0" '
            f'w:author="{AUTHOR}" w:initials="HG"/></w:comments>',
            "docProps/core.xml": CORE,
            "docProps/app.xml": f"<Properties><Company>{AUTHOR}</Company></Properties>",
            "docProps/thumbnail.jpeg": AUTHOR,
            "word/media/image1.jpeg": JPEG,
            "word/media/image2.png": PNG,
            "word/media/image3.jpe": JPEG,
            **more,
        }
    )


def odt(
    words: str = "Hello", mime: str = "application/vnd.oasis.opendocument.text", **more
) -> bytes:
    return packed_parts(
        {
            "mimetype": mime,
            "content.xml": '<office:document-content xmlns:office="o" xmlns:dc="d" xmlns:text="t">'
            f"<office:annotation><dc:creator>{AUTHOR}</dc:creator><text:p>note</text:p>"
            f"</office:annotation><text:p>{words}</text:p></office:document-content>",
            "meta.xml": '<m xmlns:dc="d" xmlns:meta="m"><dc:title>Guide</dc:title>'
            f"<meta:initial-creator>{AUTHOR}</meta:initial-creator><dc:creator>{AUTHOR}</dc:creator>"
            f'<meta:user-defined meta:name="x">{AUTHOR}</meta:user-defined></m>',
            "Thumbnails/thumbnail.png": AUTHOR,
            "META-INF/manifest.xml": '<m:manifest xmlns:m="m">'
            '<m:file-entry m:full-path="content.xml"/>'
            '<m:file-entry m:full-path="Thumbnails/thumbnail.png"/></m:manifest>',
            **more,
        }
    )


def hwpx(words: str = "Hello") -> bytes:
    return packed_parts(
        {
            "mimetype": "application/hwp+zip",
            "Contents/content.hpf": '<opf:package xmlns:opf="o"><opf:metadata><opf:title>Guide'
            f'</opf:title><opf:meta name="creator" content="text">{AUTHOR}</opf:meta>'
            f'<opf:meta name="lastsaveby" content="text">{AUTHOR}</opf:meta>'
            "</opf:metadata></opf:package>",
            "Contents/section0.xml": f'<s xmlns:hp="h"><hp:t>{words}</hp:t></s>',
        }
    )


def summary(author: str = AUTHOR) -> bytes:
    """The property set in which old office files name their author (MS-OLEPS)."""
    value = author.encode("utf-16-le") + b"\0\0"
    text = struct.pack("<II", 31, len(value) // 2) + value
    section = struct.pack("<II", 8 + 8 + len(text), 1) + struct.pack("<II", 4, 16) + text
    return struct.pack("<HHI16sI16sI", 0xFFFE, 0, 0, bytes(16), 1, bytes(16), 48) + section


def compound(streams: dict[str, bytes], storages: tuple[str, ...] = ()) -> bytes:
    """A compound file (MS-CFB) with these streams at its top, each in sectors of its own."""
    sectors, entries = [], []
    table: list[int] = [0xFFFFFFFD]
    for name, content in streams.items():
        content = content.ljust(4096, b"\0")
        content += bytes(-len(content) % 512)
        first, number = len(table), len(content) // 512
        sectors.append(content)
        table += [*range(first + 1, first + number), 0xFFFFFFFE]
        entries.append(_entry(name, 2, first, len(content)))
    entries += [_entry(name, 1, 0, 0) for name in storages]
    # Each entry points to the next as to its right neighbour: a tree that is a list.
    entries = [
        entry[:72] + struct.pack("<I", n + 2 if n + 1 < len(entries) else 0xFFFFFFFF) + entry[76:]
        for n, entry in enumerate(entries)
    ]
    root = _entry("Root Entry", 5, 0xFFFFFFFE, 0)
    root = root[:76] + struct.pack("<I", 1 if entries else 0xFFFFFFFF) + root[80:]
    directory = b"".join([root, *entries])
    directory += bytes(-len(directory) % 512)
    place, number = len(table), len(directory) // 512
    table += [*range(place + 1, place + number), 0xFFFFFFFE]
    table += [0xFFFFFFFF] * (128 - len(table))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH6xIIIIIIIII", 62, 3, 0xFFFE, 9, 6, 0, 1, place, 0, 4096,
                          0xFFFFFFFE, 0, 0xFFFFFFFE, 0)  # fmt: skip
    header += struct.pack("<109I", 0, *[0xFFFFFFFF] * 108)
    return b"".join([header, struct.pack("<128I", *table), *sectors, directory])


def _entry(name: str, kind: int, start: int, length: int) -> bytes:
    words = name.encode("utf-16-le") + b"\0\0"
    entry = words.ljust(64, b"\0") + struct.pack("<HBBIII", len(words), kind, 1, *[0xFFFFFFFF] * 3)
    return entry.ljust(116, b"\0") + struct.pack("<IQ", start, length)


def hwp(properties: int = 0, **more: bytes) -> bytes:
    head = b"HWP Document File".ljust(32, b"\0") + struct.pack("<II", 0x05000300, properties)
    return compound({"FileHeader": head, "\x05HwpSummaryInformation": summary(), **more})


def doc(flags: int = 0, storages: tuple[str, ...] = ()) -> bytes:
    head = struct.pack("<HHHHHH", 0xA5EC, 193, 0, 0, 0, flags)
    return compound({"WordDocument": head, "\x05SummaryInformation": summary()}, storages)

"""A PDF of one page, written without a library or a font file."""

from collections.abc import Iterator

HEAD_SIZE, TEXT_SIZE, LEADING = 20, 12, 22
# A4 in points (1/72 inch), with a margin all round.
PAGE, MARGIN, TOP = (595, 842), 72, 750

# A font with Korean and Latin letters, which PDF readers have or replace.
FONT = (
    "<< /Type /Font /Subtype /Type0 /BaseFont /HYGoThic-Medium /Encoding /UniKS-UCS2-H"
    " /DescendantFonts [<< /Type /Font /Subtype /CIDFontType0 /BaseFont /HYGoThic-Medium"
    " /CIDSystemInfo << /Registry (Adobe) /Ordering (Korea1) /Supplement 1 >>"
    " /DW 1000 /W [1 94 500]"
    " /FontDescriptor << /Type /FontDescriptor /FontName /HYGoThic-Medium /Flags 4"
    " /FontBBox [0 -148 1000 880] /ItalicAngle 0 /Ascent 880 /Descent -148 /CapHeight 720"
    " /StemV 80 >> >>] >>"
)


def make_pdf(lines: list[str], language: str) -> bytes:
    """The first line is the heading and the title of the document."""
    content = "\n".join(_text_operators(lines)).encode()
    catalogue = (
        f"<< /Type /Catalog /Pages 2 0 R /Lang ({language})"
        " /ViewerPreferences << /DisplayDocTitle true >> >>"
    )
    objects = [
        catalogue.encode(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {PAGE[0]} {PAGE[1]}]"
        " /Resources << /Font << /F 4 0 R >> >> /Contents 5 0 R >>".encode(),
        FONT.encode(),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        f"<< /Title <FEFF{_hexadecimal(lines[0])}> >>".encode(),
    ]
    return _file(objects)


def _text_operators(lines: list[str]) -> Iterator[str]:
    y = TOP
    for number, line in enumerate(lines):
        size = TEXT_SIZE if number else HEAD_SIZE
        yield f"BT /F {size} Tf {MARGIN} {y} Td <{_hexadecimal(line)}> Tj ET"
        y -= LEADING


def _hexadecimal(line: str) -> str:
    return line.encode("utf-16-be").hex().upper()


def _file(objects: list[bytes]) -> bytes:
    """The objects, and the table of their offsets in bytes."""
    whole, offsets = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"), []
    for number, body in enumerate(objects, 1):
        offsets.append(len(whole))
        whole += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(whole)
    rows = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    whole += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, rows)
    trailer = b"<< /Size %d /Root 1 0 R /Info 6 0 R >>" % (len(objects) + 1)
    return bytes(whole + b"trailer\n%s\nstartxref\n%d\n%%%%EOF\n" % (trailer, start))

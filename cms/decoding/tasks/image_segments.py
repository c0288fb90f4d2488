"""Removes metadata from images inside documents, segment by segment, without decoding pixels.
Unknown formats are returned unchanged."""

import struct

PNG = b"\x89PNG\r\n\x1a\n"
PNG_METADATA = {b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME"}
# Exif and XMP, IPTC, comments.
JPEG_METADATA = {0xE1, 0xED, 0xFE}
START_OF_SCAN = 0xDA
MARKERS_WITHOUT_LENGTH = {0x01, *range(0xD0, 0xD9)}


def without_metadata(content: bytes) -> bytes:
    if content.startswith(PNG):
        return _png_without_metadata(content)
    if content.startswith(b"\xff\xd8"):
        return _jpeg_without_metadata(content)
    return content


def _png_without_metadata(content: bytes) -> bytes:
    pieces, at = [PNG], len(PNG)
    while at + 12 <= len(content):
        length, kind = struct.unpack_from(">I4s", content, at)
        end = at + 12 + length
        if end > len(content):
            return content
        if kind not in PNG_METADATA:
            pieces.append(content[at:end])
        at = end
    return b"".join(pieces)


def _jpeg_without_metadata(content: bytes) -> bytes:
    pieces, at = [content[:2]], 2
    while at + 4 <= len(content):
        if content[at] != 0xFF:
            return content
        marker = content[at + 1]
        if marker == START_OF_SCAN:
            return b"".join([*pieces, content[at:]])
        if marker in MARKERS_WITHOUT_LENGTH or marker == 0xFF:
            pieces.append(content[at : at + (1 if marker == 0xFF else 2)])
            at += 1 if marker == 0xFF else 2
            continue
        end = at + 2 + struct.unpack_from(">H", content, at + 2)[0]
        if end > len(content):
            return content
        if marker not in JPEG_METADATA:
            pieces.append(content[at:end])
        at = end
    return content

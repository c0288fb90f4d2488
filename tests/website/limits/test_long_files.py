"""Files made to keep a program busy: what reads their bytes takes time in proportion to them.

Of 5 MB each of these takes at most 1.7 seconds (measured on 29 November 2026). Here they are
shorter, and each is read beside an eighth of it.
"""

from collections.abc import Callable
from xml.parsers.expat import ExpatError

import pytest
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError

from cms.decoding.tasks import pdf_files, xml_edits
from cms.decoding.tasks.images import metadata
from members.lists import csv_files
from photos.files.embedded_credits import EmbeddedCredits, replace_credits
from tests.website.limits.proportion import PARTS, out_of_proportion
from website.serving import gunicorn_worker

LENGTH = 200_000
# The slowest takes 0.06 seconds, and took 1.6 to 240 when it read from each of its places.
ENOUGH_SECONDS = 0.2

THANKS = EmbeddedCredits("Son Sang-min", "Photo: Son", {"en": "© Son"})
REFUSED = (ValueError, ParseError, ExpatError, DefusedXmlException, csv_files.NotCSVError)


def many(piece: bytes, around: bytes = b"%b") -> Callable[[int], bytes]:
    """A file of `piece` again and again, made at the length that is asked for."""
    return lambda length: around % (piece * (length // len(piece)))


def utf_16(piece: str, end: str = "") -> Callable[[int], bytes]:
    return lambda length: f"\ufeff<?xml{piece * (length // len(piece))}{end}".encode("utf-16-le")


def edit(content: bytes) -> bytes:
    return xml_edits.edit_xml(
        content, lambda tag, _values: "drop" if tag == "d" else "keep", {"author": "Author"}
    )


def lines(content: bytes) -> list:
    return list(csv_files.read_lines(content, len))


def resign(content: bytes) -> bytes:
    return replace_credits(content, THANKS)


CASES = {
    "beginnings of XMP": (resign, many(b"<?xpacket begin=")),
    "XMP that may not be written": (resign, many(b'<?xpacket begin="" end="r"?>')),
    "beginnings of IPTC": (resign, many(b"\xff\xed..Photoshop 3.0\x008BIM\x04\x04\x00")),
    "beginnings of RDF": (metadata._parse_xmp, many(b"<rdf:RDF ")),
    "ends of RDF": (metadata._parse_xmp, many(b"</rdf:RDF>")),
    "a long tag": (edit, many(b"a", b"<a%b b='1'/>")),
    "a long attribute": (edit, many(b"b", b"<a %b='1'/>")),
    "blanks before an attribute": (edit, many(b" ", b"<a%b b='1'/>")),
    "blanks in an attribute": (edit, many(b" ", b"<a b%b='1'/>")),
    "many authors": (edit, many(b"<b author='x'/>", b"<a>%b</a>")),
    "many elements that go": (edit, many(b"<b author='x'/><d/>", b"<a>%b</a>")),
    "blanks before an encoding": (edit, utf_16(" ", "x")),
    "many encodings": (edit, utf_16(" encoding=")),
    "ends of shown text": (pdf_files.SHOWS_TEXT.search, many(b") ")),
    "blanks after shown text": (pdf_files.SHOWS_TEXT.search, many(b" ", b")%b")),
    "quotation marks": (lines, many(b'"')),
    "cells that open a quotation": (lines, many(b'",')),
    "lines that open a quotation": (lines, many(b'"\n')),
    "quotations within words": (lines, many(b'a"b,\n')),
    "empty lines": (lines, many(b"\r")),
    "empty cells": (lines, many(b",")),
    "beginnings of the line of Excel": (lines, many(b"sep=")),
    "bytes beyond ASCII": (
        lambda words: gunicorn_worker.BEYOND_ASCII.sub(b"", words),
        many(b"\xff"),
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_no_file_is_read_from_each_of_its_bytes(case):
    reader, content_of = CASES[case]
    whole, part = content_of(LENGTH), content_of(LENGTH // PARTS)
    assert not out_of_proportion(reader, whole, part, ENOUGH_SECONDS, REFUSED)


def test_what_is_read_in_one_go_is_what_was_meant():
    packet = b'<?xpacket begin="\xef\xbb\xbf"?>old<?xpacket end="w"?>'
    assert resign(b"before" + packet + b"after") == b"before" + THANKS.xmp_packet() + b"after"
    for without in (b"no packet", b"<?xpacket begin=", b'<?xpacket end="w"?> <?xpacket begin='):
        assert resign(without) == without
    about = b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"></rdf:RDF>'
    assert metadata._parse_xmp(b"<x/>" + about).tag.endswith("RDF")
    with pytest.raises(ParseError):
        metadata._parse_xmp(b"</rdf:RDF> <rdf:RDF ")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"<a author='x'/>", b'<a author="Author"/>'),
        (b"<a\n b = '1'\n author = \"x\">y</a>", b"<a\n b = '1'\n author = \"Author\">y</a>"),
        (b"<a w:author='x' b=\"author='x'\"/>", b'<a w:author="Author" b="author=\'x\'"/>'),
        (b"<a><b author='x'><d author='y'/></b><d/>z</a>", b'<a><b author="Author"></b>z</a>'),
        (b"<d><b author='x'/><d/></d>", b""),
    ],
)  # fmt: skip
def test_elements_and_attributes_are_changed_and_nothing_beside_them(before, after):
    assert edit(before) == after

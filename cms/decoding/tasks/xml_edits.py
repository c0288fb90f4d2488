"""Edits XML without changing any other byte.

Serialising a parsed tree would rename prefixes that office programs mention in attributes.
"""

import codecs
import re
from collections.abc import Callable
from typing import Any
from xml.parsers import expat

# Possessive and only at the start of a word, as a hostile tag may have a name of megabytes.
ATTRIBUTE = re.compile(rb"""(?<![^\s=/<>"'])([^\s=/<>"']++)(\s*+=\s*+)("[^"]*+"|'[^']*+')""")
# A child cannot open files, so the encoding of texts with two bytes a character is loaded here.
codecs.lookup("utf-16")
KEEP, DROP, BLANK = "keep", "drop", "blank"

# Takes the local name of an element and its attributes (by local name). Returns KEEP, DROP (the
# element) or BLANK (its text).
Rule = Callable[[str, dict[str, str]], str]


def edit_xml(
    content: bytes, rule: Rule, attributes: dict[str, str], instead: str = "Author"
) -> bytes:
    """Drop or blank elements by a rule, and replace values of attributes.

    `attributes` names them as "author" or, in one kind of element, as "person@name". Raises
    expat.ExpatError, and ValueError for entity declarations.
    """
    content = as_utf8(content)
    editor = _Editor(content, rule, attributes, instead.encode())
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda tag, values: editor.start(parser, tag, values)
    parser.EndElementHandler = lambda _tag: editor.end(parser)
    parser.StartDoctypeDeclHandler = refuse_entities
    parser.Parse(content, True)
    return editor.result()


def as_utf8(content: bytes) -> bytes:
    """Positions of tags are counted in bytes of UTF-8."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = content.decode("utf-16")
        return re.sub(r'^(<\?xml[^>]*?)\sencoding="[^"]*"', r"\1", text).encode()
    return content


def refuse_entities(*_declaration: Any) -> None:
    raise ValueError("office files declare no entities")


def local_name(name: str) -> str:
    return name.rpartition(":")[2]


class _Editor:
    def __init__(
        self, content: bytes, rule: Rule, attributes: dict[str, str], instead: bytes
    ) -> None:
        self.content, self.rule, self.attributes, self.instead = content, rule, attributes, instead
        # Shape: (start, end, replacement).
        self.changes: list[tuple[int, int, bytes]] = []
        # The outcome for each open element, and the position of its start tag.
        self.open: list[tuple[str, int, int]] = []
        self.dropping = 0

    def start(self, parser: expat.XMLParserType, tag: str, values: dict[str, str]) -> None:
        at = parser.CurrentByteIndex
        end = self._end_of_tag(at)
        outcome = self.rule(
            local_name(tag), {local_name(name): value for name, value in values.items()}
        )
        if not self.dropping:
            self._change_attributes(local_name(tag), at, end)
        self.dropping += outcome != KEEP
        self.open.append((outcome, at, end))

    def end(self, parser: expat.XMLParserType) -> None:
        outcome, at, end = self.open.pop()
        is_empty = self.content[end - 2 : end] == b"/>"
        closing = parser.CurrentByteIndex
        if outcome == KEEP:
            return
        self.dropping -= 1
        if self.dropping:
            return
        # Changes are in order, so those inside this element come last.
        while self.changes and self.changes[-1][0] >= at:
            self.changes.pop()
        if outcome == DROP:
            last = end if is_empty else self.content.index(b">", closing) + 1
            self.changes.append((at, last, b""))
        elif not is_empty:
            self.changes.append((end, closing, self.instead))

    def _end_of_tag(self, at: int) -> int:
        quote = None
        for place in range(at, len(self.content)):
            char = self.content[place : place + 1]
            if quote:
                quote = None if char == quote else quote
            elif char in (b'"', b"'"):
                quote = char
            elif char == b">":
                return place + 1
        raise ValueError("a tag without an end")

    def _change_attributes(self, tag: str, at: int, end: int) -> None:
        if not self.attributes:
            return
        for found in ATTRIBUTE.finditer(self.content, at, end):
            name = local_name(found[1].decode("utf-8", "replace"))
            value = self.attributes.get(name, self.attributes.get(f"{tag}@{name}"))
            if value is not None:
                self.changes.append((found.start(3), found.end(3), f'"{value}"'.encode()))

    def result(self) -> bytes:
        pieces, last = [], 0
        for start, end, instead in sorted(self.changes):
            pieces += [self.content[last:start], instead]
            last = end
        return b"".join([*pieces, self.content[last:]])

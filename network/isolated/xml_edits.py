"""Changes to XML that leave every byte alone which they are not about.

Writing a parsed tree anew would rename prefixes that office programs name in attributes.
"""

import codecs
import re
from collections.abc import Callable
from xml.parsers import expat

ATTRIBUTE = re.compile(rb"""([^\s=/<>"']+)(\s*=\s*)("[^"]*"|'[^']*')""")
# A child opens no files, so what is needed for texts of two bytes a sign is loaded before.
codecs.lookup("utf-16")
KEEP, DROP, BLANK = "keep", "drop", "blank"

# What is done with an element: takes its local name and attributes (by local name), says KEEP,
# DROP (all of it) or BLANK (the text in it).
Rule = Callable[[str, dict[str, str]], str]


def edited(
    content: bytes, rule: Rule, attributes: dict[str, str], instead: str = "Author"
) -> bytes:
    """XML with elements dropped or blanked by a rule, and attributes given new values.

    `attributes` names them as "author" or, in one kind of element, as "person@name". Raises
    expat.ExpatError, and ValueError for entities of its own.
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
    """The places of tags are counted in bytes of UTF-8."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        words = content.decode("utf-16")
        return re.sub(r'^(<\?xml[^>]*?)\s+encoding="[^"]*"', r"\1", words).encode()
    return content


def refuse_entities(*_declaration) -> None:
    raise ValueError("office files declare no entities")


def local(name: str) -> str:
    return name.rpartition(":")[2]


class _Editor:
    def __init__(self, content: bytes, rule: Rule, attributes: dict[str, str], instead: bytes):
        self.content, self.rule, self.attributes, self.instead = content, rule, attributes, instead
        # Shape: (from, to, what stands there instead).
        self.changes: list[tuple[int, int, bytes]] = []
        # What is done with each open element, and where its start tag begins and ends.
        self.open: list[tuple[str, int, int]] = []
        self.dropping = 0

    def start(self, parser, tag: str, values: dict[str, str]) -> None:
        at = parser.CurrentByteIndex
        end = self._end_of_tag(at)
        deed = self.rule(local(tag), {local(name): value for name, value in values.items()})
        if not self.dropping:
            self._change_attributes(local(tag), at, end)
        self.dropping += deed != KEEP
        self.open.append((deed, at, end))

    def end(self, parser) -> None:
        deed, at, end = self.open.pop()
        is_empty = self.content[end - 2 : end] == b"/>"
        closing = parser.CurrentByteIndex
        if deed == KEEP:
            return
        self.dropping -= 1
        if self.dropping:
            return
        self.changes = [change for change in self.changes if change[0] < at]
        if deed == DROP:
            last = end if is_empty else self.content.index(b">", closing) + 1
            self.changes.append((at, last, b""))
        elif not is_empty:
            self.changes.append((end, closing, self.instead))

    def _end_of_tag(self, at: int) -> int:
        quote = None
        for place in range(at, len(self.content)):
            sign = self.content[place : place + 1]
            if quote:
                quote = None if sign == quote else quote
            elif sign in (b'"', b"'"):
                quote = sign
            elif sign == b">":
                return place + 1
        raise ValueError("a tag without an end")

    def _change_attributes(self, tag: str, at: int, end: int) -> None:
        if not self.attributes:
            return
        for found in ATTRIBUTE.finditer(self.content, at, end):
            name = local(found[1].decode("utf-8", "replace"))
            value = self.attributes.get(name, self.attributes.get(f"{tag}@{name}"))
            if value is not None:
                self.changes.append((found.start(3), found.end(3), f'"{value}"'.encode()))

    def result(self) -> bytes:
        pieces, last = [], 0
        for start, end, instead in sorted(self.changes):
            pieces += [self.content[last:start], instead]
            last = end
        return b"".join([*pieces, self.content[last:]])

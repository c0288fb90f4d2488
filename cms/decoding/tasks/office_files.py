"""Office files that are ZIP archives: Word, Excel and PowerPoint (ECMA-376), OpenDocument, HWPX."""

import posixpath
import re
import zipfile
from collections.abc import Callable
from io import BytesIO
from typing import BinaryIO
from xml.parsers import expat

from cms.decoding.tasks import image_segments, xml_edits
from cms.decoding.tasks.document_error import DocumentError
from cms.decoding.tasks.xml_edits import BLANK, DROP, KEEP, local_name
from cms.decoding.tasks.zipped_xml import READ_ERRORS

MAX_PARTS = 5_000
MAX_UNPACKED_MEGABYTES = 250
MAX_TEXT_MEGABYTES = 60
CHUNK_SIZE = 64 * 1024
# Office files embedded in office files are examined down to this depth.
MAX_DEPTH = 2

# The content type of the main part, from `[Content_Types].xml`.
MAIN_TYPES = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml": "docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml": "xlsx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml": "pptx",
}
MIME_TYPES = {
    "application/vnd.oasis.opendocument.text": "odt",
    "application/vnd.oasis.opendocument.spreadsheet": "ods",
    "application/vnd.oasis.opendocument.presentation": "odp",
    "application/hwp+zip": "hwpx",
}
OFFICE = ("docx", "xlsx", "pptx")
# The parts with text, for kinds where it matters.
TEXT_PARTS = {
    "docx": re.compile(r"word/(document|footnotes|endnotes|header|footer)[^/]*\.xml"),
    "pptx": re.compile(r"ppt/slides/[^/]+\.xml"),
    "odt": re.compile(r"content\.xml"),
    "odp": re.compile(r"content\.xml"),
    "hwpx": re.compile(r"contents/section\d+\.xml"),
}
SIGNATURES = ("_xmlsignatures/", "meta-inf/documentsignatures.xml")
THUMBNAILS = ("docprops/thumbnail", "thumbnails/")

EMPTY_APP = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Properties xmlns='
    b'"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>'
)
EMPTY_CUSTOM = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Properties xmlns='
    b'"http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"/>'
)
KEPT_OF_CORE = ("coreProperties", "title", "language")

# Attributes that contain names of people, by part.
NAME_ATTRIBUTES = (
    (re.compile(r"word/.*\.xml"), {"author": "Author", "initials": "A", "userId": "Author"}),
    (
        re.compile(r"ppt/(commentAuthors|authors)[^/]*\.xml", re.IGNORECASE),
        {"cmAuthor@name": "Author", "author@name": "Author", "initials": "A", "userId": "Author"},
    ),
    (re.compile(r"xl/persons/.*\.xml"), {"displayName": "Author", "userId": "Author"}),
    (re.compile(r"xl/(workbook|revisions/.*)\.xml"), {"userName": "Author", "absPath@url": ""}),
)
# Elements that contain names of people, in any part of an OpenDocument file.
OPENDOCUMENT_BLANK = {"creator", "initial-creator", "creator-initials", "sender-initials"}
OPENDOCUMENT_DROP = {"printed-by", "user-defined", "template"}
HWPX_BLANK = {"creator", "lastsaveby"}


class OfficeFile:
    """An archive, recognised by its content. Raises DocumentError."""

    def __init__(self, source: BinaryIO, depth: int = 0) -> None:
        self.depth = depth
        try:
            self.archive = zipfile.ZipFile(source)
            self._refuse_bombs()
            self.names = {_normalise_name(name): name for name in self.archive.namelist()}
            self.kind = self._kind()
            self._verify()
        except READ_ERRORS as error:
            if isinstance(error, DocumentError):
                raise
            raise DocumentError("damaged") from error

    @property
    def is_signed(self) -> bool:
        return any(name.startswith(SIGNATURES) for name in self.names)

    def has_text(self) -> bool:
        wanted = TEXT_PARTS.get(self.kind)
        if wanted is None:
            return True
        parts = [name for name in self.names if wanted.fullmatch(name)]
        return any(_has_words(self._read(name)) for name in parts)

    def without_personal_data(self) -> bytes:
        """A copy without the names of its authors. Raises DocumentError."""
        buffer = BytesIO()
        try:
            with zipfile.ZipFile(buffer, "w") as new:
                for part in self.archive.infolist():
                    name = _normalise_name(part.filename)
                    if part.is_dir() or name.startswith(THUMBNAILS):
                        continue
                    # Without times, comments and other notes of the program that wrote it.
                    made = zipfile.ZipInfo(part.filename)
                    made.compress_type = part.compress_type
                    new.writestr(made, self._clean_part(name))
        except READ_ERRORS as error:
            raise DocumentError("damaged") from error
        return buffer.getvalue()

    def _refuse_bombs(self) -> None:
        parts = self.archive.infolist()
        if any(part.flag_bits & 1 for part in parts):
            raise DocumentError("protected")
        unpacked = sum(part.file_size for part in parts)
        if len(parts) > MAX_PARTS or unpacked > MAX_UNPACKED_MEGABYTES * 1024 * 1024:
            raise DocumentError("bomb")

    def _verify(self) -> None:
        """Read everything once: a wrong checksum raises BadZipFile."""
        for part in self.archive.infolist():
            with self.archive.open(part) as content:
                while content.read(CHUNK_SIZE):
                    pass

    def _read(self, name: str) -> bytes:
        part = self.archive.getinfo(self.names[name])
        if part.file_size > MAX_TEXT_MEGABYTES * 1024 * 1024:
            raise DocumentError("bomb")
        return self.archive.read(part)

    def _kind(self) -> str:
        if "[content_types].xml" in self.names:
            return self._office_kind()
        if "mimetype" in self.names:
            return self._opendocument_kind()
        raise DocumentError("unknown")

    def _office_kind(self) -> str:
        target = ""
        types: dict[str, str] = {}
        defaults: dict[str, str] = {}

        def relation(tag: str, values: dict[str, str]) -> None:
            nonlocal target
            if tag == "Relationship" and values.get("Type", "").endswith("/officeDocument"):
                target = _normalise_name(posixpath.normpath("/" + values.get("Target", "")))

        def content_type(tag: str, values: dict[str, str]) -> None:
            if tag == "Override":
                types[_normalise_name(values.get("PartName", ""))] = values.get("ContentType", "")
            elif tag == "Default":
                defaults[values.get("Extension", "").lower()] = values.get("ContentType", "")

        _parse_elements(self._read("_rels/.rels"), relation)
        _parse_elements(self._read("[content_types].xml"), content_type)
        said = types.get(target, defaults.get(target.rpartition(".")[2], ""))
        has_macros = any(name.endswith("vbaproject.bin") for name in self.names)
        if has_macros or "macroenabled" in said.lower():
            raise DocumentError("macros")
        if said not in MAIN_TYPES or target not in self.names:
            raise DocumentError("unknown")
        _parse_elements(self._read(target), lambda _tag, _values: None)
        return MAIN_TYPES[said]

    def _opendocument_kind(self) -> str:
        said = self._read("mimetype")[:200].decode("ascii", "replace").strip()
        kind = MIME_TYPES.get(said)
        if kind is None:
            raise DocumentError("unknown")
        manifest = next((n for n in self.names if n == "meta-inf/manifest.xml"), "")
        if manifest and b"encryption-data" in self._read(manifest):
            raise DocumentError("protected")
        if kind != "hwpx":
            if any(name.startswith("basic/") and name.endswith(".xba") for name in self.names):
                raise DocumentError("macros")
            _parse_elements(self._read("content.xml"), lambda _tag, _values: None)
        return kind

    def _clean_part(self, name: str) -> bytes:
        ending = name.rpartition(".")[2]
        if ending in (*OFFICE, *MIME_TYPES.values()) and self.depth < MAX_DEPTH:
            return self._clean_embedded(self.archive.read(self.names[name]))
        if ending not in ("xml", "rels", "hpf"):
            # Images have all kinds of endings (jpe, jfif, tmp).
            return image_segments.without_metadata(self.archive.read(self.names[name]))
        content = self._read(name)
        if self.kind in OFFICE:
            return _clean_office_part(name, content)
        return (
            _clean_hwpx_part(name, content)
            if self.kind == "hwpx"
            else _clean_opendocument_part(name, content)
        )

    def _clean_embedded(self, content: bytes) -> bytes:
        """An embedded file that cannot be read stays unchanged."""
        try:
            return OfficeFile(BytesIO(content), self.depth + 1).without_personal_data()
        except DocumentError:
            return content


def _clean_office_part(name: str, content: bytes) -> bytes:
    if name == "docprops/app.xml":
        return EMPTY_APP
    if name == "docprops/custom.xml":
        return EMPTY_CUSTOM
    if name == "docprops/core.xml":
        return xml_edits.edit_xml(content, _core_rule, {})
    if name.endswith(".rels"):
        return xml_edits.edit_xml(content, _relation_rule, {})
    attributes = next((found for where, found in NAME_ATTRIBUTES if where.fullmatch(name)), None)
    is_comments = re.fullmatch(r"xl/comments[^/]*\.xml|xl/comments/.*\.xml", name)
    if attributes is None and not is_comments:
        return content
    rule = _comment_rule if is_comments else _part_rule
    return xml_edits.edit_xml(content, rule, attributes or {})


def _part_rule(tag: str, _values: dict) -> str:
    return DROP if tag == "attachedTemplate" else KEEP


def _core_rule(tag: str, _values: dict) -> str:
    return KEEP if tag in KEPT_OF_CORE else DROP


def _comment_rule(tag: str, _values: dict) -> str:
    return BLANK if tag == "author" else KEEP


def _relation_rule(_tag: str, values: dict) -> str:
    """Drops thumbnails, and the template on the author's disk, whose path names them."""
    kind = values.get("Type", "").rpartition("/")[2]
    return DROP if kind in ("thumbnail", "attachedTemplate") else KEEP


def _clean_opendocument_part(name: str, content: bytes) -> bytes:
    if name == "meta-inf/manifest.xml":
        return xml_edits.edit_xml(content, _manifest_rule, {})
    if name.rpartition("/")[2] not in ("meta.xml", "content.xml", "styles.xml"):
        return content
    return xml_edits.edit_xml(content, _opendocument_rule, {})


def _manifest_rule(tag: str, values: dict) -> str:
    is_gone = values.get("full-path", "").lower().startswith("thumbnails/")
    return DROP if tag == "file-entry" and is_gone else KEEP


def _opendocument_rule(tag: str, _values: dict) -> str:
    if tag in OPENDOCUMENT_DROP:
        return DROP
    return BLANK if tag in OPENDOCUMENT_BLANK else KEEP


def _clean_hwpx_part(name: str, content: bytes) -> bytes:
    if name.endswith(".hpf"):
        return xml_edits.edit_xml(content, _hwpx_rule, {})
    if name == "contents/header.xml":
        return xml_edits.edit_xml(content, _part_rule, {"trackChangeAuthor@name": "Author"})
    return content


def _hwpx_rule(tag: str, values: dict) -> str:
    return BLANK if tag == "meta" and values.get("name", "").lower() in HWPX_BLANK else KEEP


def _normalise_name(name: str) -> str:
    """Programs write the names of parts in different ways."""
    return name.replace("\\", "/").lstrip("/").lower()


def _parse_elements(content: bytes, start: Callable[[str, dict[str, str]], None]) -> None:
    """Raises expat.ExpatError for invalid XML, ValueError for entity declarations."""
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda tag, values: start(
        local_name(tag), {local_name(name): value for name, value in values.items()}
    )
    parser.StartDoctypeDeclHandler = xml_edits.refuse_entities
    parser.Parse(content, True)


def _has_words(content: bytes) -> bool:
    found = False

    def data(text: str) -> None:
        nonlocal found
        found = found or bool(text.strip())

    parser = expat.ParserCreate()
    parser.CharacterDataHandler = data
    parser.StartDoctypeDeclHandler = xml_edits.refuse_entities
    parser.Parse(content, True)
    return found

"""Office files that are ZIP archives: Word, Excel and PowerPoint (ECMA-376), OpenDocument, HWPX."""

import codecs
import posixpath
import re
import zipfile
import zlib
from io import BytesIO
from xml.parsers import expat

from network.isolated import picture_segments, xml_edits
from network.isolated.xml_edits import BLANK, DROP, KEEP, local

# A child opens no files, so what `zipfile` would load for names of parts is loaded before.
codecs.lookup("cp437")

MAX_PARTS = 5_000
MAX_UNPACKED_MEGABYTES = 250
MAX_TEXT_MEGABYTES = 60
CHUNK = 64 * 1024
# Office files in office files in office files: further down nothing is looked for.
DEEPEST = 2
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    expat.ExpatError,
    EOFError,
    KeyError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
)

# The type of the main part, as `[Content_Types].xml` has it.
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
# Where the words of a kind stand; of the other kinds nobody asks.
WITH_WORDS = {
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

# Attributes that name people, by the parts they stand in.
NAMING_ATTRIBUTES = (
    (re.compile(r"word/.*\.xml"), {"author": "Author", "initials": "A", "userId": "Author"}),
    (
        re.compile(r"ppt/(commentAuthors|authors)[^/]*\.xml", re.IGNORECASE),
        {"cmAuthor@name": "Author", "author@name": "Author", "initials": "A", "userId": "Author"},
    ),
    (re.compile(r"xl/persons/.*\.xml"), {"displayName": "Author", "userId": "Author"}),
    (re.compile(r"xl/(workbook|revisions/.*)\.xml"), {"userName": "Author", "absPath@url": ""}),
)
# Elements whose text names people, whatever part of an OpenDocument file they stand in.
OPENDOCUMENT_BLANK = {"creator", "initial-creator", "creator-initials", "sender-initials"}
OPENDOCUMENT_DROP = {"printed-by", "user-defined", "template"}
HWPX_BLANK = {"creator", "lastsaveby"}


class DocumentError(ValueError):
    """`reason` is "damaged", "protected", "macros", "bomb" or "unknown"."""

    def __init__(self, reason: str):
        super().__init__(reason)
        self.reason = reason


class OfficeFile:
    """An archive that is told by its content. Raises DocumentError."""

    def __init__(self, source, depth: int = 0):
        self.depth = depth
        try:
            self.archive = zipfile.ZipFile(source)
            self._refuse_bombs()
            self.names = {_plain(name): name for name in self.archive.namelist()}
            self.kind = self._kind()
            self._verify()
        except BROKEN as error:
            if isinstance(error, DocumentError):
                raise
            raise DocumentError("damaged") from error

    @property
    def is_signed(self) -> bool:
        return any(name.startswith(SIGNATURES) for name in self.names)

    def has_text(self) -> bool:
        wanted = WITH_WORDS.get(self.kind)
        if wanted is None:
            return True
        parts = [name for name in self.names if wanted.fullmatch(name)]
        return any(_has_words(self._read(name)) for name in parts)

    def cleaned(self) -> bytes:
        """The file anew, without the names of who made it. Raises DocumentError."""
        buffer = BytesIO()
        try:
            with zipfile.ZipFile(buffer, "w") as new:
                for part in self.archive.infolist():
                    name = _plain(part.filename)
                    if part.is_dir() or name.startswith(THUMBNAILS):
                        continue
                    # Without times, comments and whatever else its program noted of it.
                    made = zipfile.ZipInfo(part.filename)
                    made.compress_type = part.compress_type
                    new.writestr(made, self._cleaned_part(name))
        except BROKEN as error:
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
        """Read everything once: a checksum that is wrong raises BadZipFile."""
        for part in self.archive.infolist():
            with self.archive.open(part) as content:
                while content.read(CHUNK):
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
        types, defaults = {}, {}

        def relation(tag, values):
            nonlocal target
            if tag == "Relationship" and values.get("Type", "").endswith("/officeDocument"):
                target = _plain(posixpath.normpath("/" + values.get("Target", "")))

        def content_type(tag, values):
            if tag == "Override":
                types[_plain(values.get("PartName", ""))] = values.get("ContentType", "")
            elif tag == "Default":
                defaults[values.get("Extension", "").lower()] = values.get("ContentType", "")

        _walk(self._read("_rels/.rels"), relation)
        _walk(self._read("[content_types].xml"), content_type)
        said = types.get(target, defaults.get(target.rpartition(".")[2], ""))
        has_macros = any(name.endswith("vbaproject.bin") for name in self.names)
        if has_macros or "macroenabled" in said.lower():
            raise DocumentError("macros")
        if said not in MAIN_TYPES or target not in self.names:
            raise DocumentError("unknown")
        _walk(self._read(target), lambda _tag, _values: None)
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
            _walk(self._read("content.xml"), lambda _tag, _values: None)
        return kind

    def _cleaned_part(self, name: str) -> bytes:
        ending = name.rpartition(".")[2]
        if ending in ("jpg", "jpeg", "png"):
            return picture_segments.without_metadata(self.archive.read(self.names[name]))
        if ending in (*OFFICE, *MIME_TYPES.values()) and self.depth < DEEPEST:
            return self._cleaned_inside(self.archive.read(self.names[name]))
        if ending not in ("xml", "rels", "hpf"):
            return self.archive.read(self.names[name])
        content = self._read(name)
        if self.kind in OFFICE:
            return _cleaned_office_part(name, content)
        return (
            _cleaned_hwpx_part(name, content)
            if self.kind == "hwpx"
            else _cleaned_odf(name, content)
        )

    def _cleaned_inside(self, content: bytes) -> bytes:
        """A file in the file; one that cannot be read stays as it is."""
        try:
            return OfficeFile(BytesIO(content), self.depth + 1).cleaned()
        except DocumentError:
            return content


def _cleaned_office_part(name: str, content: bytes) -> bytes:
    if name == "docprops/app.xml":
        return EMPTY_APP
    if name == "docprops/custom.xml":
        return EMPTY_CUSTOM
    if name == "docprops/core.xml":
        return xml_edits.edited(content, _core_rule, {})
    if name.endswith(".rels"):
        return xml_edits.edited(content, _relation_rule, {})
    attributes = next((found for where, found in NAMING_ATTRIBUTES if where.fullmatch(name)), None)
    is_comments = re.fullmatch(r"xl/comments[^/]*\.xml|xl/comments/.*\.xml", name)
    if attributes is None and not is_comments:
        return content
    rule = _comment_rule if is_comments else _part_rule
    return xml_edits.edited(content, rule, attributes or {})


def _part_rule(tag: str, _values: dict) -> str:
    return DROP if tag == "attachedTemplate" else KEEP


def _core_rule(tag: str, _values: dict) -> str:
    return KEEP if tag in KEPT_OF_CORE else DROP


def _comment_rule(tag: str, _values: dict) -> str:
    return BLANK if tag == "author" else KEEP


def _relation_rule(_tag: str, values: dict) -> str:
    """Thumbnails, and the template on its author's disk, whose path names them."""
    kind = values.get("Type", "").rpartition("/")[2]
    return DROP if kind in ("thumbnail", "attachedTemplate") else KEEP


def _cleaned_odf(name: str, content: bytes) -> bytes:
    if name == "meta-inf/manifest.xml":
        return xml_edits.edited(content, _manifest_rule, {})
    if name.rpartition("/")[2] not in ("meta.xml", "content.xml", "styles.xml"):
        return content
    return xml_edits.edited(content, _opendocument_rule, {})


def _manifest_rule(tag: str, values: dict) -> str:
    is_gone = values.get("full-path", "").lower().startswith("thumbnails/")
    return DROP if tag == "file-entry" and is_gone else KEEP


def _opendocument_rule(tag: str, _values: dict) -> str:
    if tag in OPENDOCUMENT_DROP:
        return DROP
    return BLANK if tag in OPENDOCUMENT_BLANK else KEEP


def _cleaned_hwpx_part(name: str, content: bytes) -> bytes:
    if name.endswith(".hpf"):
        return xml_edits.edited(content, _hwpx_rule, {})
    if name == "contents/header.xml":
        return xml_edits.edited(content, _part_rule, {"trackChangeAuthor@name": "Author"})
    return content


def _hwpx_rule(tag: str, values: dict) -> str:
    return BLANK if tag == "meta" and values.get("name", "").lower() in HWPX_BLANK else KEEP


def _plain(name: str) -> str:
    """The name of a part however its program wrote it."""
    return name.replace("\\", "/").lstrip("/").lower()


def _walk(content: bytes, start) -> None:
    """Raises expat.ExpatError for what is no XML, ValueError for entities of its own."""
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda tag, values: start(
        local(tag), {local(name): value for name, value in values.items()}
    )
    parser.StartDoctypeDeclHandler = xml_edits.refuse_entities
    parser.Parse(content, True)


def _has_words(content: bytes) -> bool:
    found = False

    def data(words: str) -> None:
        nonlocal found
        found = found or bool(words.strip())

    parser = expat.ParserCreate()
    parser.CharacterDataHandler = data
    parser.StartDoctypeDeclHandler = xml_edits.refuse_entities
    parser.Parse(content, True)
    return found

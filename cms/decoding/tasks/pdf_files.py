"""PDF (ISO 32000): whether it opens and contains text; copies without personal data.

pikepdf wraps qpdf, written in C++, so this runs in a child process only.
"""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any, BinaryIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Stream, String

from cms.decoding.tasks import image_segments
from cms.decoding.tasks.document_error import DocumentError
from cms.decoding.tasks.undeclared_encodings import decode_text

# Readers look for the header in the first bytes (ISO 32000-1, annex H), and for the end in the
# last.
HEADER_WITHIN = 1024
END_WITHIN = 2048
MAX_PAGES_READ = 50
MAX_DEPTH = 40

SHOWS_TEXT = re.compile(rb"[)>\]]\s*(?:T[jJ]|['\"])")
# Raised by pikepdf for documents that contradict themselves.
READ_ERRORS = (
    pikepdf.PdfError,
    RuntimeError,
    TypeError,
    KeyError,
    AttributeError,
    ValueError,
    NotImplementedError,
)
# Everything that is not part of a page: files, scripts, notes of programs and people.
REMOVED_KEYS = ("/Metadata", "/AF", "/PieceInfo", "/AA", "/EF")
REMOVED_FROM_ROOT = ("/Collection", "/SpiderInfo", "/Threads", "/Legal")
REMOVED_FROM_NAMES = ("/EmbeddedFiles", "/JavaScript")
ACTIONS = ("/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/GoToE", "/Rendition")
# For a form field this is its name, for every other annotation its author.
AUTHOR_OF_ANNOTATION = "/T"


def load_ciphers() -> None:
    """qpdf reads its ciphers from files when it first needs one, and a child cannot open files."""
    for revision in (3, 6):
        is_new = revision == 6
        locked = pikepdf.Encryption(owner="owner", user="", R=revision, aes=is_new, metadata=is_new)
        document, buffer = pikepdf.new(), BytesIO()
        document.add_blank_page()
        document.save(buffer, encryption=locked)
        pikepdf.open(buffer)


load_ciphers()


def is_pdf(head: bytes) -> bool:
    return b"%PDF-" in head[:HEADER_WITHIN]


def open_pdf(source: BinaryIO) -> pikepdf.Pdf:
    """A document with readable pages. Raises DocumentError.

    A wrong cross-reference table is rebuilt, as all readers do; a file without an end is
    incomplete.
    """
    try:
        document = _open_or_recover(source)
        if not len(document.pages) or not any(
            _is_readable(page) for page in _first_pages(document)
        ):
            raise DocumentError("damaged")
    except pikepdf.PasswordError as error:
        raise DocumentError("protected") from error
    except READ_ERRORS as error:
        raise DocumentError("damaged") from error
    return document


def _open_or_recover(source: BinaryIO) -> pikepdf.Pdf:
    try:
        return pikepdf.open(source, attempt_recovery=False)
    except pikepdf.PasswordError:
        raise
    except pikepdf.PdfError as error:
        source.seek(0)
        # Some disks and download programs fill the last block with zeros.
        if b"%%EOF" not in source.read().rstrip(b"\0\r\n ")[-END_WITHIN:]:
            raise DocumentError("damaged") from error
        source.seek(0)
        return pikepdf.open(source)


def has_text(document: pikepdf.Pdf) -> bool:
    """Whether the first pages contain any letters, visible or under a scan."""
    return any(_shows_text(page.obj, 0) for page in _first_pages(document))


def is_signed(document: pikepdf.Pdf) -> bool:
    root = document.Root
    if "/Perms" in root:
        return True
    form = root.get("/AcroForm")
    return isinstance(form, Dictionary) and _has_signature(form.get("/Fields"), 0, set())


def author_names(document: pikepdf.Pdf) -> list[str]:
    """The author in the document's properties."""
    author = document.trailer.get("/Info", Dictionary()).get("/Author")
    # Programs write it in their own encoding, though PDF knows two only.
    name = decode_text(bytes(author)) if isinstance(author, String) else ""
    return [name] if name else []


def remove_personal_data(document: pikepdf.Pdf) -> bytes:
    """A copy of the pages without names of people, attached files and scripts. The title stays."""
    _clean_root(document.Root)
    for indirect_object in document.objects:
        for nested in _with_nested_objects(indirect_object, 0):
            _clean_object(nested)
    for page in document.pages:
        _clean_annotations(page.obj)
    title = document.trailer.get("/Info", Dictionary()).get("/Title")
    document.trailer["/Info"] = document.make_indirect(
        Dictionary() if title is None else Dictionary(Title=title)
    )
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _first_pages(document: pikepdf.Pdf) -> Iterator[pikepdf.Page]:
    for number, page in enumerate(document.pages):
        if number == MAX_PAGES_READ:
            return
        yield page


def _is_readable(page: pikepdf.Page) -> bool:
    try:
        _content(page.obj)
    except pikepdf.PdfError:
        return False
    return True


def _content(page: Object) -> bytes:
    """The instructions that draw a page or a form. Raises pikepdf.PdfError."""
    if isinstance(page, Stream):
        return page.read_bytes()
    contents = page.get("/Contents")
    if isinstance(contents, Array):
        return b"\n".join(stream.read_bytes() for stream in contents if isinstance(stream, Stream))
    return contents.read_bytes() if isinstance(contents, Stream) else b""


def _shows_text(page: Object, depth: int) -> bool:
    try:
        if SHOWS_TEXT.search(_content(page)):
            return True
        forms = page.get("/Resources", Dictionary()).get("/XObject", Dictionary())
        return depth < 3 and any(
            _shows_text(form, depth + 1)
            for form in forms.values()
            if isinstance(form, Stream) and form.get("/Subtype") == Name.Form
        )
    except (pikepdf.PdfError, TypeError, AttributeError):
        return False


def _has_signature(fields: Any, depth: int, seen: set[tuple[int, int]]) -> bool:
    """`seen` has the indirect fields that were visited: a hostile form names one many times."""
    if not isinstance(fields, Array) or depth > MAX_DEPTH:
        return False
    for field in fields:
        if not isinstance(field, Dictionary) or (field.is_indirect and field.objgen in seen):
            continue
        seen.add(field.objgen)
        if field.get("/FT") == Name.Sig and "/V" in field:
            return True
        if _has_signature(field.get("/Kids"), depth + 1, seen):
            return True
    return False


def _clean_root(root: Any) -> None:
    for key in REMOVED_FROM_ROOT:
        if key in root:
            del root[key]
    names = root.get("/Names")
    for key in REMOVED_FROM_NAMES if isinstance(names, Dictionary) else ():
        if key in names:
            del names[key]
    action = root.get("/OpenAction")
    if isinstance(action, Dictionary) and action.get("/S") != Name.GoTo:
        del root["/OpenAction"]


def _with_nested_objects(found: Object, depth: int) -> Iterator[Object]:
    """A dictionary or stream and those nested in it; indirect objects are visited by themselves."""
    if depth > MAX_DEPTH:
        return
    if isinstance(found, (Dictionary, Stream)):
        yield found
        children = [found.get(key) for key in list(found.keys())]
    elif isinstance(found, Array):
        children = list(found)
    else:
        return
    for child in children:
        if isinstance(child, Object) and not child.is_indirect:
            yield from _with_nested_objects(child, depth + 1)


def _clean_object(found: Any) -> None:
    for key in REMOVED_KEYS:
        if key in found:
            del found[key]
    if found.get("/S") in map(Name, ACTIONS):
        for key in list(found.keys()):
            del found[key]
        found["/S"], found["/N"] = Name.Named, Name.NoOp
    if isinstance(found, Stream) and found.get("/Filter") in (
        Name.DCTDecode,
        Array([Name.DCTDecode]),
    ):
        _clean_jpeg(found)
    is_annotation = "/Subtype" in found and "/Rect" in found
    if is_annotation and found.get("/Subtype") != Name.Widget and AUTHOR_OF_ANNOTATION in found:
        del found[AUTHOR_OF_ANNOTATION]


def _clean_jpeg(image: Any) -> None:
    """Photos in documents may say who took them, and where."""
    content = image.read_raw_bytes()
    cleaned = image_segments.without_metadata(content)
    if cleaned != content:
        image.write(cleaned, filter=Name.DCTDecode, decode_parms=image.get("/DecodeParms"))


def _clean_annotations(page: Object) -> None:
    """Remove files that are attached to a page."""
    annotations = page.get("/Annots")
    if not isinstance(annotations, Array):
        return
    page["/Annots"] = Array(
        one
        for one in annotations
        if not (isinstance(one, Dictionary) and one.get("/Subtype") == Name.FileAttachment)
    )

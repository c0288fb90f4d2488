"""Examines uploaded documents: their kind by their content, whether they open, and whom they
name."""

import struct
from collections.abc import Callable
from typing import Any, BinaryIO

from cms.decoding.tasks import compound_files, office_files, pdf_files
from cms.decoding.tasks.compound_files import CompoundFile
from cms.decoding.tasks.document_error import DocumentError

MAX_NAMES = 5

COMPOUND_KINDS = {
    "WordDocument": "doc",
    "Workbook": "xls",
    "Book": "xls",
    "PowerPoint Document": "ppt",
    "FileHeader": "hwp",
}
HWP_SIGNATURE = b"HWP Document File"
# FileHeader of HWP 5: bits of its properties.
HWP_PASSWORD, HWP_RIGHTS_MANAGED = 0x02, 0x10
WORD_ENCRYPTED = 0x0100
EXCEL_PASSWORD_RECORD = 0x002F
# An encrypted sheet says so within the first records.
EXCEL_RECORDS = 20
POWERPOINT_ENCRYPTED = 0xF3D1C4DF


def examine_document(source: BinaryIO, send: Callable[[bytes], None], clean: bool = False) -> dict:
    """With `clean`, a copy without the names of its authors is sent, if the kind of document allows
    that.

    Shape of the result: kind ("pdf", "docx", ...), problem ("" or "unknown", "damaged",
    "protected", "macros", "bomb"), has_text, is_signed, is_cleaned, people (names in the metadata),
    pages (None where the kind of document does not say).
    """
    answer = {
        "kind": "",
        "problem": "",
        "has_text": True,
        "is_signed": False,
        "is_cleaned": False,
        "people": [],
        "pages": None,
    }
    try:
        return answer | _examine(source, send, clean)
    except DocumentError as error:
        return answer | {"problem": error.reason}
    except (MemoryError, RecursionError):
        return answer | {"problem": "bomb"}
    except (compound_files.DamagedError, struct.error, IndexError, *pdf_files.READ_ERRORS):
        return answer | {"problem": "damaged"}


def _examine(source: BinaryIO, send: Callable[[Any], None], clean: bool) -> dict:
    head = source.read(pdf_files.HEADER_WITHIN)
    source.seek(0)
    if head.startswith(compound_files.SIGNATURE):
        return _examine_compound_file(source.read())
    if head.startswith(b"PK"):
        return _examine_office_file(source, send, clean)
    if pdf_files.is_pdf(head):
        return _examine_pdf(source, send, clean)
    return {"problem": "unknown"}


def _examine_pdf(source: BinaryIO, send: Callable[[Any], None], clean: bool) -> dict:
    document = pdf_files.open_pdf(source)
    found = {
        "kind": "pdf",
        "has_text": pdf_files.has_text(document),
        "is_signed": pdf_files.is_signed(document),
        "people": pdf_files.author_names(document)[:MAX_NAMES],
        "pages": len(document.pages),
    }
    if clean and not found["is_signed"]:
        send(pdf_files.remove_personal_data(document))
        found |= {"is_cleaned": True, "people": []}
    return found


def _examine_office_file(source: BinaryIO, send: Callable[[Any], None], clean: bool) -> dict:
    document = office_files.OfficeFile(source)
    found = {
        "kind": document.kind,
        "has_text": document.has_text(),
        "is_signed": document.is_signed,
    }
    if clean and not document.is_signed:
        send(document.without_personal_data())
        found["is_cleaned"] = True
    return found


def _examine_compound_file(content: bytes) -> dict:
    file = CompoundFile(content)
    if "EncryptedPackage" in file.streams:
        return {"problem": "protected"}
    name = next((name for name in COMPOUND_KINDS if name in file.streams), "")
    kind = COMPOUND_KINDS.get(name, "")
    main = file.stream(name) if name else b""
    if not kind or (kind == "hwp" and not main.startswith(HWP_SIGNATURE)):
        return {"problem": "unknown"}
    if _is_protected(kind, main, file):
        return {"problem": "protected"}
    if "_VBA_PROJECT_CUR" in file.storages or "Macros" in file.storages:
        return {"problem": "macros"}
    return {"kind": kind, "people": file.author_names()[:MAX_NAMES]}


def _is_protected(kind: str, main: bytes, file: CompoundFile) -> bool:
    match kind:
        case "hwp":
            flags = struct.unpack_from("<I", main, 36)[0]
            return bool(flags & (HWP_PASSWORD | HWP_RIGHTS_MANAGED))
        case "doc":
            return bool(struct.unpack_from("<H", main, 10)[0] & WORD_ENCRYPTED)
        case "xls":
            return _has_password_record(main)
    user = file.stream("Current User")
    return struct.unpack_from("<I", user, 12)[0] == POWERPOINT_ENCRYPTED


def _has_password_record(workbook: bytes) -> bool:
    at = 0
    for _record in range(EXCEL_RECORDS):
        if at + 4 > len(workbook):
            return False
        kind, length = struct.unpack_from("<HH", workbook, at)
        if kind == EXCEL_PASSWORD_RECORD:
            return True
        at += 4 + length
    return False

"""Uploaded documents: what they are by their content, whether they open, and who they name."""

import struct
from collections.abc import Callable
from typing import BinaryIO

from network.isolated import compound_files, office_files, pdf_files
from network.isolated.compound_files import CompoundFile

MOST_NAMES = 5

OLD_KINDS = {
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
# Within so many records of its beginning, an encrypted sheet says that it is.
EXCEL_RECORDS = 20
POWERPOINT_ENCRYPTED = 0xF3D1C4DF


def examine(source: BinaryIO, send: Callable[[bytes], None], clean: bool = False) -> dict:
    """What an upload is. With `clean`, the file without the names of its authors is sent, where
    its kind allows that.

    Shape: kind ("pdf", "docx", ...), problem ("" or "unknown", "damaged", "protected", "macros",
    "bomb"), has_text, is_signed, is_cleaned, people (names that the file keeps).
    """
    answer = {
        "kind": "",
        "problem": "",
        "has_text": True,
        "is_signed": False,
        "is_cleaned": False,
        "people": [],
    }
    try:
        return answer | _examined(source, send, clean)
    except (office_files.DocumentError, pdf_files.DocumentError) as error:
        return answer | {"problem": error.reason}
    except (compound_files.DamagedError, struct.error, KeyError, IndexError):
        return answer | {"problem": "damaged"}
    except (MemoryError, RecursionError):
        return answer | {"problem": "bomb"}


def _examined(source: BinaryIO, send, clean: bool) -> dict:
    head = source.read(pdf_files.HEADER_WITHIN)
    source.seek(0)
    if head.startswith(compound_files.SIGNATURE):
        return _compound(source.read())
    if head.startswith(b"PK"):
        return _office(source, send, clean)
    if pdf_files.is_pdf(head):
        return _pdf(source, send, clean)
    return {"problem": "unknown"}


def _pdf(source: BinaryIO, send, clean: bool) -> dict:
    document = pdf_files.opened(source)
    found = {
        "kind": "pdf",
        "has_text": pdf_files.has_text(document),
        "is_signed": pdf_files.is_signed(document),
        "people": pdf_files.names_of_people(document)[:MOST_NAMES],
    }
    if clean and not found["is_signed"]:
        send(pdf_files.cleaned(document))
        found |= {"is_cleaned": True, "people": []}
    return found


def _office(source: BinaryIO, send, clean: bool) -> dict:
    document = office_files.OfficeFile(source)
    found = {
        "kind": document.kind,
        "has_text": document.has_text(),
        "is_signed": document.is_signed,
    }
    if clean and not document.is_signed:
        send(document.cleaned())
        found["is_cleaned"] = True
    return found


def _compound(content: bytes) -> dict:
    file = CompoundFile(content)
    if "EncryptedPackage" in file.streams:
        return {"problem": "protected"}
    name = next((name for name in OLD_KINDS if name in file.streams), "")
    kind = OLD_KINDS.get(name, "")
    main = file.stream(name) if name else b""
    if not kind or (kind == "hwp" and not main.startswith(HWP_SIGNATURE)):
        return {"problem": "unknown"}
    if _is_protected(kind, main, file):
        return {"problem": "protected"}
    if "_VBA_PROJECT_CUR" in file.storages or "Macros" in file.storages:
        return {"problem": "macros"}
    return {"kind": kind, "people": file.names_of_people()[:MOST_NAMES]}


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

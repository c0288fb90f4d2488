"""Documents that are uploaded: told by their first bytes, never by their name or their word."""

import zipfile
from collections.abc import Iterable
from pathlib import PurePath

OLE, ZIP = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04"
# Ending -> what the file must begin with, and for packed kinds a name that must be in the pack.
KINDS = {
    "pdf": (b"%PDF-", None),
    "hwp": (OLE, None),
    "doc": (OLE, None),
    "xls": (OLE, None),
    "ppt": (OLE, None),
    "hwpx": (ZIP, "mimetype"),
    "odt": (ZIP, "mimetype"),
    "ods": (ZIP, "mimetype"),
    "odp": (ZIP, "mimetype"),
    "docx": (ZIP, "word/document.xml"),
    "xlsx": (ZIP, "xl/workbook.xml"),
    "pptx": (ZIP, "ppt/presentation.xml"),
}


def is_what_it_says(file, kinds: Iterable[str] = KINDS) -> bool:
    """Whether an uploaded file is, by its ending and by its content, one of some kinds."""
    ending = PurePath(file.name).suffix.lower()[1:]
    if ending not in kinds:
        return False
    begins, inside = KINDS[ending]
    file.seek(0)
    start = file.read(8)
    file.seek(0)
    if not start.startswith(begins):
        return False
    if inside is None:
        return True
    try:
        return inside in zipfile.ZipFile(file).namelist()
    except (zipfile.BadZipFile, ValueError, OSError):
        return False
    finally:
        file.seek(0)

"""Files for readers to keep: PDF and office types, told by their first bytes."""

import zipfile
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

MAX_MEGABYTES = 20

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


def check(file) -> None:
    """Refuse an upload that is none of `KINDS`, whatever it is called. For use as a validator.

    Raises ValidationError with a sentence that says what to do.
    """
    if getattr(file, "_committed", False):
        return
    if file.size > MAX_MEGABYTES * 1024 * 1024:
        message = _("This file is larger than {limit} MB. Make it smaller and upload it again.")
        raise ValidationError(str(message).format(limit=MAX_MEGABYTES))
    if not _is_what_it_says(file):
        raise ValidationError(
            _(
                "Only PDF and office files (Word, Excel, PowerPoint, OpenDocument, HWP) can be "
                "used, and this is none, or it is damaged. Export it as PDF and upload that."
            )
        )


def _is_what_it_says(file) -> bool:
    begins, inside = KINDS.get(PurePath(file.name).suffix.lower()[1:], (None, None))
    file.seek(0)
    start = file.read(8)
    file.seek(0)
    if begins is None or not start.startswith(begins):
        return False
    if inside is None:
        return True
    try:
        return inside in zipfile.ZipFile(file).namelist()
    except (zipfile.BadZipFile, ValueError, OSError):
        return False
    finally:
        file.seek(0)

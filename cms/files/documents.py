"""Uploaded documents, recognised by their content in a child process, never by their name alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePath
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cms.decoding import sandbox
from cms.decoding.errors import BusyError, SandboxError
from cms.text import plain_text
from cms.validators import national_id_numbers

DOCUMENT_KINDS = (
    "pdf",
    "hwp",
    "hwpx",
    "doc",
    "docx",
    "xls",
    "xlsx",
    "ppt",
    "pptx",
    "odt",
    "ods",
    "odp",
)

MESSAGES = {
    "resident number": _(
        "The name of the file “{name}” looks as if it contains a resident registration number. "
        "Rename the file and upload it again: the number must not be kept."
    ),
    "protected": _(
        "“{name}” is protected with a password, so nobody could open it. Save it without one and "
        "upload that."
    ),
    "damaged": _("“{name}” is damaged or incomplete. Export or copy it again and upload that."),
    "macros": _(
        "“{name}” contains macros, which can harm anyone who opens it. Save it without them, or as"
        " PDF, and upload that."
    ),
    "bomb": _(
        "“{name}” unpacks to far more than can be checked here. Export it as PDF and upload that."
    ),
    "busy": _("Too many files are being checked at the moment. Upload “{name}” again in a moment."),
    "ending": _(
        "“{name}” is a file of type {kind}. Change its name to end in .{ending} and upload it "
        "again."
    ),
}


@dataclass(frozen=True)
class DocumentFindings:
    kind: str
    has_text: bool
    is_signed: bool
    # In the metadata of the file.
    people: tuple[str, ...]
    # None where the kind of document does not say.
    pages: int | None = None
    # A copy without names of people, if requested and possible for its kind.
    cleaned: IO[bytes] | None = None


class UnknownKindError(Exception):
    """The upload is of none of the accepted kinds."""


def examine_document(
    file: Any, kinds: Iterable[str] = DOCUMENT_KINDS, *, clean: bool = False
) -> DocumentFindings:
    """Check an uploaded document by its file ending and its content. `clean` asks for a copy
    without names of people.

    Raises UnknownKindError, or ValidationError with a sentence for a document that cannot be used.
    """
    ending = PurePath(file.name).suffix.lower()[1:]
    if ending not in kinds:
        raise UnknownKindError
    if national_id_numbers.contains_national_id_number(file.name):
        raise document_error("resident number", file)
    file.seek(0)
    try:
        answer = sandbox.run_task(
            "cms.decoding.tasks.documents.examine_document", file, {"clean": clean}
        )
    except BusyError as error:
        raise document_error("busy", file) from error
    except SandboxError as error:
        raise document_error("bomb", file) from error
    finally:
        file.seek(0)
    found = answer.values
    if found["problem"] == "unknown":
        raise UnknownKindError
    if found["problem"]:
        raise document_error(found["problem"], file)
    if found["kind"] != ending:
        if found["kind"] not in kinds:
            raise UnknownKindError
        raise document_error("ending", file, kind=found["kind"].upper(), ending=found["kind"])
    return DocumentFindings(
        kind=found["kind"],
        has_text=found["has_text"],
        is_signed=found["is_signed"],
        people=tuple(map(plain_text.clean_line, found["people"])),
        pages=found["pages"],
        cleaned=answer.files[0] if found["is_cleaned"] else None,
    )


def document_error(reason: str, file: Any, **values: Any) -> ValidationError:
    message = str(MESSAGES[reason])
    name = national_id_numbers.mask_file_name(plain_text.clean_line(file.name))
    return ValidationError(message.format(name=name, **values), code=reason)

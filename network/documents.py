"""Uploaded documents: told by their content, never by their name; checked in a child process."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePath
from typing import BinaryIO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from network import isolation, text

KINDS = ("pdf", "hwp", "hwpx", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "odt", "ods", "odp")

REFUSALS = {
    "protected": _(
        "“{name}” is protected with a password, so nobody could open it. Save it without one and "
        "upload that."
    ),
    "damaged": _("“{name}” is damaged or incomplete. Export or copy it again and upload that."),
    "macros": _(
        "“{name}” holds macros, which can harm whoever opens it. Save it without them, or as PDF, "
        "and upload that."
    ),
    "bomb": _(
        "“{name}” unfolds to far more than can be checked here. Export it as PDF and upload that."
    ),
    "busy": _("Too many files are being checked at the moment. Upload “{name}” again soon."),
    "ending": _(
        "“{name}” is a file of the kind {kind}. Let its name end in .{ending} and upload it again."
    ),
}


@dataclass(frozen=True)
class Findings:
    """What a document is and what it tells of itself."""

    kind: str
    has_text: bool
    is_signed: bool
    # Names that the file keeps beside its text.
    people: tuple[str, ...]
    # The file without names of people, where that was asked for and its kind allows it.
    cleaned: BinaryIO | None = None


class UnknownKindError(Exception):
    """The upload is of none of the kinds that were asked for."""


def examine(file, kinds: Iterable[str] = KINDS, *, clean: bool = False) -> Findings:
    """What an uploaded file is, by its ending and by its content alike.

    Raises UnknownKindError, and ValidationError with a sentence for a document that cannot be used.
    """
    ending = PurePath(file.name).suffix.lower()[1:]
    if ending not in kinds:
        raise UnknownKindError
    file.seek(0)
    try:
        answer = isolation.run("network.isolated.documents.examine", file, {"clean": clean})
    except isolation.BusyError as error:
        raise refusal("busy", file) from error
    except isolation.IsolationError as error:
        raise refusal("bomb", file) from error
    finally:
        file.seek(0)
    found = answer.values
    if found["problem"] == "unknown":
        raise UnknownKindError
    if found["problem"]:
        raise refusal(found["problem"], file)
    if found["kind"] != ending:
        if found["kind"] not in kinds:
            raise UnknownKindError
        raise refusal("ending", file, kind=found["kind"].upper(), ending=found["kind"])
    return Findings(
        kind=found["kind"],
        has_text=found["has_text"],
        is_signed=found["is_signed"],
        people=tuple(map(text.clean_line, found["people"])),
        cleaned=answer.parts[0] if found["is_cleaned"] else None,
    )


def refusal(reason: str, file, **values) -> ValidationError:
    words = str(REFUSALS[reason])
    return ValidationError(words.format(name=text.clean_line(file.name), **values), code=reason)

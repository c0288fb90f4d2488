"""Files for readers to keep: PDF and office types, without the names of who made them."""

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.utils.translation import gettext as _

from network import documents, text
from network.documents import Findings

MAX_MEGABYTES = 20


def check(file) -> None:
    """Refuse an upload that is no document, whatever it is called. For use as a validator.

    Raises ValidationError with a sentence that says what to do.
    """
    upload = getattr(file, "file", file) if not getattr(file, "_committed", False) else None
    if upload is not None and not isinstance(upload, CheckedUpload):
        examine(file)


def examine(file, *, clean: bool = False) -> Findings:
    """What an upload is. Raises ValidationError with a sentence that says what to do."""
    if file.size > MAX_MEGABYTES * 1024 * 1024:
        message = _("This file is larger than {limit} MB. Make it smaller and upload it again.")
        raise ValidationError(message.format(limit=MAX_MEGABYTES))
    try:
        return documents.examine(file, clean=clean)
    except documents.UnknownKindError as error:
        raise ValidationError(
            _(
                "Only PDF and office files (Word, Excel, PowerPoint, OpenDocument, HWP) can be "
                "used, and this is none, or it is damaged. Export it as PDF and upload that."
            )
        ) from error


class CheckedUpload(SimpleUploadedFile):
    """A file that was examined: cleaned where its kind allows it."""

    def __init__(self, upload: UploadedFile, findings: Findings):
        content = findings.cleaned or upload
        content.seek(0)
        super().__init__(upload.name, content.read(), upload.content_type)
        self.findings = findings


def question(upload: CheckedUpload) -> str:
    """What is to be asked before a file is published that keeps names; empty for others."""
    people = upload.findings.people
    if not people:
        return ""
    if upload.findings.is_signed:
        words = _(
            "“{name}” is signed, so that nothing can be taken out of it. It names: {people}. Tick "
            "this box if that may be published, and choose the file again."
        )
    else:
        words = _(
            "“{name}” keeps these names: {people}. Take them out in the program it was made with, "
            "or tick this box if they may be published, and choose the file again."
        )
    return words.format(name=text.clean_line(upload.name), people=", ".join(people))


def remark(upload: CheckedUpload) -> str:
    """What whoever uploaded a file is told once it is saved; empty where there is nothing."""
    if upload.findings.has_text:
        return ""
    words = _(
        "“{name}” holds pictures of pages and no text: screen readers cannot read it, and nobody "
        "finds its words. Upload a file with text instead, if there is one."
    )
    return words.format(name=text.clean_line(upload.name))

"""Documents for download: PDF and office files, without the names of their authors."""

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.utils.translation import gettext as _

from cms.files import documents
from cms.files.documents import DocumentFindings
from cms.text import plain_text

# A request with a document must fit into what nginx takes: 48 MB (`deploy/nginx/nginx.conf`,
# `deploy/nginx/pages/too-large.html`).
MAX_MEGABYTES = 20


def validate_document(file: File) -> None:
    """A validator that refuses an upload that is no document, whatever it is called.

    Raises ValidationError with a sentence that says what to do.
    """
    upload = getattr(file, "file", file) if not getattr(file, "_committed", False) else None
    if upload is not None and not isinstance(upload, CheckedUpload):
        examine_upload(file)


def examine_upload(file: File, *, clean: bool = False) -> DocumentFindings:
    """Raises ValidationError with a sentence that says what to do."""
    if file.size > MAX_MEGABYTES * 1024 * 1024:
        message = _("This file is larger than {limit} MB. Make it smaller and upload it again.")
        raise ValidationError(message.format(limit=MAX_MEGABYTES))
    try:
        return documents.examine_document(file, clean=clean)
    except documents.UnknownKindError as error:
        raise ValidationError(
            _(
                "Only PDF and office files (Word, Excel, PowerPoint, OpenDocument, HWP) can be "
                "used, and this is none, or it is damaged. Export it as PDF and upload that."
            )
        ) from error


class CheckedUpload(SimpleUploadedFile):
    """An examined file, cleaned of names where its kind allows it."""

    def __init__(self, upload: UploadedFile, findings: DocumentFindings):
        content = findings.cleaned or upload
        content.seek(0)
        super().__init__(upload.name or "", content.read(), upload.content_type or "")
        self.findings = findings


def question_about_names(upload: CheckedUpload) -> str:
    """Asked before a file is published that contains names; empty for others."""
    people = upload.findings.people
    if not people:
        return ""
    if upload.findings.is_signed:
        words = _(
            "“{name}” is signed, so that nothing can be removed from it. It names: {people}. Tick "
            "this box if that may be published, and choose the file again."
        )
    else:
        words = _(
            "“{name}” contains these names: {people}. Remove them in the program it was made with,"
            " or tick this box if they may be published, and choose the file again."
        )
    return words.format(name=plain_text.clean_line(upload.name or ""), people=", ".join(people))


def warning_about_text(upload: CheckedUpload) -> str:
    """Shown after saving a file that contains no text; empty for others."""
    if upload.findings.has_text:
        return ""
    words = _(
        "“{name}” contains pictures of pages and no text: screen readers cannot read it, and no "
        "search finds its words. Upload a file with text instead, if there is one."
    )
    return words.format(name=plain_text.clean_line(upload.name or ""))

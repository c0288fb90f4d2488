"""Files that cannot be kept: they cost no typed word. The form comes back as it was filled in and
says which file it is and what to do."""

import logging
from contextlib import suppress
from tempfile import TemporaryFile

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest
from django.utils.translation import gettext as _

from network.storage import NotKept

log = logging.getLogger(__name__)


class UnnamedUpload(UploadedFile):
    """A large upload on its way. Its file has no name on the disk, so that nothing of it is left
    when the process is killed."""

    def __init__(self, handler: FileUploadHandler):
        file = TemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR)  # noqa: SIM115 - handed on open
        kind, more = handler.content_type, handler.content_type_extra
        super().__init__(file, handler.file_name, kind, 0, handler.charset, more)


class CheckedUploadHandler(FileUploadHandler):
    """Large uploads wait in the folder for temporary files. One that finds no room there is left
    out, and the rest of the form arrives; `not_kept_of` tells which one it was."""

    file = None

    def new_file(self, *args, **kwargs):
        super().new_file(*args, **kwargs)
        try:
            self.file = UnnamedUpload(self)
        except OSError:
            self._give_up()

    def receive_data_chunk(self, raw_data, start):
        if self.file is not None:
            try:
                self.file.write(raw_data)
            except OSError:
                self._give_up()

    def file_complete(self, file_size):
        """Only now the last bytes are written out."""
        if self.file is not None:
            try:
                self.file.seek(0)
            except OSError:
                self._give_up()
        file, self.file = self.file, None
        if file is not None:
            file.size = file_size
        return file

    def upload_interrupted(self):
        if self.file is not None:
            self.file.close()

    def _give_up(self) -> None:
        log.error("An upload could not be written to the folder for temporary files.")
        if self.file is not None:
            with suppress(OSError):
                self.file.close()
        self.file = None
        self.request.not_kept = [*not_kept_of(self.request), (self.field_name, self.file_name)]


def not_kept_of(request: HttpRequest) -> list[tuple[str, str]]:
    """The uploads that could not be kept. Shape of each: name of the field, name of the file."""
    return getattr(request, "not_kept", [])


def note_not_kept(request: HttpRequest, error: OSError) -> None:
    """Remember what a form of the desk could not keep, for `telling`. It may be a file made of an
    upload, whose name nobody knows: then it is one of those that were sent."""
    log.error("A file of the desk could not be written.", exc_info=error)
    named = error.name if isinstance(error, NotKept) else ""
    sent = [file.name for files in request.FILES.lists() for file in files[1]]
    names = [named] if named in sent else sent or [""]
    request.not_kept = [*not_kept_of(request), *(("", name) for name in names)]


def note_refused(request: HttpRequest, error: ValidationError) -> None:
    """Remember, for `telling`, why an upload was refused while its form was being saved."""
    request.refused = [*refused_of(request), error]


def refused_of(request: HttpRequest) -> list[ValidationError]:
    return getattr(request, "refused", [])


def telling(form: type[forms.BaseForm], request: HttpRequest) -> type[forms.BaseForm]:
    """The class of a form of the desk, which refuses to be saved while a file is not kept."""
    errors = [refusal(name) for _field, name in not_kept_of(request)] + refused_of(request)
    if not errors:
        return form

    class Telling(form):
        def clean(self):
            cleaned = super().clean()
            for error in errors:
                self.add_error(None, error)
            return cleaned

    return Telling


def refusal(name: str = "") -> ValidationError:
    """What somebody of the desk reads."""
    if not name:
        return ValidationError(
            _(
                "A file could not be written on the server: its disk may be full. What you typed "
                "is still here. Tell whoever looks after the server, and save again later."
            )
        )
    words = _(
        "“{name}” could not be kept: the disk of the server may be full. What you typed is still "
        "here. Save it without the file, and tell whoever looks after the server."
    )
    return ValidationError(words.format(name=name))

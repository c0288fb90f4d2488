"""Uploads that cannot be saved, for example on a full disk. The form is shown again as it was
filled in, with an error that names the file."""

import logging
from contextlib import suppress
from tempfile import TemporaryFile
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest
from django.utils.translation import gettext as _

from cms.files.storage import FileNotSavedError

log = logging.getLogger(__name__)


class UnnamedTemporaryUpload(UploadedFile):
    """A large upload while it arrives. Its file has no name on the disk, so that nothing is left
    when the process is killed."""

    def __init__(self, handler: FileUploadHandler) -> None:
        file = TemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR)  # noqa: SIM115 - handed on open
        kind, more = handler.content_type, handler.content_type_extra
        super().__init__(file, handler.file_name, kind, 0, handler.charset, more)


class CheckedUploadHandler(FileUploadHandler):
    """Writes large uploads to the folder for temporary files. A file that cannot be written there
    is left out and listed by `failed_uploads`; the rest of the form arrives."""

    file = None

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        try:
            self.file = UnnamedTemporaryUpload(self)
        except OSError:
            self._give_up()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if self.file is not None:
            try:
                self.file.write(raw_data)
            except OSError:
                self._give_up()

    def file_complete(self, file_size: int) -> Any:
        """Seeking flushes the last bytes."""
        if self.file is not None:
            try:
                self.file.seek(0)
            except OSError:
                self._give_up()
        file, self.file = self.file, None
        if file is not None:
            file.size = file_size
        return file

    def upload_interrupted(self) -> None:
        if self.file is not None:
            self.file.close()

    def _give_up(self) -> None:
        log.error("An upload could not be written to the folder for temporary files.")
        if self.file is not None:
            with suppress(OSError):
                self.file.close()
        self.file = None
        if self.request is not None:
            _failed(self.request).append((self.field_name or "", self.file_name or ""))


def failed_uploads(request: HttpRequest) -> list[tuple[str, str]]:
    """Shape of each: name of the field, name of the file."""
    # Uploads arrive when somebody asks for the files for the first time.
    _files = request.FILES
    return list(_failed(request))


def add_failed_upload(request: HttpRequest, error: OSError) -> None:
    """Remembers which file an admin form could not save. The error may come from a file made of an
    upload, whose name is unknown: then all uploaded files are listed."""
    log.error("A file of an admin form could not be written.", exc_info=error)
    named = error.name if isinstance(error, FileNotSavedError) else ""
    sent = [file.name for files in request.FILES.lists() for file in files[1]]
    names = [named] if named in sent else [name or "" for name in sent] or [""]
    _failed(request).extend(("", name) for name in names)


def _failed(request: HttpRequest) -> list[tuple[str, str]]:
    failed: list[tuple[str, str]] = vars(request).setdefault("failed_uploads", [])
    return failed


def not_saved_error(name: str = "") -> ValidationError:
    """For staff: visitors read the message of their own form."""
    if not name:
        return ValidationError(
            _(
                "A file could not be written on the server: its disk may be full. What you entered"
                " is still here. Tell the administrator of the server, and save again later."
            )
        )
    message = _(
        "“{name}” could not be saved: the disk of the server may be full. What you entered is "
        "still here. Save it without the file, and tell the administrator of the server."
    )
    return ValidationError(message.format(name=name))

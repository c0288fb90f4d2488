"""Files that cannot be kept: they cost no typed word. The form comes back as it was filled in and
says which file it is and what to do."""

import logging
from contextlib import suppress

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.http import HttpRequest
from django.utils.translation import gettext as _

from network.storage import NotKept

log = logging.getLogger(__name__)


class CheckedUploadHandler(TemporaryFileUploadHandler):
    """Large uploads wait in the folder for temporary files. One that finds no room there is left
    out, and the rest of the form arrives; `not_kept_of` tells which one it was."""

    def new_file(self, *args, **kwargs):
        self.is_lost = False
        try:
            super().new_file(*args, **kwargs)
        except OSError:
            self.file = None
            self._give_up()

    def receive_data_chunk(self, raw_data, start):
        if self.is_lost:
            return
        try:
            super().receive_data_chunk(raw_data, start)
        except OSError:
            self._give_up()

    def file_complete(self, file_size):
        """Only now the last bytes are written out."""
        if not self.is_lost:
            try:
                return super().file_complete(file_size)
            except OSError:
                self._give_up()
        return None

    def _give_up(self) -> None:
        log.error("An upload could not be written to the folder for temporary files.")
        self.is_lost = True
        if self.file:
            with suppress(OSError):
                self.file.close()
        # Django closes what is there when the connection breaks off.
        del self.file
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

"""The first page of a PDF as a picture, drawn in a child process."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext_lazy as _

from cms.decoding import sandbox
from cms.decoding.errors import BusyError, SandboxError

MESSAGES = {
    "protected": _(
        "“{name}” is protected with a password, so its first page cannot be drawn. Upload a file "
        "without one, or choose a picture as the cover."
    ),
    "damaged": _(
        "“{name}” is damaged or has no pages, so its first page cannot be drawn. Export or copy it "
        "again and upload that, or choose a picture as the cover."
    ),
    "shape": _(
        "The first page of “{name}” is too long and narrow for a cover. Choose a picture instead."
    ),
    "blank": _("The first page of “{name}” is blank. Choose a picture as the cover."),
    "costly": _(
        "The first page of “{name}” takes too much memory or time to be drawn. Choose a picture as "
        "the cover."
    ),
    "missing": _(
        "“{name}” could not be read from the disk of the server. Tell the administrator of the "
        "server, or choose a picture as the cover."
    ),
    "busy": _("Many files are being read at the moment. Try again in a minute."),
}


def draw_first_page(file: Any, name: str) -> ContentFile:
    """A PNG of the first page of a stored PDF. `name` is what messages call the file.

    Raises ValidationError with a sentence that says what to do.
    """
    try:
        with file.storage.open(file.name) as content:
            answer = sandbox.run_task("cms.decoding.tasks.pdf_pages.draw_first_page", content)
    except BusyError as error:
        raise _error("busy", name) from error
    except SandboxError as error:
        raise _error("costly", name) from error
    except OSError as error:
        raise _error("missing", name) from error
    if problem := answer.values["problem"]:
        raise _error(problem, name)
    return ContentFile(answer.files[0].read(), "cover.png")


def _error(reason: str, name: str) -> ValidationError:
    return ValidationError(str(MESSAGES[reason]).format(name=name), code=reason)

"""Files for readers to keep: PDF and office types."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from network import documents

MAX_MEGABYTES = 20


def check(file) -> None:
    """Refuse an upload that is no document, whatever it is called. For use as a validator.

    Raises ValidationError with a sentence that says what to do.
    """
    if getattr(file, "_committed", False):
        return
    if file.size > MAX_MEGABYTES * 1024 * 1024:
        message = _("This file is larger than {limit} MB. Make it smaller and upload it again.")
        raise ValidationError(str(message).format(limit=MAX_MEGABYTES))
    if not documents.is_what_it_says(file):
        raise ValidationError(
            _(
                "Only PDF and office files (Word, Excel, PowerPoint, OpenDocument, HWP) can be "
                "used, and this is none, or it is damaged. Export it as PDF and upload that."
            )
        )

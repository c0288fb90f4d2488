"""`website/admin/note_emails.py` queues it: `mail` is above this app."""

from django.utils.translation import gettext_lazy as _

LABELS = {
    "note_for_you": _("Note for a colleague"),
}

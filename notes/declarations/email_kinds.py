from django.utils.translation import gettext_lazy as _

KINDS = {
    "note_for_you": _("Note for a colleague"),
}

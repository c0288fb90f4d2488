"""What the admin calls the e-mails of this app, by the names of their templates."""

from django.utils.translation import gettext_lazy as _

LABELS = {
    "check_entry": _("Request to check an entry"),
}

from django.utils.translation import gettext_lazy as _

LABELS = {
    "changes_not_published": _("Changes that could not be published"),
}

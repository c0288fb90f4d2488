from django.utils.translation import gettext_lazy as _

LABELS = {
    "changed": _("Notice about the security of an account"),
    "new_device": _("Notice of a login on a new device"),
}

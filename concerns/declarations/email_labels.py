from django.utils.translation import gettext_lazy as _

LABELS = {
    "new_concerns": _("To the concerns group: new concerns"),
}

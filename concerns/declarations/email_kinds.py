from django.utils.translation import gettext_lazy as _

KINDS = {
    "new_concerns": _("To the concerns group: new concerns"),
}

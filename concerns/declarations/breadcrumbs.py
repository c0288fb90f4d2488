from django.utils.translation import gettext_lazy as _

from cms.declarations.breadcrumbs import Position

BREADCRUMBS = {
    "concerns:report": Position(_("Report a concern")),
    "concerns:find": Position(_("Read the answer to a concern"), "concerns:report"),
}

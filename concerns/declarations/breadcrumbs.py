from django.utils.translation import gettext_lazy as _

from cms.declarations.breadcrumbs import BreadcrumbRule

BREADCRUMBS = {
    "concerns:report": BreadcrumbRule(_("Report a concern")),
    "concerns:find": BreadcrumbRule(_("Read the answer to a concern"), "concerns:report"),
}

from django.utils.translation import gettext_lazy as _

from cms.declarations.breadcrumbs import BreadcrumbRule

BREADCRUMBS = {
    "joining:join": BreadcrumbRule(_("Join us")),
    "joining:organisation": BreadcrumbRule(_("Application to join"), "joining:join"),
    "joining:individual": BreadcrumbRule(_("Application to join"), "joining:join"),
}

from django.utils.translation import gettext_lazy as _

from cms.declarations.breadcrumbs import BreadcrumbRule

BREADCRUMBS = {
    "resources:resources": BreadcrumbRule(_("Resources")),
    "resources:resource": BreadcrumbRule(
        lambda variables: variables["resource"].title,
        "resources:resources",
        required_variable="resource",
    ),
}

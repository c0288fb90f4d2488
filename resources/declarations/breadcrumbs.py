from django.utils.translation import gettext_lazy as _

from cms.declarations.breadcrumbs import Position

BREADCRUMBS = {
    "resources:resources": Position(_("Resources")),
    "resources:resource": Position(
        lambda variables: variables["resource"].title, "resources:resources", variable="resource"
    ),
}

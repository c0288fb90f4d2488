from django.utils.translation import gettext_lazy as _

from cms.declarations.breadcrumbs import Position

BREADCRUMBS = {
    "joining:join": Position(_("Join us")),
    "joining:organisation": Position(_("Application to join"), "joining:join"),
    "joining:individual": Position(_("Application to join"), "joining:join"),
}

from django.utils.translation import gettext_lazy as _

from cms.declarations.breadcrumbs import BreadcrumbRule
from cms.i18n import languages

BREADCRUMBS = {
    "events:events": BreadcrumbRule(_("Events")),
    "events:event": BreadcrumbRule(
        lambda variables: variables["event"].title, "events:events", required_variable="event"
    ),
    "campaign": BreadcrumbRule(
        lambda variables: languages.translated_html(variables["campaign"], "name"),
        "events:events",
        required_variable="campaign",
    ),
}

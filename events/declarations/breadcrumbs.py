from django.utils.translation import gettext_lazy as _

from cms.declarations.breadcrumbs import Position
from cms.i18n import languages

BREADCRUMBS = {
    "events:events": Position(_("Events")),
    "events:event": Position(
        lambda variables: variables["event"].title, "events:events", variable="event"
    ),
    "events:campaign": Position(
        lambda variables: languages.translated_html(variables["campaign"], "name"),
        "events:events",
        variable="campaign",
    ),
}

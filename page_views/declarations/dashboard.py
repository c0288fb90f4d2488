from collections.abc import Iterator

from django.contrib.auth.models import User
from django.urls import reverse
from django.utils.translation import gettext as _

from cms.declarations.dashboard import Link, Panel, PanelLine
from cms.declarations.dashboard_order import PanelPosition
from network.models import Network
from page_views import reports
from page_views.admin import item_url
from page_views.limits_and_periods import REPORT_DAYS

# One line: the text that was read most.
SHOWN = 1


def panels(user: User) -> Iterator[Panel]:
    """Where page views are counted: the text that was read most in the last seven days."""
    if not user.has_perm("page_views.view_pageview"):
        return
    if not Network.objects.filter(counts_page_views=True).exists():
        return
    items = [
        PanelLine(
            one.title,
            item_url(one.kind, one.item_id),
            note=_("page views in {days} days: {n}").format(n=one.total, days=REPORT_DAYS[0]),
        )
        for one in reports.most_read(REPORT_DAYS[0], SHOWN)
    ]
    yield Panel(
        "page-views",
        PanelPosition.PAGE_VIEWS,
        title=_("Most read"),
        items=items,
        empty_message=_("No page views have been counted recently."),
        more_links=[Link(_("All page views"), reverse("admin:page_views_pageview_changelist"))],
    )

from collections.abc import Iterator

from django.contrib.auth.models import User

from cms.declarations.dashboard import Panel
from cms.declarations.dashboard_order import PanelPosition
from operations import clock_jumps


def panels(user: User) -> Iterator[Panel]:
    if clock_jumps.may_accept(user) and (doubt := clock_jumps.pending_doubt()):
        yield Panel(
            "clock",
            PanelPosition.WARNING,
            template="admin/dashboard/_clock_warning.html",
            content=doubt,
        )

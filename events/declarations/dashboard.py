from collections.abc import Iterator

from django.contrib.auth.models import User
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from cms.admin.permissions import can_view
from cms.declarations.dashboard import MAX_ITEMS, Link, Panel, PanelLine
from cms.declarations.dashboard_order import PanelPosition
from cms.publishing import publication_status
from events.formatting import event_times
from events.models import Event


def shortcuts(user: User) -> Iterator[Link]:
    if user.has_perm("events.add_event"):
        yield Link(_("Event"), reverse("admin:events_event_add"))


def panels(user: User) -> Iterator[Panel]:
    if not can_view(user, Event):
        return
    found = list(Event.objects.upcoming()[: MAX_ITEMS + 1])
    items = [
        PanelLine(
            event.any_title(),
            publication_status.change_url(event),
            strip_tags(" · ".join(event_details(event))),
        )
        for event in found[:MAX_ITEMS]
    ]
    all_events = Link(_("All events"), reverse("admin:events_event_changelist"))
    yield Panel(
        "upcoming-events",
        PanelPosition.UPCOMING_EVENTS,
        _("Upcoming events"),
        items,
        _("No events are planned."),
        [all_events] if len(found) > MAX_ITEMS else [],
    )


def event_details(event: Event) -> Iterator[str]:
    yield event_times.event_time(event)
    if event.status != Event.Status.SCHEDULED:
        yield str(event.get_status_display())

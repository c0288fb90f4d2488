from collections.abc import Iterator

from django.contrib.auth.models import User
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cms.declarations.dashboard import Link, Panel, PanelLine, Todo
from cms.declarations.dashboard_order import PanelPosition
from joining.membership import profiles
from joining.privacy import permissions
from joining.review import inbox
from members.models import Organisation, Person

# By the name under which `spam` counts a form: those of the first and the last page.
PUBLIC_FORM_LABELS = {
    "join": gettext_lazy("applications begun"),
    "join-send": gettext_lazy("sent applications"),
}


def panels(user: User) -> Iterator[Panel]:
    """How many applications wait, and the longest for how long; no names of applicants."""
    if not permissions.may_read_applications(user):
        return
    url = reverse("admin:joining_application_changelist")
    items = [
        PanelLine(capfirst(str(category.label)), f"{url}?category={category.name}", note)
        for category, note in inbox.dashboard_lines(user)
    ]
    yield Panel(
        "applications",
        PanelPosition.WAITING,
        _("Applications"),
        items,
        _("Nothing is waiting."),
        [Link(_("To the inbox"), url)],
    )


def todos(user: User) -> Iterator[Todo]:
    if not user.has_perm("members.change_organisation"):
        return
    if number := profiles.awaiting_publication(Person).count():
        words = ngettext("{n} profile to make public", "{n} profiles to make public", number)
        url = reverse("admin:members_person_changelist")
        yield Todo(words.format(n=number), f"{url}?awaiting=yes", panel="members")
    if number := profiles.awaiting_publication(Organisation).count():
        words = ngettext(
            "{n} organisation to make public", "{n} organisations to make public", number
        )
        url = reverse("admin:members_organisation_changelist")
        yield Todo(words.format(n=number), f"{url}?awaiting=yes", panel="members")

from collections.abc import Iterator

from django.contrib.auth.models import User
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.declarations.dashboard import Panel, PanelLine
from cms.declarations.dashboard_order import PanelPosition
from members.models import LinkCheck, Proposal
from members.upkeep import merging


def panels(user: User) -> Iterator[Panel]:
    if user.has_perm("members.change_organisation"):
        empty_message = _("No proposals, broken links or duplicates.")
        yield Panel(
            "members", PanelPosition.UPKEEP, _("Members"), list(upkeep_lines()), empty_message
        )


def upkeep_lines() -> Iterator[PanelLine]:
    if count := Proposal.objects.open().count():
        label = ngettext("{n} proposal to review", "{n} proposals to review", count)
        url = reverse("admin:members_proposal_changelist")
        yield PanelLine(label.format(n=count), f"{url}?state__exact={Proposal.State.OPEN}")
    if count := LinkCheck.objects.needing_attention().count():
        label = ngettext("{n} link to fix", "{n} links to fix", count)
        url = reverse("admin:members_linkcheck_changelist")
        yield PanelLine(label.format(n=count), f"{url}?attention=yes")
    if count := len(merging.possible_duplicates()):
        label = ngettext("{n} possible duplicate", "{n} possible duplicates", count)
        yield PanelLine(label.format(n=count), reverse("admin:members_organisation_duplicates"))

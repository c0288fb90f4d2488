"""What a coordinator sees of members' links that no longer lead where they should."""

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from members import links
from members.admin.pages import in_sentences, may_change
from members.models import LinkCheck
from network import status
from network.admin import DeskAdmin, ReadOnly

State = LinkCheck.State

WHAT_TO_DO = {
    State.WAITING: _("Nothing: it will be tried within the week."),
    State.FINE: _("Nothing."),
    State.SHY: _("Open it yourself: it refuses programs such as this one."),
    State.MOVED: _("Take the new address"),
    State.GONE: _("The site is there, the page is not. Ask the organisation for the new address."),
    State.UNKNOWN_HOST: _("The address is mistyped or was given up. Ask the organisation."),
    State.UNREACHABLE: _("Nobody answers. Wait a few days, then ask the organisation."),
    State.CERTIFICATE: _(
        "Browsers warn about this site. Tell the organisation; take the link out "
        "until it is put right."
    ),
    State.FAILING: _("The site is out of order. Wait a few days, then tell the organisation."),
    State.CIRCLING: _("The site sends visitors in circles. Tell the organisation."),
    State.PRIVATE: _("This leads to no public web page. Write the public address."),
}


class AttentionFilter(admin.SimpleListFilter):
    title = _("attention")
    parameter_name = "attention"

    def lookups(self, request, model_admin):
        return [("yes", _("needs somebody"))]

    def queryset(self, request, queryset):
        return queryset.needing_somebody() if self.value() == "yes" else queryset


@admin.register(LinkCheck)
class LinkCheckAdmin(ReadOnly, DeskAdmin):
    """A report: read, and put right with one click where that is possible."""

    list_display = ["place", "whose", "in_words", "what_to_do", "since_when", "last_tried"]
    list_display_links = None
    list_filter = [AttentionFilter, "state"]
    list_select_related = ["organisation"]
    search_fields = ["address"]
    actions = None

    def has_view_permission(self, request, obj=None):
        return request.user.has_perm("members.change_organisation")

    def has_module_permission(self, request):
        return self.has_view_permission(request)

    def get_urls(self):
        guard = self.admin_site.admin_view
        move = path("<int:pk>/move/", guard(take_new_address), name="members_linkcheck_move")
        return [move, *super().get_urls()]

    def changelist_view(self, request, extra_context=None):
        if not settings.LINK_CHECKS:
            messages.warning(request, _("This machine tries no links (LINK_CHECKS is off)."))
        return super().changelist_view(request, extra_context)

    @admin.display(description=_("link"), ordering="address")
    def place(self, check: LinkCheck) -> str:
        words = '<a class="web-address" href="{}" rel="noreferrer" target="_blank">{}</a>'
        return format_html(words, check.address, check.address)

    @admin.display(description=_("whose"))
    def whose(self, check: LinkCheck) -> str:
        address = reverse("admin:members_organisation_change", args=[check.organisation_id])
        return format_html('<a href="{}">{}</a>', address, check.organisation)

    @admin.display(description=_("state"), ordering="state")
    def in_words(self, check: LinkCheck) -> str:
        look = {State.FINE: "public", State.SHY: "public", State.MOVED: "scheduled"}
        look = "missing" if check.state in LinkCheck.FAILURES else look.get(check.state, "")
        return format_html('<span class="status {}">{}</span>', look, check.get_state_display())

    @admin.display(description=_("since"), ordering="since")
    def since_when(self, check: LinkCheck) -> str:
        return status.day(check.since)

    @admin.display(description=_("last tried"), ordering="tried_at")
    def last_tried(self, check: LinkCheck) -> str:
        return status.day(check.tried_at) if check.tried_at else "-"

    @admin.display(description=_("what to do"))
    def what_to_do(self, check: LinkCheck) -> str:
        if check.state != State.MOVED:
            return WHAT_TO_DO[check.state]
        return format_html(
            '<span class="web-address">{}</span> <button class="plain" formaction="{}">{}</button>',
            check.leads_to,
            reverse("admin:members_linkcheck_move", args=[check.pk]),
            WHAT_TO_DO[check.state],
        )


@may_change
@require_POST
def take_new_address(request: HttpRequest, pk: int) -> HttpResponse:
    check = get_object_or_404(LinkCheck, pk=pk)
    try:
        taken = links.take_new_address(check, request.user)
    except ValidationError as error:
        messages.error(request, in_sentences(error))
    else:
        if taken:
            messages.success(
                request, _("New address taken: {address}").format(address=check.leads_to)
            )
        else:
            messages.warning(request, _("The link is not there any more. Nothing was changed."))
    return redirect("admin:members_linkcheck_changelist")

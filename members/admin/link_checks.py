from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from cms.admin import ReadOnlyAdmin
from cms.admin.permissions import authenticated_user
from cms.publishing import publication_status
from members.admin.page_rendering import error_sentences
from members.admin.permissions import may_change
from members.models import LinkCheck
from members.upkeep import link_checks

State = LinkCheck.State

ADVICE: dict[str, Promise] = {
    State.WAITING: _("Nothing: it will be checked within the week."),
    State.WORKING: _("Nothing."),
    State.BLOCKED: _("Open it yourself: it blocks automatic checks such as this one."),
    State.MOVED: _("Use the new address"),
    State.GONE: _("The site is there, the page is not. Ask the organisation for the new address."),
    State.UNKNOWN_HOST: _("The address is mistyped or no longer in use. Ask the organisation."),
    State.UNREACHABLE: _("Nobody answers. Wait a few days, then ask the organisation."),
    State.CERTIFICATE: _(
        "Browsers warn about this site. Tell the organisation; remove the link until it is fixed."
    ),
    State.SERVER_ERROR: _("The site has an error. Wait a few days, then tell the organisation."),
    State.REDIRECT_LOOP: _("The site redirects in circles. Tell the organisation."),
    State.PRIVATE: _("This does not lead to a public web page. Enter the public address."),
}


# The CSS classes of the admin's publication states.
STATUS_CLASSES: dict[str, str] = {
    State.WORKING: "public",
    State.BLOCKED: "public",
    State.MOVED: "scheduled",
}


class NeedsAttentionFilter(admin.SimpleListFilter):
    title = _("attention")
    parameter_name = "attention"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("yes", str(_("needs attention")))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() != "yes":
            return queryset
        return queryset.filter(pk__in=LinkCheck.objects.needing_attention())


@admin.register(LinkCheck)
class LinkCheckAdmin(ReadOnlyAdmin):
    list_display = [
        "link",
        "organisation_link",
        "state_badge",
        "advice",
        "state_since",
        "last_checked",
    ]
    list_display_links = None
    list_filter = [NeedsAttentionFilter, "state"]
    list_select_related = ["organisation"]
    search_fields = ["url"]
    actions = None

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return request.user.has_perm("members.change_organisation")

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        move = path("<int:pk>/move/", wrap(replace_moved_link), name="members_linkcheck_move")
        return [move, *super().get_urls()]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if not settings.LINK_CHECKS:
            messages.warning(request, _("This server does not check links (LINK_CHECKS is off)."))
        return super().changelist_view(request, extra_context)

    @admin.display(description=_("link"), ordering="url")
    def link(self, check: LinkCheck) -> str:
        html = '<a class="web-address" href="{}" rel="noreferrer" target="_blank">{}</a>'
        return format_html(html, check.url, check.url)

    @admin.display(description=_("organisation"))
    def organisation_link(self, check: LinkCheck) -> str:
        url = reverse("admin:members_organisation_change", args=[check.organisation_id])
        return format_html('<a href="{}">{}</a>', url, check.organisation)

    @admin.display(description=_("state"), ordering="state")
    def state_badge(self, check: LinkCheck) -> str:
        is_failing = check.state in LinkCheck.FAILURES
        css_class = "missing" if is_failing else STATUS_CLASSES.get(check.state, "")
        return format_html(
            '<span class="status {}">{}</span>', css_class, check.get_state_display()
        )

    @admin.display(description=_("since"), ordering="state_since")
    def state_since(self, check: LinkCheck) -> str:
        return publication_status.short_date(check.state_since)

    @admin.display(description=_("last checked"), ordering="checked_at")
    def last_checked(self, check: LinkCheck) -> str:
        return publication_status.short_date(check.checked_at) if check.checked_at else "-"

    @admin.display(description=_("what to do"))
    def advice(self, check: LinkCheck) -> str:
        if check.state != State.MOVED:
            return str(ADVICE[check.state])
        return format_html(
            '<span class="web-address">{}</span> <button class="plain" formaction="{}">{}</button>',
            check.redirects_to,
            reverse("admin:members_linkcheck_move", args=[check.pk]),
            ADVICE[check.state],
        )


@may_change
@require_POST
def replace_moved_link(request: HttpRequest, pk: int) -> HttpResponse:
    check = get_object_or_404(LinkCheck, pk=pk)
    try:
        is_replaced = link_checks.replace_moved_link(check, authenticated_user(request))
    except ValidationError as error:
        messages.error(request, error_sentences(error))
    else:
        if is_replaced:
            messages.success(
                request,
                _("Changed to the new address: {address}").format(address=check.redirects_to),
            )
        else:
            messages.warning(request, _("The link is not there any more. Nothing was changed."))
    return redirect("admin:members_linkcheck_changelist")

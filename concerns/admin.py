"""Concerns in the admin, for the group that may read them.

Superusers have no access without the group; see `concerns.concern_readers`. Joining a group is
logged with the account.
"""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cms.admin import ReadOnlyAdmin, SingletonAdmin, SiteModelAdmin, TranslatedAdmin
from cms.admin.permissions import authenticated_user, group_permissions
from concerns import actions
from concerns.concern_readers import may_read_concerns
from concerns.models import Concern, ConcernAccessLogEntry, Guidance


def collapsed_text(text: str, language: str) -> SafeString:
    """Returns the text of a visitor: collapsed, as it may be distressing, and without links."""
    return format_html(
        '<details class="submitted-text"><summary>{}</summary><p lang="{}">{}</p></details>',
        _("Show what was written"),
        language,
        text,
    )


@admin.register(Concern)
class ConcernAdmin(SiteModelAdmin):
    list_display = ["__str__", "received_at", "state", "answered_at"]
    list_filter = ["state", "sent_during_flood"]
    fieldsets = [
        (
            None,
            {"fields": [("received_at", "language"), "report_text", "contact_details"]},
        ),
        (_("Handling"), {"fields": ["state", "answer", "answered_at", "notes"]}),
    ]
    readonly_fields = [
        "received_at",
        "language",
        "report_text",
        "contact_details",
        "answered_at",
    ]

    @admin.display(description=_("what was reported"))
    def report_text(self, concern: Concern) -> SafeString:
        return collapsed_text(concern.description, concern.language)

    @admin.display(description=_("reported by"))
    def contact_details(self, concern: Concern) -> str:
        if not concern.contact:
            return gettext("Not given: the answer is read with the code.")
        return collapsed_text(concern.contact, concern.language)

    def has_module_permission(self, request: HttpRequest):
        return may_read_concerns(request.user)

    def has_view_permission(self, request: HttpRequest, obj=None):
        return may_read_concerns(request.user)

    def has_change_permission(self, request: HttpRequest, obj=None):
        return "concerns.change_concern" in group_permissions(request.user)

    def has_delete_permission(self, request: HttpRequest, obj=None):
        return "concerns.delete_concern" in group_permissions(request.user)

    def has_add_permission(self, request: HttpRequest):
        return False

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        # Before anything is shown.
        user = authenticated_user(request)
        actions.log_access(context["original"], user, ConcernAccessLogEntry.Action.READ)
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj, form, change):
        actions.update_concern(obj, authenticated_user(request))

    def delete_model(self, request: HttpRequest, obj):
        actions.delete_concern(obj, authenticated_user(request))

    def delete_queryset(self, request: HttpRequest, queryset):
        for concern in queryset:
            actions.delete_concern(concern, authenticated_user(request))


@admin.register(ConcernAccessLogEntry)
class ConcernAccessLogEntryAdmin(ReadOnlyAdmin):
    list_display = ["at", "name", "action", "concern_pk"]
    list_filter = ["action"]
    list_display_links = None


@admin.register(Guidance)
class GuidanceAdmin(SingletonAdmin, TranslatedAdmin):
    fieldsets = [(None, {"fields": ["readers", "urgent_help"]})]

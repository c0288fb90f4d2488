"""The log of who read and exported applications, and of what was erased. Nobody changes it."""

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cms.admin import ReadOnlyAdmin
from cms.i18n.account_names import account_name
from joining.models import ApplicationAccessLogEntry, RetentionLogEntry
from joining.privacy import permissions


class DecidersOnlyAdmin(ReadOnlyAdmin):
    list_display_links = None
    show_full_result_count = False

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return permissions.may_decide_on_applications(request.user)


@admin.register(ApplicationAccessLogEntry)
class ApplicationAccessLogEntryAdmin(DecidersOnlyAdmin):
    list_display = ["at", "user_name", "action", "reference", "number", "reason_text"]
    list_filter = ["action"]
    list_select_related = ["account"]
    search_fields = ["=reference", "=name"]

    @admin.display(description=_("by"), ordering="name")
    def user_name(self, entry: ApplicationAccessLogEntry) -> str:
        return account_name(entry.account) if entry.account else entry.name

    @admin.display(description=_("reason"))
    def reason_text(self, entry: ApplicationAccessLogEntry) -> str:
        """Cannot be sorted: the column is encrypted."""
        return entry.reason


@admin.register(RetentionLogEntry)
class RetentionLogEntryAdmin(DecidersOnlyAdmin):
    list_display = ["at", "rule_label", "number"]

    @admin.display(description=_("rule"), ordering="rule")
    def rule_label(self, entry: RetentionLogEntry) -> str:
        """Stored under its English name; see `joining.privacy.retention`."""
        return gettext(entry.rule)

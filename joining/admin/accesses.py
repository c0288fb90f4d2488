"""The log of who read and exported applications: those who decide see it, nobody changes it."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from joining import readers
from joining.models import Access
from network.admin import DeskAdmin, ReadOnly


@admin.register(Access)
class AccessAdmin(ReadOnly, DeskAdmin):
    list_display = ["at", "by_whom", "kind", "reference", "number", "reason"]
    list_display_links = None
    list_filter = ["kind"]
    list_select_related = ["by"]
    search_fields = ["=reference", "=by__username"]
    show_full_result_count = False

    def has_module_permission(self, request):
        return self.has_view_permission(request)

    def has_view_permission(self, request, obj=None):
        return readers.may(request.user, "decide")

    @admin.display(description=_("by"), ordering="by__username")
    def by_whom(self, access: Access) -> str:
        return access.by.get_full_name() or access.by.get_username()

"""What is written down of applications: who read and exported them, and what was erased. Those who
decide see it, nobody changes it."""

from django.contrib import admin
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from joining import readers
from joining.models import Access, Destruction
from network.admin import DeskAdmin, ReadOnly


class ForDeciders(ReadOnly, DeskAdmin):
    list_display_links = None
    show_full_result_count = False

    def has_module_permission(self, request):
        return self.has_view_permission(request)

    def has_view_permission(self, request, obj=None):
        return readers.may(request.user, "decide")


@admin.register(Access)
class AccessAdmin(ForDeciders):
    list_display = ["at", "by_whom", "kind", "reference", "number", "what_for"]
    list_filter = ["kind"]
    list_select_related = ["by"]
    search_fields = ["=reference", "=by__username"]

    @admin.display(description=_("by"), ordering="by__username")
    def by_whom(self, access: Access) -> str:
        return access.by.get_full_name() or access.by.get_username()

    @admin.display(description=_("reason"))
    def what_for(self, access: Access) -> str:
        """Without an order: the column is encrypted."""
        return access.reason


@admin.register(Destruction)
class DestructionAdmin(ForDeciders):
    list_display = ["at", "what", "number"]

    @admin.display(description=_("rule"), ordering="rule")
    def what(self, destruction: Destruction) -> str:
        """Rules are written down by their English names; see `joining.retention`."""
        return gettext(destruction.rule)

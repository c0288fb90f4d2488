"""What the group of focal points sees of concerns, and what everybody else does not.

Django lets superusers do everything; here the group alone opens the door, so that who looks after
the machine does not read along by chance. Whoever joins the group is on the record of its accounts.
"""

from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from concerns import handling
from concerns.models import Access, Concern, Guidance
from network.admin import DeskAdmin, OneRow, ReadOnly, TranslatedAdmin
from network.roles import CONCERNS


def reads_concerns(request: HttpRequest) -> bool:
    """Asked many times a page, and of the database once."""
    if not hasattr(request, "reads_concerns"):
        request.reads_concerns = CONCERNS.holds(request.user)
    return request.reads_concerns


def of_a_stranger(words: str, language: str) -> SafeString:
    """Somebody's words: shut until one is ready for them, and nothing in them can be clicked."""
    return format_html(
        '<details class="strangers-words"><summary>{}</summary><p lang="{}">{}</p></details>',
        _("Show what was written"),
        language,
        words,
    )


@admin.register(Concern)
class ConcernAdmin(DeskAdmin):
    list_display = ["__str__", "received_at", "state", "answered_at"]
    list_filter = ["state", "is_of_a_flood"]
    fieldsets = [
        (None, {"fields": [("received_at", "language"), "what_happened", "who"]}),
        (_("What we do"), {"fields": ["state", "answer", "answered_at", "notes"]}),
    ]
    readonly_fields = ["received_at", "language", "what_happened", "who", "answered_at"]

    @admin.display(description=_("what happened"))
    def what_happened(self, concern: Concern) -> SafeString:
        return of_a_stranger(concern.words, concern.language)

    @admin.display(description=_("from whom"))
    def who(self, concern: Concern) -> str:
        if not concern.contact:
            return _("Not said: the answer is read with the code.")
        return of_a_stranger(concern.contact, concern.language)

    def has_module_permission(self, request):
        return reads_concerns(request)

    def has_view_permission(self, request, obj=None):
        return reads_concerns(request)

    def has_change_permission(self, request, obj=None):
        return reads_concerns(request)

    def has_delete_permission(self, request, obj=None):
        return reads_concerns(request)

    def has_add_permission(self, request):
        return False

    def render_change_form(self, request, context, **kwargs):
        """Whatever is shown is noted first."""
        handling.note(context["original"], request.user, Access.What.READ)
        return super().render_change_form(request, context, **kwargs)

    def save_model(self, request, obj, form, change):
        handling.save(obj, request.user)

    def delete_model(self, request, obj):
        handling.delete(obj, request.user)

    def delete_queryset(self, request, queryset):
        for concern in queryset:
            handling.delete(concern, request.user)


@admin.register(Access)
class AccessAdmin(ReadOnly, DeskAdmin):
    """The record of who read: nobody writes in it."""

    list_display = ["at", "name", "what", "number"]
    list_filter = ["what"]
    list_display_links = None


@admin.register(Guidance)
class GuidanceAdmin(OneRow, TranslatedAdmin):
    fieldsets = [(None, {"fields": ["readers", "urgent_help"]})]

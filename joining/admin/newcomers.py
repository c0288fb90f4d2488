"""The desk's list of people, with those among them who wait for their public profile."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from joining import profiles
from members.admin.people import PersonAdmin
from members.models import Person


class AwaitedFilter(admin.SimpleListFilter):
    """Who wants a public profile and has none."""

    title = _("profile to be made public")
    parameter_name = "awaiting"

    def lookups(self, request, model_admin):
        return [("yes", _("yes"))]

    def queryset(self, request, queryset):
        if self.value() != "yes":
            return queryset
        return queryset.filter(pk__in=profiles.awaited().values("pk"))


admin.site.unregister(Person)


@admin.register(Person)
class PersonAndWishAdmin(PersonAdmin):
    """A person, with what they wished when they applied, which the room below does not know."""

    change_form_template = "admin/joining/person/change_form.html"
    list_filter = [*PersonAdmin.list_filter[:2], AwaitedFilter, *PersonAdmin.list_filter[2:]]

    def render_change_form(self, request, context, **kwargs):
        if person := context.get("original"):
            context["awaits"] = profiles.is_awaited(person)
        return super().render_change_form(request, context, **kwargs)

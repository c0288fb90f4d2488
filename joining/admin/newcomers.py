"""The desk's lists of members, with those among them who wait for their public page."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from joining import profiles
from members.admin.organisations import OrganisationAdmin
from members.admin.people import PersonAdmin
from members.models import Organisation, Person


class AwaitedFilter(admin.SimpleListFilter):
    """Who agreed to be public and is not yet."""

    title = _("profile to be made public")
    parameter_name = "awaiting"

    def lookups(self, request, model_admin):
        return [("yes", _("yes"))]

    def queryset(self, request, queryset):
        if self.value() != "yes":
            return queryset
        return queryset.filter(pk__in=profiles.awaited(queryset.model).values("pk"))


class WithWish:
    """What a member wished when applying, which the room below does not know."""

    def render_change_form(self, request, context, **kwargs):
        if member := context.get("original"):
            context["awaits"] = profiles.is_awaited(member)
        return super().render_change_form(request, context, **kwargs)


admin.site.unregister([Organisation, Person])


@admin.register(Organisation)
class OrganisationAndWishAdmin(WithWish, OrganisationAdmin):
    change_form_template = "admin/joining/organisation/change_form.html"
    list_filter = [*OrganisationAdmin.list_filter, AwaitedFilter]


@admin.register(Person)
class PersonAndWishAdmin(WithWish, PersonAdmin):
    change_form_template = "admin/joining/person/change_form.html"
    list_filter = [*PersonAdmin.list_filter[:2], AwaitedFilter, *PersonAdmin.list_filter[2:]]

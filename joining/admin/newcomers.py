"""The desk's lists of members, with those among them who wait for their public page, and the link
with which a member signs."""

from collections.abc import Callable

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from joining import profiles, signing
from joining.moves import Refused
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
            if may_end_links(request) and self.is_member(member):
                context["signing_link"] = self.link_address("signing_link", member)
        return super().render_change_form(request, context, **kwargs)


class WithSigningLink:
    """The link with which a member signs: a coordinator ends it, or sends another."""

    def get_urls(self):
        guard, name = self.admin_site.admin_view, f"{self.opts.app_label}_{self.opts.model_name}"
        end, send = require_POST(self.end_link), require_POST(self.send_link)
        return [
            path("<int:pk>/link/", guard(self.signing_link), name=f"{name}_signing_link"),
            path("<int:pk>/link/end/", guard(end), name=f"{name}_end_link"),
            path("<int:pk>/link/new/", guard(send), name=f"{name}_send_link"),
            *super().get_urls(),
        ]

    def signing_link(self, request: HttpRequest, pk: int) -> HttpResponse:
        member = self.opened(request, pk)
        context = self.admin_site.each_context(request) | {
            "opts": self.opts,
            "title": _("Link for signing"),
            "member": member,
            "back": self.link_address("change", member),
            "end": self.link_address("end_link", member),
            "send": self.link_address("send_link", member),
        }
        return TemplateResponse(request, "admin/joining/signing_link.html", context)

    def end_link(self, request: HttpRequest, pk: int) -> HttpResponse:
        said = _("The link is ended: nobody signs with it any more.")
        return self.attempt(request, pk, signing.end_link, said)

    def send_link(self, request: HttpRequest, pk: int) -> HttpResponse:
        said = _("A new link is on its way; the earlier ones no longer work.")
        return self.attempt(request, pk, signing.send_new_link, said)

    def attempt(self, request: HttpRequest, pk: int, verb: Callable, said: str) -> HttpResponse:
        member = self.opened(request, pk)
        try:
            verb(member, by=request.user)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, said)
        return redirect(self.link_address("change", member))

    def opened(self, request: HttpRequest, pk: int) -> Organisation | Person:
        if not may_end_links(request):
            raise PermissionDenied
        return get_object_or_404(self.model, pk=pk)

    def is_member(self, member: Organisation | Person) -> bool:
        return self.model.objects.members().filter(pk=member.pk).exists()

    def link_address(self, page: str, member: Organisation | Person) -> str:
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_{page}"
        return reverse(name, args=[member.pk])


def may_end_links(request: HttpRequest) -> bool:
    """Whoever asks members to sign."""
    return request.user.has_perm("members.change_agreement")


admin.site.unregister([Organisation, Person])


@admin.register(Organisation)
class OrganisationAndWishAdmin(WithWish, WithSigningLink, OrganisationAdmin):
    change_form_template = "admin/joining/organisation/change_form.html"
    list_filter = [*OrganisationAdmin.list_filter, AwaitedFilter]


@admin.register(Person)
class PersonAndWishAdmin(WithWish, WithSigningLink, PersonAdmin):
    change_form_template = "admin/joining/person/change_form.html"
    list_filter = [*PersonAdmin.list_filter[:2], AwaitedFilter, *PersonAdmin.list_filter[2:]]

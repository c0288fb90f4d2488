"""Adds to the admin of organisations and people: a filter for pages to publish, and the link for
signing."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from cms.admin import SiteModelAdmin
from joining.limits_and_periods import SIGNING_LINK_LIFETIME
from joining.membership import agreement_signatures, profiles
from joining.review.transitions import RefusedError
from members.admin.organisations import OrganisationAdmin
from members.admin.people import PersonAdmin
from members.models import Organisation, Person


class AwaitingPublicationFilter(admin.SimpleListFilter):
    """Members that agreed to be public and are not yet."""

    title = _("profile to be made public")
    parameter_name = "awaiting"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("yes", str(_("yes")))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() != "yes":
            return queryset
        return queryset.filter(pk__in=profiles.awaiting_publication(queryset.model).values("pk"))


class SigningLinkMixin(SiteModelAdmin):
    """The form says whether the page of a member is to be published. On another page a coordinator
    disables the link for signing, or sends a new one."""

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        if member := context.get("original"):
            context["awaits_publication"] = profiles.awaits_publication(member)
            if may_manage_signing(request) and self.is_member(member):
                context["signing_link"] = self.admin_url("signing_link", member)
        return super().render_change_form(request, context, *args, **kwargs)

    def get_urls(self) -> list[URLPattern]:
        admin_view = self.admin_site.admin_view
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        revoke, send = require_POST(self.revoke_link), require_POST(self.send_link)
        return [
            path("<int:pk>/link/", admin_view(self.signing_link), name=f"{name}_signing_link"),
            path("<int:pk>/link/revoke/", admin_view(revoke), name=f"{name}_revoke_link"),
            path("<int:pk>/link/new/", admin_view(send), name=f"{name}_send_link"),
            *super().get_urls(),
        ]

    def signing_link(self, request: HttpRequest, pk: int) -> HttpResponse:
        member = self.get_member(request, pk)
        context = self.admin_site.each_context(request) | {
            "opts": self.opts,
            "title": _("Link for signing"),
            "member": member,
            "days": SIGNING_LINK_LIFETIME.days,
            "back": self.admin_url("change", member),
            "revoke": self.admin_url("revoke_link", member),
            "send": self.admin_url("send_link", member),
        }
        return TemplateResponse(request, "joining/admin/signing_link.html", context)

    def revoke_link(self, request: HttpRequest, pk: int) -> HttpResponse:
        message = _("The link has been disabled: nobody can sign with it any more.")
        return self.run_and_redirect(request, pk, agreement_signatures.revoke_signing_link, message)

    def send_link(self, request: HttpRequest, pk: int) -> HttpResponse:
        message = _("A new link is on its way; the earlier ones no longer work.")
        return self.run_and_redirect(
            request, pk, agreement_signatures.send_new_signing_link, message
        )

    def run_and_redirect(
        self, request: HttpRequest, pk: int, action: Callable[..., None], success_message: Promise
    ) -> HttpResponse:
        member = self.get_member(request, pk)
        try:
            action(member, by=request.user)
        except RefusedError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, str(success_message))
        return redirect(self.admin_url("change", member))

    def get_member(self, request: HttpRequest, pk: int) -> Organisation | Person:
        if not may_manage_signing(request):
            raise PermissionDenied
        return get_object_or_404(self.model, pk=pk)

    def is_member(self, member: Organisation | Person) -> bool:
        return self.model.objects.members().filter(pk=member.pk).exists()

    def admin_url(self, page: str, member: Organisation | Person) -> str:
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_{page}"
        return reverse(name, args=[member.pk])


def may_manage_signing(request: HttpRequest) -> bool:
    """The same permission as for asking members to sign."""
    return request.user.has_perm("members.change_agreement")


admin.site.unregister([Organisation, Person])


@admin.register(Organisation)
class OrganisationWithSigningAdmin(SigningLinkMixin, OrganisationAdmin):
    change_form_template = "joining/admin/organisation/change_form.html"
    list_filter = [*OrganisationAdmin.list_filter, AwaitingPublicationFilter]


@admin.register(Person)
class PersonWithSigningAdmin(SigningLinkMixin, PersonAdmin):
    change_form_template = "joining/admin/person/change_form.html"
    list_filter = [
        *PersonAdmin.list_filter[:2],
        AwaitingPublicationFilter,
        *PersonAdmin.list_filter[2:],
    ]

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cms.admin import TranslatedAdmin
from cms.admin.forms import ConstraintForm
from cms.admin.permissions import authenticated_user
from joining.admin.page_rendering import member_url
from joining.membership import agreement_signatures
from members.models import Agreement
from notes.admin.second_reader import RequiresSecondReaderMixin


class AgreementForm(ConstraintForm):
    constraint_error_fields = {
        "agreement_version_once": "version",
        "agreement_one_in_force": "in_force_from",
    }


@admin.register(Agreement)
class AgreementAdmin(RequiresSecondReaderMixin, TranslatedAdmin):
    form = AgreementForm
    change_form_template = "joining/admin/agreement/change_form.html"
    change_list_template = "joining/admin/agreement/change_list.html"
    public_switch_field = "is_public"
    list_display = ["__str__", "in_force_from", "is_public", "signed"]
    list_filter = ["kind", "is_public"]
    fieldsets = [(None, {"fields": [("kind", "version", "in_force_from"), "text", "is_public"]})]

    def view_on_site(self, agreement: Agreement) -> str | None:
        can_be_read = agreement.is_public and agreement.in_force_from <= timezone.localdate()
        return agreement.get_absolute_url() if can_be_read and agreement.has_text() else None

    def get_urls(self) -> list[URLPattern]:
        admin_view = self.admin_site.admin_view
        name = "members_agreement_{}".format
        return [
            path("<int:pk>/signatures/", admin_view(self.signatures), name=name("signatures")),
            path("ask-to-sign/", admin_view(self.ask_to_sign), name=name("ask_to_sign")),
            *super().get_urls(),
        ]

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        """Users who cannot change agreements do not see who has signed them."""
        columns = [*super().get_list_display(request)]
        may_see = self.has_change_permission(request)
        return [column for column in columns if may_see or column != "signed"]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Agreement]:
        return super().get_queryset(request).annotate(number_signed=models.Count("signatures"))

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        may_ask = {"may_ask": self.has_change_permission(request)}
        return super().changelist_view(request, may_ask | (extra_context or {}))

    @admin.display(description=gettext_lazy("signed"))
    def signed(self, agreement: Agreement) -> str:
        # Counted by `get_queryset`.
        number = vars(agreement)["number_signed"]
        words = ngettext("by {n} member", "by {n} members", number).format(n=number)
        return format_html('<a href="{}">{}</a>', signatures_url(agreement), words)

    def signatures(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not self.has_change_permission(request):
            raise PermissionDenied
        agreement = get_object_or_404(Agreement, pk=pk)
        signed = agreement.signatures.select_related("organisation", "person")
        missing = agreement_signatures.members_without_signature([agreement])
        context = {
            "title": _("Signatures: {agreement}").format(agreement=agreement),
            "agreement": agreement,
            "why_not_in_force": why_not_in_force(agreement),
            "signed": [
                (member_row(member), signature)
                for signature in signed
                if (member := signature.organisation or signature.person)
            ],
            "missing": [(member_row(member), member) for member in missing],
        }
        return self.render_page(request, "signatures", context)

    def ask_to_sign(self, request: HttpRequest) -> HttpResponse:
        """E-mails to the members that have not signed. Their number is shown first."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        if request.method == "POST":
            number = len(
                agreement_signatures.ask_members_to_sign(authenticated_user(request)).to_ask
            )
            message = ngettext("{n} e-mail is on its way.", "{n} e-mails are on their way.", number)
            self.message_user(request, message.format(n=number), messages.SUCCESS)
            return redirect(self.page_url("changelist"))
        planned = agreement_signatures.plan_signing_requests()
        context = {
            "title": _("Ask for missing signatures"),
            "agreements": Agreement.objects.in_force(),
            "number": len(planned.to_ask),
            "number_before": len(planned.asked_before),
            "without_email": [member_row(member) for member in planned.without_email],
        }
        return self.render_page(request, "ask_to_sign", context)

    def render_page(self, request: HttpRequest, template: str, context: dict) -> HttpResponse:
        common = self.admin_site.each_context(request) | {"opts": self.opts}
        template = f"joining/admin/agreement/{template}.html"
        return TemplateResponse(request, template, common | context)


def why_not_in_force(agreement: Agreement) -> str:
    """Empty where it is in force."""
    if agreement in Agreement.objects.in_force():
        return ""
    if agreement.in_force_from > timezone.localdate():
        return _("It is not in force yet.")
    if not agreement.is_public:
        return _("It is not public, so it is not in force.")
    return _("Another version is in force today.")


def signatures_url(agreement: Agreement) -> str:
    return reverse("admin:members_agreement_signatures", args=[agreement.pk])


def member_row(member: agreement_signatures.Member) -> dict[str, str]:
    return {"name": str(member), "url": member_url(member)}

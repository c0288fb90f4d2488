"""What a coordinator sees of the documents that members sign, and of who has signed them."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from joining import signing
from joining.admin import frame
from joining.models import Signature
from members.models import Agreement
from network.admin import TranslatedAdmin
from network.forms import RuleForm


class AgreementForm(RuleForm):
    rules = {"agreement_version_once": "version", "agreement_one_in_force": "in_force_from"}


@admin.register(Agreement)
class AgreementAdmin(TranslatedAdmin):
    form = AgreementForm
    change_form_template = "admin/joining/agreement/change_form.html"
    change_list_template = "admin/joining/agreement/change_list.html"
    list_display = ["__str__", "in_force_from", "signed"]
    list_filter = ["document"]
    fieldsets = [(None, {"fields": [("document", "version", "in_force_from"), "text"]})]

    def view_on_site(self, agreement: Agreement) -> str | None:
        begun = agreement.in_force_from <= timezone.localdate()
        return agreement.get_absolute_url() if begun and agreement.is_written() else None

    def get_urls(self):
        guard, name = self.admin_site.admin_view, "members_agreement_{}".format
        return [
            path("<int:pk>/signatures/", guard(self.signatures), name=name("signatures")),
            path("ask-to-sign/", guard(self.ask_to_sign), name=name("ask_to_sign")),
            *super().get_urls(),
        ]

    def get_list_display(self, request):
        """Who only reads the documents is not told who has signed them."""
        shown = [*super().get_list_display(request)]
        return shown if self.has_change_permission(request) else shown[:-1]

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(number_signed=models.Count("signatures"))

    def changelist_view(self, request, extra_context=None):
        may_ask = {"may_ask": self.has_change_permission(request)}
        return super().changelist_view(request, may_ask | (extra_context or {}))

    @admin.display(description=gettext_lazy("signed"))
    def signed(self, agreement: Agreement) -> str:
        number = agreement.number_signed
        words = ngettext("by {n} member", "by {n} members", number).format(n=number)
        return format_html('<a href="{}">{}</a>', signatures_address(agreement), words)

    def signatures(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Who has signed one version, and when, and who has not: members in person among them."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        agreement = get_object_or_404(Agreement, pk=pk)
        signed = agreement.signatures.select_related("organisation", "person")
        missing = signing.without_signature([agreement])
        context = {
            "title": _("Signatures: {document}").format(document=agreement),
            "agreement": agreement,
            "is_in_force": agreement in Agreement.objects.in_force(),
            "signed": [(named(member_of(one)), one) for one in signed],
            "missing": [(named(member), member) for member in missing],
        }
        return self.page(request, "signatures", context)

    def ask_to_sign(self, request: HttpRequest) -> HttpResponse:
        """Letters to all members that have not signed what is in force; counted before they go."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        if request.method == "POST":
            number = len(signing.ask_all(request.user).asked)
            said = ngettext("{n} letter is on its way.", "{n} letters are on their way.", number)
            self.message_user(request, said.format(n=number), messages.SUCCESS)
            return redirect(self._address("changelist"))
        to_do = signing.next_round()
        context = {
            "title": _("Ask all members to sign again"),
            "agreements": Agreement.objects.in_force(),
            "number": len(to_do.asked),
            "number_before": len(to_do.asked_before),
            "without_address": [named(member) for member in to_do.without_address],
        }
        return self.page(request, "ask_to_sign", context)

    def page(self, request: HttpRequest, template: str, context: dict) -> HttpResponse:
        common = self.admin_site.each_context(request) | {"opts": self.opts}
        template = f"admin/joining/agreement/{template}.html"
        return TemplateResponse(request, template, common | context)


def signatures_address(agreement: Agreement) -> str:
    return reverse("admin:members_agreement_signatures", args=[agreement.pk])


def member_of(signature: Signature):
    return signature.organisation or signature.person


def named(member) -> dict:
    return {"name": str(member), "address": frame.form_address(member)}

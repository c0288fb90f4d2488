"""What a coordinator sees of the documents that members sign."""

from django.contrib import admin
from django.db import models
from django.utils import timezone

from members.models import Agreement
from network.admin import TranslatedAdmin
from network.forms import DayInput, RuleForm


class AgreementForm(RuleForm):
    rules = {"agreement_version_once": "version", "agreement_one_in_force": "in_force_from"}


@admin.register(Agreement)
class AgreementAdmin(TranslatedAdmin):
    form = AgreementForm
    formfield_overrides = {models.DateField: {"widget": DayInput}}
    list_display = ["__str__", "in_force_from"]
    list_filter = ["document"]
    fieldsets = [(None, {"fields": [("document", "version", "in_force_from"), "text"]})]

    def view_on_site(self, agreement: Agreement) -> str | None:
        begun = agreement.in_force_from <= timezone.localdate()
        return agreement.get_absolute_url() if begun and agreement.is_written() else None

from calendar import monthrange
from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from cms.admin import TranslatedAdmin
from cms.admin.forms import SlugForm
from cms.admin.short_url import ShortUrlMixin
from cms.i18n import languages
from events.models import Campaign
from events.models.campaign import DAY_FIELDS, LEAP_YEAR
from notes.admin.second_reader import RequiresSecondReaderMixin


class CampaignForm(SlugForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].help_text = _("A series needs no days: it has those of its events.")

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("kind") == Campaign.Kind.SERIES:
            return cleaned | dict.fromkeys(DAY_FIELDS)
        for name in DAY_FIELDS:
            if cleaned.get(name) is None and name not in self.errors:
                self.add_error(name, _("A campaign needs this; only a series has none."))
        self._check_day_of_month("from", cleaned)
        self._check_day_of_month("to", cleaned)
        return cleaned

    def _check_day_of_month(self, prefix: str, cleaned: dict[str, Any]) -> None:
        month, day = cleaned.get(f"{prefix}_month"), cleaned.get(f"{prefix}_day")
        if month and month <= 12 and day and day > monthrange(LEAP_YEAR, month)[1]:
            self.add_error(f"{prefix}_day", _("This month has no such day."))


@admin.register(Campaign)
class CampaignAdmin(RequiresSecondReaderMixin, ShortUrlMixin, TranslatedAdmin):
    form = CampaignForm
    public_switch_field = "is_public"
    list_display = ["__str__", "kind", "slug", "is_public"]
    list_filter = ["kind", "is_public"]
    search_fields = [*languages.field_names("name"), "slug"]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "name",
                    "kind",
                    ("from_month", "from_day"),
                    ("to_month", "to_day"),
                    "description",
                    "slug",
                    "is_public",
                ]
            },
        )
    ]

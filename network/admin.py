from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cms.admin import SingletonAdmin, SiteModelAdmin, TranslatedAdmin
from cms.admin.content_admin import ContentAdmin
from cms.admin.forms import SlugForm
from cms.admin.short_url import ShortUrlMixin
from cms.admin.widgets import LogoInput
from cms.files import images
from cms.i18n import languages
from cms.publishing.short_urls import JOIN
from network.models import Contact, Network, Page, Redirect, Topic
from notes import mentions
from notes.admin.second_reader import RequiresSecondReaderMixin

# Pixels of the longer side; see `cms.files.images`.
LOGO_SIDE = 800

ALONE = _("Only one active staff account may see pages, so nobody else could check what it writes.")


def has_second_reader() -> bool:
    return len(mentions.colleagues(Page)) > 1


@admin.register(Page)
class PageAdmin(RequiresSecondReaderMixin, ContentAdmin):
    list_display = ["__str__", "place", "order"]
    list_filter = ["place"]
    search_fields = [*languages.field_names("title"), *languages.field_names("body"), "slug"]
    fieldsets = [
        (None, {"fields": ["title", "body", ("place", "order"), "shows_contact"]}),
        (_("Address and original language"), {"fields": ["slug", "original_language"]}),
    ]


class NetworkForm(forms.ModelForm):
    """A logo is published as a PNG of its pixels only, whatever was uploaded."""

    class Meta:
        widgets = {"logo": LogoInput}
        # Django's ImageField would decode the upload in this process.
        field_classes = {"logo": forms.FileField}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields.get("needs_second_reader")
        if field and not has_second_reader():
            field.help_text = format_html("{} <strong>{}</strong>", field.help_text, ALONE)

    def clean_needs_second_reader(self) -> bool:
        needs: bool = self.cleaned_data["needs_second_reader"]
        if needs and "needs_second_reader" in self.changed_data and not has_second_reader():
            raise ValidationError(ALONE)
        return needs

    def clean_logo(self) -> Any:
        logo = self.cleaned_data["logo"]
        if "logo" not in self.changed_data or not logo:
            return logo
        return images.make_logo(logo, LOGO_SIDE)


@admin.register(Network)
class NetworkAdmin(ShortUrlMixin, SingletonAdmin, TranslatedAdmin):
    def short_code(self, item: Network) -> str:
        return JOIN

    form = NetworkForm
    fieldsets = [
        (None, {"fields": ["name", "short_name", "tagline", "vision", "about", "logo"]}),
        (
            _("Facts"),
            {"fields": ["founded_on", "place", "parent_name", "parent_url", "parent_country"]},
        ),
        (_("Contact details"), {"fields": [("contact", "press_contact"), "social_links"]}),
        (pgettext_lazy("of the site", "Translations"), {"fields": ["tells_outdated_translations"]}),
        (_("Page views"), {"fields": ["counts_page_views"]}),
        (_("Publication"), {"fields": ["needs_second_reader"]}),
        (
            _("Joining"),
            {
                "fields": [
                    "deciding_body",
                    "fee",
                    ("expected_weeks", "votes_needed", "referees_needed"),
                ]
            },
        ),
    ]


@admin.register(Topic)
class TopicAdmin(TranslatedAdmin):
    form = SlugForm
    show_save_and_add_another = True
    list_display = ["__str__", *languages.field_names("name"), "slug"]
    search_fields = [*languages.field_names("name"), "slug"]
    fieldsets = [(None, {"fields": ["name", "slug"]})]


@admin.register(Contact)
class ContactAdmin(TranslatedAdmin):
    list_display = ["__str__", "email", "phone"]
    search_fields = [
        *languages.field_names("name"),
        *languages.field_names("organisation"),
        "email",
    ]
    fieldsets = [(None, {"fields": ["name", "role", "organisation", ("email", "phone")]})]


@admin.register(Redirect)
class RedirectAdmin(SiteModelAdmin):
    show_save_and_add_another = True
    list_display = ["from_path", "to_path"]
    search_fields = ["from_path", "to_path"]
    fieldsets = [(None, {"fields": ["from_path", "to_path"]})]

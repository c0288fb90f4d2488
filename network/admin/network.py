"""What a coordinator sees of the network itself: its facts, pages, topics and addresses."""

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from network import images, languages
from network.admin.content import ContentAdmin
from network.admin.desk import DeskAdmin, OneRow, TranslatedAdmin
from network.forms import LogoInput, NamedForm
from network.models import Contact, Network, Page, Redirect, Topic

# What a logo needs at most; see `network.images`.
LOGO_SIDE = 800


@admin.register(Page)
class PageAdmin(ContentAdmin):
    list_display = ["__str__", "place", "order"]
    list_filter = ["place"]
    search_fields = [*languages.columns("title"), *languages.columns("body"), "slug"]
    fieldsets = [
        (None, {"fields": ["title", "body", ("place", "order"), "shows_contact"]}),
        (_("Address and origin"), {"fields": ["slug", "original_language"]}),
    ]


class LogoForm(forms.ModelForm):
    """A logo becomes public as a PNG of its pixels, whatever was uploaded."""

    class Meta:
        widgets = {"logo": LogoInput}
        # Django's field for pictures would decode them in this process.
        field_classes = {"logo": forms.FileField}

    def clean_logo(self):
        logo = self.cleaned_data["logo"]
        if "logo" not in self.changed_data or not logo:
            return logo
        return images.logo(logo, LOGO_SIDE)


@admin.register(Network)
class NetworkAdmin(OneRow, TranslatedAdmin):
    form = LogoForm
    fieldsets = [
        (None, {"fields": ["name", "short_name", "tagline", "vision", "about", "logo"]}),
        (
            _("Facts"),
            {"fields": ["founded_on", "place", "parent_name", "parent_url", "parent_place"]},
        ),
        (_("How to reach it"), {"fields": [("contact", "press_contact"), "social_links"]}),
        (
            _("Joining"),
            {
                "fields": [
                    "deciding_body",
                    "fee",
                    ("expected_weeks", "votes_needed", "references_needed"),
                ]
            },
        ),
    ]


@admin.register(Topic)
class TopicAdmin(TranslatedAdmin):
    form = NamedForm
    adds_many = True
    list_display = ["__str__", *languages.columns("name"), "slug"]
    search_fields = [*languages.columns("name"), "slug"]
    fieldsets = [(None, {"fields": ["name", "slug"]})]


@admin.register(Contact)
class ContactAdmin(TranslatedAdmin):
    list_display = ["__str__", "email", "phone"]
    search_fields = [*languages.columns("name"), *languages.columns("organisation"), "email"]
    fieldsets = [(None, {"fields": ["name", "role", "organisation", ("email", "phone")]})]


@admin.register(Redirect)
class RedirectAdmin(DeskAdmin):
    adds_many = True
    list_display = ["from_path", "to_path"]
    search_fields = ["from_path", "to_path"]
    fieldsets = [(None, {"fields": ["from_path", "to_path"]})]

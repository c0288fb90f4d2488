"""What a coordinator sees of organisations and of the regions they work in."""

from django import forms
from django.contrib import admin
from django.db import models
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationInlineModelAdmin

from members.models import Organisation, Person, Region
from network import languages
from network.admin import ContentAdmin, SideBySide, TopicForm, TranslatedAdmin, module
from network.forms import ContentForm, DayInput
from network.rows import NamedByTyping, Rows


class OrganisationForm(ContentForm):
    rules = {"organisation_left_after_it_joined": "left_on"}


class PersonInline(Rows, SideBySide, TranslationInlineModelAdmin, admin.StackedInline):
    """Names and roles only; the rest stands on the person's own form."""

    model = Person
    adds = _("Add a person")
    ordered = False
    # To take somebody out of an organisation must not delete the person.
    can_delete = False
    show_change_link = True
    fieldsets = [(None, {"fields": ["name", "role"]})]


@admin.register(Organisation)
class OrganisationAdmin(NamedByTyping, ContentAdmin):
    form = OrganisationForm
    formfield_overrides = {models.DateField: {"widget": DayInput}}
    list_display = ["__str__", "kind", "joined_on"]
    list_filter = ["kind", "region", "is_founding_member", "topics"]
    search_fields = [*languages.columns("name"), "abbreviation", "other_names", "slug"]
    fieldsets = [
        (None, {"fields": ["name", ("kind", "abbreviation"), "summary", "description"]}),
        (
            _("In the network"),
            {
                "fields": [
                    ("joined_on", "joined_precision", "is_founding_member"),
                    ("joined_alliance_on", "joined_alliance_precision", "left_on"),
                ]
            },
        ),
        (
            _("More about this organisation"),
            {
                "fields": [
                    ("region", "city"),
                    "topics",
                    ("website", "social_links", "other_names"),
                    ("founded_on", "founded_precision"),
                    ("slug", "original_language"),
                ],
                "classes": ["closing"],
            },
        ),
    ]
    inlines = [PersonInline]

    class Media:
        js = [module("desk-rows")]

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        if db_field.name == "topics":
            kwargs["widget"] = forms.CheckboxSelectMultiple
        return super().formfield_for_manytomany(db_field, request, **kwargs)


@admin.register(Region)
class RegionAdmin(TranslatedAdmin):
    form = TopicForm
    adds_many = True
    list_display = ["__str__", "slug", "order"]
    search_fields = [*languages.columns("name"), "slug"]
    fieldsets = [(None, {"fields": ["name", ("slug", "order")]})]

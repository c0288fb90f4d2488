"""What a coordinator sees of organisations, people and their offices."""

from django import forms
from django.contrib import admin
from django.db import models
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationInlineModelAdmin

from members.models import Office, Organisation, Person
from network import languages
from network.admin import ContentAdmin, SideBySide, TranslatedAdmin, module
from network.forms import ContentForm, DayInput, RuleForm
from network.rows import NamedByTyping, RowForm, Rows
from photos.models import Photo
from photos.picker import PicksPhotos


class OrganisationForm(ContentForm):
    rules = {"organisation_left_after_it_joined": "left_on"}


class PersonForm(RuleForm):
    rules = {"person_minor_has_no_profile": "has_public_profile"}


class OfficeForm(RuleForm):
    rules = {"office_ends_after_it_starts": "ended_on"}


class OfficeRow(RowForm, OfficeForm):
    pass


class PersonInline(Rows, SideBySide, TranslationInlineModelAdmin, admin.StackedInline):
    """Names and roles only; the rest stands on the person's own form."""

    model = Person
    adds = _("Add a person")
    ordered = False
    # To take somebody out of an organisation must not delete the person.
    can_delete = False
    show_change_link = True
    fieldsets = [(None, {"fields": ["name", "role"]})]


class OfficeInline(Rows, SideBySide, TranslationInlineModelAdmin, admin.StackedInline):
    model = Office
    form = OfficeRow
    adds = _("Add an office")
    ordered = False
    fieldsets = [(None, {"fields": ["title", ("body", "started_on", "ended_on")]})]


@admin.register(Organisation)
class OrganisationAdmin(NamedByTyping, ContentAdmin):
    form = OrganisationForm
    formfield_overrides = {models.DateField: {"widget": DayInput}}
    list_display = ["__str__", "kind", "joined_on"]
    list_filter = ["kind", "is_founding_member", "topics"]
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
                    "city",
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


@admin.register(Person)
class PersonAdmin(NamedByTyping, PicksPhotos, TranslatedAdmin):
    form = PersonForm
    adds_many = True
    list_display = ["__str__", "role", "organisation", "has_public_profile"]
    list_filter = ["has_public_profile", "is_minor"]
    list_select_related = ["organisation"]
    search_fields = [*languages.columns("name"), *languages.columns("sort_name"), "other_names"]
    autocomplete_fields = ["organisation"]
    fieldsets = [
        (None, {"fields": ["name", "role", "organisation"]}),
        (
            _("Public profile"),
            {"fields": [("has_public_profile", "is_minor"), "biography", "portrait"]},
        ),
        (_("For lists and search"), {"fields": ["sort_name", "other_names"]}),
    ]
    inlines = [OfficeInline]

    class Media:
        js = [module("desk-rows")]

    def photos_of_form(self, request):
        person = request.resolver_match.kwargs.get("object_id")
        used = Photo.objects.select_related("photographer")
        return used.filter(portrayed=person) if person else []


@admin.register(Office)
class OfficeAdmin(TranslatedAdmin):
    form = OfficeForm
    formfield_overrides = {models.DateField: {"widget": DayInput}}
    list_display = ["__str__", "person", "body", "started_on", "ended_on"]
    list_filter = ["body"]
    list_select_related = ["person"]
    search_fields = [*languages.columns("title"), *languages.columns("person__name")]
    autocomplete_fields = ["person"]
    fieldsets = [(None, {"fields": ["person", "title", ("body", "started_on", "ended_on")]})]

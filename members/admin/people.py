"""What a coordinator sees of people and of the offices they hold."""

from django.contrib import admin
from django.db import models
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationInlineModelAdmin

from members.models import Office, Person
from network import languages
from network.admin import SideBySide, TranslatedAdmin, module
from network.forms import DayInput, RuleForm
from network.rows import NamedByTyping, RowForm, Rows
from photos.models import Photo
from photos.picker import PicksPhotos


class PersonForm(RuleForm):
    rules = {
        "person_minor_has_no_profile": "has_public_profile",
        "person_left_after_joining": "left_on",
    }


class OfficeForm(RuleForm):
    rules = {"office_ends_after_it_starts": "ended_on"}


class OfficeRow(RowForm, OfficeForm):
    pass


class OfficeInline(Rows, SideBySide, TranslationInlineModelAdmin, admin.StackedInline):
    model = Office
    form = OfficeRow
    adds = _("Add an office")
    ordered = False
    fieldsets = [(None, {"fields": ["title", ("body", "started_on", "ended_on")]})]


@admin.register(Person)
class PersonAdmin(NamedByTyping, PicksPhotos, TranslatedAdmin):
    form = PersonForm
    formfield_overrides = {models.DateField: {"widget": DayInput}}
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
        (
            _("In the network"),
            {
                "fields": [
                    ("joined_on", "left_on"),
                    ("contact_name", "contact_email", "contact_language"),
                ]
            },
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

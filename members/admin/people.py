"""What a coordinator sees of people: offices, photos and profile on one page, and hiding."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationInlineModelAdmin

from members import hiding
from members.admin.appearances import InPhotosInline, taken_out
from members.admin.hiding import HiddenFilter, Hides
from members.models import Office, Person
from network import erasures, languages
from network.admin import SideBySide, TranslatedAdmin, module
from network.forms import RuleForm
from network.rows import NamedByTyping, RowForm, Rows
from photos import library
from photos.picker import PicksPhotos


class PersonForm(RuleForm):
    rules = {
        "person_minor_has_no_profile": "has_public_profile",
        "person_profile_has_address": "slug",
        "person_left_after_joining": "left_on",
    }

    def clean_slug(self) -> str | None:
        """Two people without an address are no clash."""
        return self.cleaned_data["slug"] or None


class OfficeForm(RuleForm):
    rules = {"office_ends_after_it_starts": "ended_on"}


class OfficeRow(RowForm, OfficeForm):
    pass


class OfficeInline(Rows, SideBySide, TranslationInlineModelAdmin, admin.StackedInline):
    model = Office
    form = OfficeRow
    adds = _("Add an office")
    ordered = False
    fieldsets = [
        (None, {"fields": ["title", "group", ("body", "started_on", "ended_on", "precision")]})
    ]


@admin.register(Person)
class PersonAdmin(Hides, NamedByTyping, PicksPhotos, TranslatedAdmin):
    form = PersonForm
    adds_many = True
    change_form_template = "admin/members/person/change_form.html"
    list_display = ["__str__", "role", "organisation", "has_public_profile", "shown"]
    list_filter = [HiddenFilter, "has_public_profile", "is_minor"]
    list_select_related = ["organisation"]
    search_fields = [*languages.columns("name"), *languages.columns("sort_name"), "other_names"]
    autocomplete_fields = ["organisation"]
    fieldsets = [
        (None, {"fields": ["name", "role", "organisation"]}),
        (
            _("Public profile"),
            {
                "fields": [
                    ("has_public_profile", "noindex", "is_minor"),
                    "biography",
                    "portrait",
                    "slug",
                ]
            },
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
    photos_by = "portrayed"
    inlines = [OfficeInline, InPhotosInline]

    class Media:
        js = [module("desk-rows")]

    def render_change_form(self, request, context, **kwargs):
        if person := context.get("original"):
            context["may_hide"] = self.has_change_permission(request, person)
        return super().render_change_form(request, context, **kwargs)

    def save_model(self, request, obj, form, change):
        before = Person.objects.filter(pk=obj.pk).first()
        form.photos_before = hiding.photos_of(before) if before else set()
        super().save_model(request, obj, form, change)
        erasures.note_closed(obj, before)
        if obj.portrait:
            library.keep_small(obj.portrait)

    def save_related(self, request, form, formsets, change):
        """Photos follow what was said of the person; a new name is looked for, too."""
        super().save_related(request, form, formsets, change)
        hiding.drop(taken_out(formsets))
        person = form.instance
        if person.is_hidden:
            hiding.hide(person, request.user)
        hiding.settle(form.photos_before | hiding.photos_of(person))

    def view_on_site(self, person: Person) -> str | None:
        return person.get_absolute_url() if person.has_page else None

    def delete_model(self, request, obj):
        hiding.forget(obj)

    def delete_queryset(self, request, queryset):
        for person in queryset:
            hiding.forget(person)


@admin.register(Office)
class OfficeAdmin(TranslatedAdmin):
    form = OfficeForm
    list_display = ["__str__", "person", "body", "started_on", "ended_on"]
    list_filter = ["body"]
    list_select_related = ["person"]
    search_fields = [*languages.columns("title"), *languages.columns("person__name")]
    autocomplete_fields = ["person"]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "person",
                    "title",
                    "group",
                    ("body", "started_on", "ended_on", "precision"),
                ]
            },
        )
    ]

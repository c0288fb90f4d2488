from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from cms.admin import TranslatedAdmin, module_script
from cms.admin.forms import ConstraintForm
from cms.admin.inlines import InitialNameMixin, InlineRowForm, TranslatedSortableInline
from cms.admin.permissions import authenticated_user
from cms.i18n import languages
from cms.text.proofreading_messages import Finding
from erasure_log import erasures
from members.admin.appearances import PersonPhotosInline, removed_appearances
from members.admin.hiding import HiddenFilter, HidingMixin
from members.models import Office, Person
from members.names import hiding
from notes.admin.second_reader import RequiresSecondReaderMixin
from photos import actions
from photos.admin import withheld_photos
from photos.admin.picker import PhotoPickerMixin


class PersonForm(ConstraintForm):
    constraint_error_fields = {
        "person_minor_has_no_profile": "has_public_profile",
        "person_profile_has_address": "slug",
        "person_left_after_joining": "left_on",
    }

    def clean_slug(self) -> str | None:
        """NULL, so that two people without a slug do not collide."""
        return self.cleaned_data["slug"] or None


class OfficeForm(ConstraintForm):
    constraint_error_fields = {"office_ends_after_it_starts": "ended_on"}


class OfficeRowForm(InlineRowForm, OfficeForm):
    pass


class OfficeInline(TranslatedSortableInline):
    model = Office
    form = OfficeRowForm
    add_label = _("Add an office")
    sortable = False
    fieldsets = [
        (None, {"fields": ["title", "group", ("body", "started_on", "ended_on", "precision")]})
    ]


@admin.register(Person)
class PersonAdmin(
    RequiresSecondReaderMixin, HidingMixin, InitialNameMixin, PhotoPickerMixin, TranslatedAdmin
):
    form = PersonForm
    public_switch_field = "has_public_profile"
    show_save_and_add_another = True
    change_form_template = "members/admin/person/change_form.html"
    list_display = ["__str__", "role", "organisation", "has_public_profile", "hide_button"]
    list_filter = [HiddenFilter, "has_public_profile", "is_minor"]
    list_select_related = ["organisation"]
    search_fields = [
        *languages.field_names("name"),
        *languages.field_names("sort_name"),
        "other_names",
    ]
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
    lookup_from_photo_to_item = "portrait_of"
    # To be deleted is the wish of the person, or the duty of the network.
    goes_to_trash = False
    inlines = [OfficeInline, PersonPhotosInline]

    class Media:
        js = [module_script("forms/sortable_inlines")]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        if person := context.get("original"):
            context["may_hide"] = self.has_change_permission(request, person)
        return super().render_change_form(request, context, *args, **kwargs)

    def find_problems(self, item: Person) -> Iterator[Finding]:
        yield from super().find_problems(item)
        yield from withheld_photos.find_withheld_in_field(item, "portrait")

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        before = Person.objects.filter(pk=obj.pk).first()
        form.photos_before = hiding.photos_depending_on(before) if before else set()
        super().save_model(request, obj, form, change)
        erasures.record_unpublishing_for_replay(obj, before)
        if obj.portrait:
            actions.mark_as_person_portrait(obj.portrait)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Puts photos on hold or releases them as the person now wishes, and searches texts for new
        names."""
        super().save_related(request, form, formsets, change)
        hiding.take_down_photos_of(removed_appearances(formsets))
        person = form.instance
        if person.is_hidden:
            hiding.hide_person(person, authenticated_user(request))
        hiding.update_photos_on_hold(form.photos_before | hiding.photos_depending_on(person))

    def search_status(self, item: Person) -> str:
        return pgettext("a person", "hidden") if item.is_hidden else ""

    def view_on_site(self, person: Person) -> str | None:
        return person.get_absolute_url() if person.has_page else None

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        hiding.delete_person(obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        for person in queryset:
            hiding.delete_person(person)


@admin.register(Office)
class OfficeAdmin(TranslatedAdmin):
    form = OfficeForm
    list_display = ["__str__", "person", "body", "started_on", "ended_on"]
    list_filter = ["body"]
    list_select_related = ["person"]
    search_fields = [*languages.field_names("title"), *languages.field_names("person__name")]
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

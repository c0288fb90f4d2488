"""Who is in a photo: entered on the page of the person, or on the page of the photo."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.db.models import F, QuerySet
from django.forms import BaseModelFormSet
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _

from cms.admin import module_script
from cms.admin.inlines import (
    InlineRowForm,
    TranslatedSortableInline,
    UniqueRowsFormSet,
)
from cms.i18n import languages
from members.models import Appearance
from members.names import captions, hiding
from photos.admin.photos import PhotoAdmin
from photos.admin.picker import PhotoPickerMixin
from photos.models import Photo


class AppearanceRowForm(InlineRowForm):
    constraint_error_fields = {"appearance_one_a_place": "position"}


class PersonPhotosFormSet(UniqueRowsFormSet):
    unique_row_fields = ("photo",)
    duplicate_message = _("This photo has been added already.")


class PhotoPeopleFormSet(UniqueRowsFormSet):
    unique_row_fields = ("person",)
    duplicate_message = _("This person has been added already.")
    unique_position_fields = ("position",)

    def clean(self) -> None:
        super().clean()
        self.refuse_duplicates(
            self.unique_position_fields, _("Somebody else already has this place in the photo.")
        )

    def all_unique_row_fields(self) -> set[str]:
        return {*self.unique_row_fields, *self.unique_position_fields}


class AppearanceInline(TranslatedSortableInline):
    model = Appearance
    form = AppearanceRowForm
    sortable = False


def removed_appearances(formsets: Iterable[BaseModelFormSet]) -> list[Appearance]:
    deleted = (item for formset in formsets for item in formset.deleted_objects)
    return [item for item in deleted if isinstance(item, Appearance)]


class PersonPhotosInline(PhotoPickerMixin, AppearanceInline):
    formset = PersonPhotosFormSet
    verbose_name_plural = _("in these photos")
    add_label = _("Add a photo")
    lookup_from_photo_to_item = "appearances__person"
    fieldsets = [(None, {"fields": ["photo", ("position", "consent"), "job_title"]})]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("photo__photographer")


class PhotoPeopleInline(AppearanceInline):
    formset = PhotoPeopleFormSet
    verbose_name_plural = _("in the photo")
    add_label = _("Add a person")
    autocomplete_fields = ["person"]
    fieldsets = [(None, {"fields": [("person", "position", "consent"), "job_title"]})]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).order_by(F("position").asc(nulls_last=True), "pk")


admin.site.unregister(Photo)


@admin.register(Photo)
class PhotoWithPeopleAdmin(PhotoAdmin):
    """Adds the people in a photo, whom the app `photos` does not know."""

    readonly_fields = [*PhotoAdmin.readonly_fields, "proposed_caption"]
    inlines = [PhotoPeopleInline]

    class Media:
        js = [module_script("forms/sortable_inlines"), module_script("forms/suggestions")]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or not obj.appearances.exists():
            return fieldsets
        return [
            *fieldsets,
            (_("A caption made from the people in the photo"), {"fields": ["proposed_caption"]}),
        ]

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        hiding.take_down_photos_of(removed_appearances(formsets))
        hiding.update_photos_on_hold([form.instance])

    @admin.display(description=_("use this caption"))
    def proposed_caption(self, photo: Photo) -> str:
        """The caption from the saved appearances. A button adds it to the form."""
        rows = [
            (code, caption, languages.field_name("caption", code), _("Add to the caption"))
            for code, caption in captions.propose_captions(photo).items()
            if caption
        ]
        button = '<button type="button" class="plain" data-offers="id_{}" hidden>{}</button>'
        line = f'<p lang="{{}}">{{}} {button}</p>'
        return format_html_join("", line, rows) or str(_("Nobody in the photo may be named yet."))

"""Who is in a photo: entered on the page of the person, or on the page of the photo."""

from django.contrib import admin
from django.db.models import F
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationInlineModelAdmin

from members import hiding, wording
from members.models import Appearance
from network import languages
from network.admin import SideBySide, module
from network.rows import EachOnce, RowForm, Rows
from photos.admin import PhotoAdmin
from photos.models import Photo
from photos.picker import PicksPhotos


class AppearanceRow(RowForm):
    rules = {"appearance_one_a_place": "position"}


class PhotosOfPerson(EachOnce):
    once = ("photo",)
    said = _("This photo is here already.")


class PeopleOfPhoto(EachOnce):
    once = ("person",)
    said = _("This person is here already.")
    places = ("position",)

    def validate_unique(self):
        super().validate_unique()
        self.refuse_same(self.places, _("Somebody else already has this place in the photo."))

    def all_once(self):
        return {*self.once, *self.places}


class AppearanceInline(Rows, SideBySide, TranslationInlineModelAdmin, admin.StackedInline):
    model = Appearance
    form = AppearanceRow
    ordered = False


def taken_out(formsets) -> list[Appearance]:
    """The rows of people in photos that a form, now saved, has taken out."""
    gone = (item for formset in formsets for item in formset.deleted_objects)
    return [item for item in gone if isinstance(item, Appearance)]


class InPhotosInline(PicksPhotos, AppearanceInline):
    """The photos of a person."""

    formset = PhotosOfPerson
    verbose_name_plural = _("in these photos")
    adds = _("Add a photo")
    photos_by = "appearances__person"
    fieldsets = [(None, {"fields": ["photo", ("position", "consent"), "role_text"]})]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("photo__photographer")


class PeopleInPhotoInline(AppearanceInline):
    """The people of a photo, from the left."""

    formset = PeopleOfPhoto
    verbose_name_plural = _("in the photo")
    adds = _("Add a person")
    autocomplete_fields = ["person"]
    fieldsets = [(None, {"fields": [("person", "position", "consent"), "role_text"]})]

    def get_queryset(self, request):
        return super().get_queryset(request).order_by(F("position").asc(nulls_last=True), "pk")


admin.site.unregister(Photo)


@admin.register(Photo)
class PhotoAndPeopleAdmin(PhotoAdmin):
    """A photo with the people in it, which the room below does not know."""

    readonly_fields = [*PhotoAdmin.readonly_fields, "offered"]
    inlines = [PeopleInPhotoInline]

    class Media:
        js = [module("desk-rows"), module("desk-offered-words")]

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or not obj.appearances.exists():
            return fieldsets
        return [*fieldsets, (_("A caption from the people in the photo"), {"fields": ["offered"]})]

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        hiding.drop(taken_out(formsets))
        hiding.settle([form.instance])

    @admin.display(description=_("take it over"))
    def offered(self, photo: Photo) -> str:
        """Made from the rows below as they are saved; nothing is written into the caption by
        itself."""
        words = [
            (code, words, languages.column("caption", code), _("Add to the caption"))
            for code, words in wording.captions(photo).items()
            if words
        ]
        button = '<button type="button" class="plain" data-offers="id_{}" hidden>{}</button>'
        line = f'<p lang="{{}}">{{}} {button}</p>'
        return format_html_join("", line, words) or _("Nobody in the photo may be named yet.")

"""What a coordinator sees of organisations and of the regions they work in."""

from django import forms
from django.contrib import admin
from django.db import models
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationInlineModelAdmin

from members.models import Office, Organisation, OrganisationPhoto, Person, Region
from network import dates, images, languages
from network.admin import ContentAdmin, SideBySide, TopicForm, TranslatedAdmin, module
from network.forms import ContentForm, DayInput, LogoInput, RuleForm
from network.rows import NamedByTyping, Rows
from photos.models import Photo
from photos.picker import PicksPhotos

# Shown at a few centimetres on the page of a member, and twice as sharp on good screens.
LOGO_SIDE = 400


class OrganisationForm(ContentForm):
    rules = {
        "organisation_left_after_it_joined": "left_on",
        "organisation_delisted_for_a_reason": "delisting_reason",
        "organisation_light_logo_first": "logo",
    }

    class Meta:
        widgets = {"logo": LogoInput, "logo_dark": LogoInput(on_dark=True)}

    def clean_logo(self):
        return self._as_public("logo")

    def clean_logo_dark(self):
        return self._as_public("logo_dark")

    def _as_public(self, name: str):
        logo = self.cleaned_data[name]
        return images.logo(logo, LOGO_SIDE) if name in self.changed_data and logo else logo


class RegionForm(TopicForm, RuleForm):
    rules = {"region_has_row_and_place": "map_column", "region_alone_on_its_tile": "map_column"}


class PhotoInline(PicksPhotos, Rows, admin.StackedInline):
    model = OrganisationPhoto
    adds = _("Add photos")
    picks_photos = True
    fieldsets = [(None, {"fields": ["photo", "order"]})]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("photo")

    def photos_of_form(self, request):
        organisation = request.resolver_match.kwargs.get("object_id")
        used = Photo.objects.select_related("photographer").distinct()
        return used.filter(organisation_places__organisation=organisation) if organisation else []


class PersonInline(Rows, SideBySide, TranslationInlineModelAdmin, admin.StackedInline):
    """Names, roles and, to read, offices; the rest stands on the person's own form."""

    model = Person
    adds = _("Add a person")
    ordered = False
    # To take somebody out of an organisation must not delete the person.
    can_delete = False
    show_change_link = True
    fieldsets = [(None, {"fields": ["name", "role", ("has_public_profile", "offices_held")]})]
    readonly_fields = ["offices_held"]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("offices")

    @admin.display(description=_("offices in the network"))
    def offices_held(self, person: Person) -> str:
        held = person.offices.all() if person.pk else ()
        return " · ".join(f"{office} ({term(office)})" for office in held) or "–"


def term(office: Office) -> str:
    """From when to when; open at the end while it lasts."""
    days = (office.started_on, office.ended_on)
    return "–".join(dates.printed(day, dates.Precision.DAY) for day in days)


@admin.register(Organisation)
class OrganisationAdmin(NamedByTyping, ContentAdmin):
    form = OrganisationForm
    formfield_overrides = {models.DateField: {"widget": DayInput}}
    list_display = ["__str__", "kind", "region", "joined_on"]
    list_filter = ["kind", "region", "is_founding_member", "is_delisted", "topics"]
    list_select_related = ["region"]
    search_fields = [*languages.columns("name"), "abbreviation", "other_names", "slug"]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "name",
                    ("kind", "abbreviation"),
                    "summary",
                    "description",
                    ("logo", "logo_dark"),
                ]
            },
        ),
        (
            _("In the network"),
            {
                "fields": [
                    ("joined_on", "joined_precision", "is_founding_member"),
                    ("joined_alliance_on", "joined_alliance_precision", "left_on"),
                    ("is_delisted", "delisting_reason"),
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
    inlines = [PersonInline, PhotoInline]

    class Media:
        js = [module("desk-rows")]

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        if db_field.name == "topics":
            kwargs["widget"] = forms.CheckboxSelectMultiple
        return super().formfield_for_manytomany(db_field, request, **kwargs)


@admin.register(Region)
class RegionAdmin(TranslatedAdmin):
    form = RegionForm
    adds_many = True
    list_display = ["__str__", "slug", "order", "map_row", "map_column"]
    search_fields = [*languages.columns("name"), "slug"]
    fieldsets = [
        (None, {"fields": ["name", "short_name", ("slug", "order", "map_row", "map_column")]})
    ]

"""What a coordinator sees of organisations and of the regions they work in."""

from datetime import timedelta

from django import forms
from django.contrib import admin
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationInlineModelAdmin

from members import logos
from members.admin import doubles, lists, proposals
from members.admin.logos import logo
from members.models import Office, Organisation, OrganisationPhoto, Person, Region
from members.models.logos import LOGO_SIDE
from network import erasures, images, languages
from network.admin import ContentAdmin, SideBySide, TranslatedAdmin, module
from network.forms import ContentForm, LogoInput, NamedForm, RuleForm
from network.rows import NamedByTyping, Rows
from photos.picker import PhotoRows

A_YEAR = timedelta(days=365)


class OrganisationForm(ContentForm):
    rules = {
        "organisation_left_after_it_joined": "left_on",
        "organisation_delisted_for_a_reason": "delisting_reason",
        "organisation_light_logo_first": "logo",
    }

    class Meta:
        widgets = {"logo": LogoInput, "logo_dark": LogoInput(on_dark=True)}
        # Django's field for pictures would decode them in this process.
        field_classes = {"logo": forms.FileField, "logo_dark": forms.FileField}

    def clean_logo(self):
        return self._as_public("logo")

    def clean_logo_dark(self):
        return self._as_public("logo_dark")

    def _as_public(self, name: str):
        logo = self.cleaned_data[name]
        return images.logo(logo, LOGO_SIDE) if name in self.changed_data and logo else logo


class RegionForm(NamedForm, RuleForm):
    rules = {"region_has_row_and_place": "map_column", "region_alone_on_its_tile": "map_column"}


class PhotoInline(PhotoRows):
    model = OrganisationPhoto
    photos_by = "organisation_places__organisation"


class ConfirmedFilter(admin.SimpleListFilter):
    """Whose word on its page is old."""

    title = _("last confirmed")
    parameter_name = "confirmed"

    def lookups(self, request, model_admin):
        return [
            ("year", _("within a year")),
            ("older", _("more than a year ago")),
            ("never", _("never")),
        ]

    def queryset(self, request, queryset):
        a_year_ago = timezone.localdate() - A_YEAR
        match self.value():
            case "year":
                return queryset.filter(confirmed_on__gte=a_year_ago)
            case "older":
                return queryset.filter(confirmed_on__lt=a_year_ago)
            case "never":
                return queryset.filter(confirmed_on=None)
        return queryset


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
    return f"{office.begun()}–{office.ended()}"


@admin.register(Organisation)
class OrganisationAdmin(NamedByTyping, ContentAdmin):
    form = OrganisationForm
    list_display = ["__str__", "kind", "region", "joined", "confirmed_on"]
    list_filter = [
        "kind",
        "region",
        "is_founding_member",
        "is_delisted",
        ConfirmedFilter,
        "topics",
    ]
    list_select_related = ["region"]
    actions = ["ask"]
    change_form_template = "admin/members/organisation/change_form.html"
    readonly_fields = ["confirmed_on"]
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
            _("For the desk alone"),
            {
                "fields": [("contact_name", "contact_email", "contact_language"), "confirmed_on"],
                "classes": ["closing"],
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

    @admin.display(description=_("joined the network"), ordering="joined_on")
    def joined(self, organisation: Organisation) -> str:
        return organisation.joined()

    def get_urls(self):
        guard = self.admin_site.admin_view
        pages = {
            "import/": (lists.upload, "upload"),
            "import/template/": (lists.template, "template"),
            "import/<int:pk>/": (lists.look, "list"),
            "import/<int:pk>/faulty/": (lists.faulty, "faulty"),
            "doubles/": (doubles.doubles, "doubles"),
            "doubles/<int:one>/<int:other>/": (doubles.tell_apart, "tell_apart"),
            "merge/<int:stays>/<int:goes>/": (doubles.merge, "merge"),
            "<int:pk>/ask/": (proposals.ask_one, "ask"),
            "logo/<str:name>": (logo, "logo"),
        }
        named = [
            path(route, guard(view), name=f"members_organisation_{name}")
            for route, (view, name) in pages.items()
        ]
        return [*named, *super().get_urls()]

    def render_change_form(self, request, context, **kwargs):
        if organisation := context.get("original"):
            context["proposal"] = organisation.proposals.open().first()
            context["asked"] = organisation.questions.answerable().first()
        return super().render_change_form(request, context, **kwargs)

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        logos.follow()

    def save_formset(self, request, form, formset, change):
        known = [row.instance.pk for row in formset.initial_forms]
        before = Person.objects.in_bulk(known) if formset.model is Person else {}
        super().save_formset(request, form, formset, change)
        for item, _fields in formset.changed_objects if before else ():
            erasures.note_closed(item, before.get(item.pk))

    def delete_model(self, request, obj):
        super().delete_model(request, obj)
        logos.follow()

    def response_action(self, request, queryset):
        """What is done from the list may publish, take back or delete."""
        response = super().response_action(request, queryset)
        logos.follow()
        return response

    @admin.action(description=_("Ask whether this is still right"), permissions=["change"])
    def ask(self, request, organisations):
        proposals.ask_all(request, organisations)

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

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import ManyToManyField, QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.admin import ContentAdmin, TranslatedAdmin, module_script
from cms.admin.forms import ConstraintForm, ContentForm, SlugForm
from cms.admin.inlines import InitialNameMixin, TranslatedSortableInline
from cms.admin.widgets import LogoInput
from cms.files import images
from cms.i18n import languages
from cms.text.proofreading_messages import Finding
from erasure_log import erasures
from members.admin import duplicates, list_import, proposals
from members.admin.logos import private_logo
from members.models import Office, Organisation, OrganisationPhoto, Person, Region
from members.models.logo_storage import LOGO_SIDE
from members.upkeep import logo_files
from notes.admin.second_reader import RequiresSecondReaderMixin
from photos.admin import withheld_photos
from photos.admin.picker import SortablePhotosInline

A_YEAR = timedelta(days=365)


class OrganisationForm(ContentForm):
    constraint_error_fields = {
        "organisation_left_after_it_joined": "left_on",
        "organisation_delisted_for_a_reason": "delisting_reason",
        "organisation_light_logo_first": "logo",
    }

    def clean(self) -> dict[str, Any]:
        cleaned_data = super().clean()
        if not {"is_delisted", "delisting_reason"}.isdisjoint(self.changed_data):
            self.instance.is_delisted_by_member = False
        return cleaned_data

    class Meta:
        widgets = {"logo": LogoInput, "logo_dark": LogoInput(on_dark=True)}
        # Django's field for pictures would decode them in this process.
        field_classes = {"logo": forms.FileField, "logo_dark": forms.FileField}

    def clean_logo(self) -> Any:
        return self._make_public_rendition("logo")

    def clean_logo_dark(self) -> Any:
        return self._make_public_rendition("logo_dark")

    def _make_public_rendition(self, name: str) -> Any:
        logo = self.cleaned_data[name]
        return images.make_logo(logo, LOGO_SIDE) if name in self.changed_data and logo else logo


class RegionForm(SlugForm, ConstraintForm):
    constraint_error_fields = {
        "region_has_row_and_place": "map_column",
        "region_alone_on_its_tile": "map_column",
    }


class OrganisationPhotoInline(SortablePhotosInline):
    model = OrganisationPhoto
    lookup_from_photo_to_item = "organisation_photos__organisation"


class ConfirmedFilter(admin.SimpleListFilter):
    title = _("last confirmed")
    parameter_name = "confirmed"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [
            ("year", str(_("within a year"))),
            ("older", str(_("more than a year ago"))),
            ("never", str(_("never"))),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        a_year_ago = timezone.localdate() - A_YEAR
        match self.value():
            case "year":
                return queryset.filter(confirmed_on__gte=a_year_ago)
            case "older":
                return queryset.filter(confirmed_on__lt=a_year_ago)
            case "never":
                return queryset.filter(confirmed_on=None)
        return queryset


class PersonInline(TranslatedSortableInline):
    model = Person
    add_label = _("Add a person")
    sortable = False
    # To take somebody out of an organisation must not delete the person.
    can_delete = False
    show_change_link = True
    fieldsets = [(None, {"fields": ["name", "role", ("has_public_profile", "offices_held")]})]
    readonly_fields = ["offices_held"]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).prefetch_related("offices")

    @admin.display(description=_("offices in the network"))
    def offices_held(self, person: Person) -> str:
        offices = person.offices.all() if person.pk else ()
        return " · ".join(f"{office} ({term(office)})" for office in offices) or "–"


def term(office: Office) -> str:
    """Returns "2019–2024", or "2024–" for an office that has not ended."""
    return f"{office.started_on_display()}–{office.ended_on_display()}"


@admin.register(Organisation)
class OrganisationAdmin(RequiresSecondReaderMixin, InitialNameMixin, ContentAdmin):
    form = OrganisationForm
    list_display = ["__str__", "kind", "region", "joined_on_display", "confirmed_on"]
    list_filter = [
        "kind",
        "region",
        "is_founding_member",
        "is_delisted",
        ConfirmedFilter,
        "topics",
    ]
    list_select_related = ["region"]
    actions = ["send_accuracy_requests"]
    change_form_template = "members/admin/organisation/change_form.html"
    change_list_template = "members/admin/organisation/change_list.html"
    readonly_fields = ["confirmed_on"]
    search_fields = [*languages.field_names("name"), "abbreviation", "other_names", "slug"]
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
            _("Internal"),
            {
                "fields": [("contact_name", "contact_email", "contact_language"), "confirmed_on"],
                "classes": ["below-inlines"],
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
                "classes": ["below-inlines"],
            },
        ),
    ]
    inlines = [PersonInline, OrganisationPhotoInline]

    class Media:
        js = [module_script("forms/sortable_inlines")]

    @admin.display(description=_("joined the network"), ordering="joined_on")
    def joined_on_display(self, organisation: Organisation) -> str:
        return organisation.joined_on_display()

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        pages: dict[str, tuple[Callable[..., HttpResponseBase], str]] = {
            "import/": (list_import.upload_list, "upload"),
            "import/template/": (list_import.download_template, "template"),
            "import/<int:pk>/": (list_import.review_list, "list"),
            "import/<int:pk>/faulty/": (list_import.download_faulty_rows, "faulty"),
            "duplicates/": (duplicates.list_duplicates, "duplicates"),
            "duplicates/<int:first>/<int:second>/": (duplicates.mark_distinct, "mark_distinct"),
            "merge/<int:target>/<int:duplicate>/": (duplicates.merge_page, "merge"),
            "<int:pk>/ask/": (proposals.send_accuracy_request, "send_accuracy_request"),
            "logo/<str:name>": (private_logo, "logo"),
        }
        named = [
            path(route, wrap(view), name=f"members_organisation_{name}")
            for route, (view, name) in pages.items()
        ]
        return [*named, *super().get_urls()]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        if organisation := context.get("original"):
            context["proposal"] = organisation.proposals.open().first()
            context["accuracy_request"] = organisation.accuracy_requests.open().first()
        return super().render_change_form(request, context, *args, **kwargs)

    def find_problems(self, item: Organisation) -> Iterator[Finding]:
        yield from super().find_problems(item)
        yield from withheld_photos.find_withheld_in_rows(
            item.organisation_photos.select_related("photo")
        )

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        logo_files.move_logos_on_commit()

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        pks = [form.instance.pk for form in formset.initial_forms]
        before = Person.objects.in_bulk(pks) if formset.model is Person else {}
        super().save_formset(request, form, formset, change)
        for item, _fields in formset.changed_objects if before else ():
            erasures.record_unpublishing_for_replay(item, before.get(item.pk))

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        super().delete_model(request, obj)
        logo_files.move_logos_on_commit()

    def after_bringing_back(self, item: Any) -> None:
        logo_files.move_logos_on_commit()

    def response_action(
        self, request: HttpRequest, queryset: QuerySet, *args: Any
    ) -> HttpResponse | None:
        """Actions of the list publish, unpublish and delete."""
        response = super().response_action(request, queryset, *args)
        logo_files.move_logos_on_commit()
        return response

    @admin.action(description=_("Ask for confirmation"), permissions=["change"])
    def send_accuracy_requests(
        self, request: HttpRequest, organisations: QuerySet[Organisation]
    ) -> None:
        proposals.send_accuracy_requests(request, organisations)

    def formfield_for_manytomany(
        self, db_field: ManyToManyField, request: HttpRequest, **kwargs: Any
    ) -> Any:
        if db_field.name == "topics":
            kwargs["widget"] = forms.CheckboxSelectMultiple
        return super().formfield_for_manytomany(db_field, request, **kwargs)


@admin.register(Region)
class RegionAdmin(TranslatedAdmin):
    form = RegionForm
    show_save_and_add_another = True
    list_display = ["__str__", "slug", "order", "map_row", "map_column"]
    search_fields = [*languages.field_names("name"), "slug"]
    fieldsets = [
        (None, {"fields": ["name", "short_name", ("slug", "order", "map_row", "map_column")]})
    ]

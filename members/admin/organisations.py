"""What a coordinator sees of organisations and of the regions they work in."""

from datetime import timedelta

from django import forms
from django.contrib import admin
from django.db import models
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationInlineModelAdmin

from members.admin import doubles, lists, proposals
from members.models import Organisation, Person, Region
from network import languages
from network.admin import ContentAdmin, SideBySide, TopicForm, TranslatedAdmin, module
from network.forms import ContentForm, DayInput
from network.rows import NamedByTyping, Rows

A_YEAR = timedelta(days=365)


class OrganisationForm(ContentForm):
    rules = {"organisation_left_after_it_joined": "left_on"}


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
    list_display = ["__str__", "kind", "joined_on", "confirmed_on"]
    list_filter = ["kind", "region", "is_founding_member", ConfirmedFilter, "topics"]
    actions = ["ask"]
    change_form_template = "admin/members/organisation/change_form.html"
    readonly_fields = ["confirmed_on"]
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
    inlines = [PersonInline]

    class Media:
        js = [module("desk-rows")]

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

    @admin.action(description=_("Ask whether this is still right"), permissions=["change"])
    def ask(self, request, organisations):
        proposals.ask_all(request, organisations)

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

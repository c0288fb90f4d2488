"""What a coordinator sees of people: offices, photos and profile on one page, and hiding."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe
from modeltranslation.admin import TranslationInlineModelAdmin

from members import hiding
from members.admin.appearances import InPhotosInline, taken_out
from members.admin.findings import pages_naming
from members.models import Office, Person
from network import languages
from network.admin import SideBySide, TranslatedAdmin, module
from network.forms import DayInput, RuleForm
from network.publishing import Status
from network.rows import NamedByTyping, RowForm, Rows
from photos import library
from photos.models import Photo
from photos.picker import PicksPhotos, in_picker


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


class HiddenFilter(admin.SimpleListFilter):
    title = _("hidden")
    parameter_name = "hidden"

    def lookups(self, request, model_admin):
        return [("yes", _("yes")), ("no", _("no"))]

    def queryset(self, request, queryset):
        match self.value():
            case "yes":
                return queryset.exclude(hidden_at=None)
            case "no":
                return queryset.shown()
        return queryset


@admin.register(Person)
class PersonAdmin(NamedByTyping, PicksPhotos, TranslatedAdmin):
    form = PersonForm
    formfield_overrides = {models.DateField: {"widget": DayInput}}
    adds_many = True
    change_form_template = "admin/members/person/change_form.html"
    list_display = ["__str__", "role", "organisation", "has_public_profile", "shown"]
    list_filter = [HiddenFilter, "has_public_profile", "is_minor"]
    list_select_related = ["organisation"]
    search_fields = [*languages.columns("name"), *languages.columns("sort_name"), "other_names"]
    autocomplete_fields = ["organisation"]
    actions = ["hide_chosen", "show_chosen"]
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
    inlines = [OfficeInline, InPhotosInline]

    class Media:
        js = [module("desk-rows")]

    def get_urls(self):
        pages = {
            "hide": self.hide,
            "show": self.show,
            "hidden": self.hidden,
            "take-back": self.take_back,
        }
        named = [
            path(
                f"<int:pk>/{name}/",
                self.admin_site.admin_view(view),
                name=f"members_person_{name}",
            )
            for name, view in pages.items()
        ]
        return [*named, *super().get_urls()]

    def photos_of_form(self, request):
        person = request.resolver_match.kwargs.get("object_id")
        used = Photo.objects.select_related("photographer")
        return used.filter(portrayed=person) if person else []

    def get_actions(self, request):
        """To hide somebody is never to delete them, and comes first."""
        actions = super().get_actions(request)
        delete = actions.pop("delete_selected", None)
        return actions | ({"delete_selected": delete} if delete else {})

    def render_change_form(self, request, context, **kwargs):
        if person := context.get("original"):
            context["may_hide"] = self.has_change_permission(request, person)
        return super().render_change_form(request, context, **kwargs)

    def save_model(self, request, obj, form, change):
        before = Person.objects.filter(pk=obj.pk).first()
        form.photos_before = hiding.photos_of(before) if before else set()
        super().save_model(request, obj, form, change)
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

    @admin.display(description=_("on public pages"), ordering="hidden_at")
    def shown(self, person: Person) -> str:
        step, words = ("show", _("Show again")) if person.is_hidden else ("hide", _("Hide"))
        address = reverse(f"admin:members_person_{step}", args=[person.pk])
        button = '<button formaction="{}" class="plain" aria-label="{}: {}">{}</button>'
        state = _("hidden") if person.is_hidden else ""
        return format_html("{} " + button, state, address, words, person, words)

    @admin.action(description=_("Hide from every public page"), permissions=["change"])
    def hide_chosen(self, request, people):
        for person in people:
            self._hide(request, person)
            address = reverse("admin:members_person_hidden", args=[person.pk])
            words = _('{name}: <a href="{address}">what still needs a look</a>')
            said = format_html(words, name=str(person), address=address)
            self.message_user(request, said, messages.WARNING)

    @admin.action(description=_("Show on public pages again"), permissions=["change"])
    def show_chosen(self, request, people):
        for person in people:
            self._show(request, person)

    @method_decorator(require_POST)
    def hide(self, request: HttpRequest, pk: int) -> HttpResponse:
        self._hide(request, self._person(request, pk))
        return redirect("admin:members_person_hidden", pk)

    @method_decorator(require_POST)
    def show(self, request: HttpRequest, pk: int) -> HttpResponse:
        self._show(request, self._person(request, pk))
        return redirect("admin:members_person_change", pk)

    @method_decorator(require_safe)
    def hidden(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What hiding has done, and what it leaves for people to do."""
        person = self._person(request, pk)
        if not person.is_hidden:
            return redirect("admin:members_person_change", pk)
        pages = pages_naming(person, request)
        photos = sorted(hiding.photos_of(person), key=lambda photo: photo.pk)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Hidden: {name}").format(name=person),
            "person": person,
            "public": [page for page in pages if page.status == Status.PUBLIC],
            "others": [page for page in pages if page.status != Status.PUBLIC],
            "photos": [in_picker(photo) for photo in photos if photo.held],
            "taken": person.hidings.filter(shown_at=None).get().taken_back.count(),
        }
        return render(request, "admin/members/person/hidden.html", context)

    @method_decorator(require_POST)
    def take_back(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Make drafts of the texts that name a hidden person: of one, or of all that are public."""
        person = self._person(request, pk)
        current = get_object_or_404(person.hidings, shown_at=None)
        asked = request.POST.get("page")
        chosen = [
            page
            for page in pages_naming(person, request)
            if page.may_be_taken_back and asked in (page.key, None)
        ]
        done = hiding.take_back(current, [page.mentions[0] for page in chosen])
        for mention in done:
            words = _("Taken back to draft in {language}: it names somebody who is hidden.")
            words = words.format(language=languages.name(mention.language))
            self.log_change(request, mention.page, words)
        said = ngettext("{n} text is a draft now.", "{n} texts are drafts now.", len(done))
        self.message_user(request, said.format(n=len(done)), messages.SUCCESS)
        return redirect("admin:members_person_hidden", pk)

    def _person(self, request: HttpRequest, pk: int) -> Person:
        person = get_object_or_404(Person, pk=pk)
        if not self.has_change_permission(request, person):
            raise PermissionDenied
        return person

    def _hide(self, request: HttpRequest, person: Person) -> None:
        hiding.hide(person, request.user)
        self.log_change(request, person, _("Hidden from every public page."))
        self.message_user(request, _("Hidden: {name}").format(name=person), messages.SUCCESS)

    def _show(self, request: HttpRequest, person: Person) -> None:
        hiding.show(person, request.user)
        self.log_change(request, person, _("Shown on public pages again."))
        words = _("Shown again, with the photos and texts that were taken away: {name}")
        self.message_user(request, words.format(name=person), messages.SUCCESS)


@admin.register(Office)
class OfficeAdmin(TranslatedAdmin):
    form = OfficeForm
    formfield_overrides = {models.DateField: {"widget": DayInput}}
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

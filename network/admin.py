"""What a coordinator sees of the network itself, and what all forms of the desk have in common."""

from collections.abc import Iterator
from functools import partial

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import IS_POPUP_VAR
from django.contrib.admin.templatetags.admin_urls import add_preserved_filters
from django.contrib.admin.utils import unquote
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.db import connection, transaction
from django.db.models import QuerySet
from django.forms import Script
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from js_asset import Media
from modeltranslation.admin import TranslationAdmin

from network import erasures, images, languages, proofreading, status, text
from network.forms import INPUTS, ContentForm, LogoInput, PublicationField, whole_minute
from network.models import Contact, Network, Page, Redirect, Topic
from network.publishing import Status

# What a logo needs at most; see `network.images`.
LOGO_SIDE = 800

# Keys of rows are 64-bit; a longer number is no key but nonsense.
KEY_LENGTH = 18


language_name = lazy(languages.name, str)


def is_key(sent: str) -> bool:
    """Whether what a browser sent can be the key of a row."""
    return sent.isdecimal() and len(sent) <= KEY_LENGTH


def module(name: str) -> Script:
    """A script of the desk: an ES module of `static/js/`."""
    return Script(f"js/{name}.js", type="module")


def only_adds(field: forms.Field | None) -> forms.Field | None:
    """Beside a choice, a way to add what is missing and to correct what is chosen: no more."""
    if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
        field.widget.can_delete_related = field.widget.can_view_related = False
    return field


class DeskAdmin(admin.ModelAdmin):
    """Saving stays on the item and says what is now; lists are searched in composed letters."""

    adds_many = False
    formfield_overrides = INPUTS
    empty_value_display = _("none")

    def changelist_view(self, request, extra_context=None):
        words = {"title": capfirst(self.opts.verbose_name_plural), "subtitle": None}
        return super().changelist_view(request, words | (extra_context or {}))

    def get_object(self, request, object_id, from_field=None):
        """Who saves waits for who is hiding or taking back the same, and reads what that left:
        a form writes whole rows, and would write what stood there before."""
        key = unquote(object_id)
        is_saved = request.method == "POST" and connection.in_atomic_block
        if is_saved and is_key(key):
            self.model._base_manager.select_for_update().filter(pk=key).first()
        return super().get_object(request, object_id, from_field)

    def get_changeform_initial_data(self, request):
        """What a link fills in; of nonsense where there is something to choose, nothing."""
        given = super().get_changeform_initial_data(request)
        choices = {field.name for field in self.opts.get_fields() if field.is_relation}
        return {
            name: value
            for name, value in given.items()
            if name not in choices
            or all(map(is_key, value if isinstance(value, list) else [value]))
        }

    def get_search_results(self, request, queryset, search_term):
        return super().get_search_results(request, queryset, text.clean_line(search_term))

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        return only_adds(super().formfield_for_dbfield(db_field, request, **kwargs))

    def render_change_form(self, request, context, add=False, **kwargs):
        context["stays"] = not context["is_popup"]
        context["show_save_and_add_another"] = self.adds_many and add
        context["title"] = self.heading(request, context.get("original"))
        context["subtitle"] = None
        response = super().render_change_form(request, context, add=add, **kwargs)
        # The import map of the editors is the one inline script of the desk.
        media, nonce = response.context_data["media"], str(request.csp_nonce)
        response.context_data["media"] = Media.from_media(media, nonce=nonce)
        return response

    def response_action(self, request, queryset):
        """Nonsense among the chosen names no row."""
        request.POST = request.POST.copy()
        chosen = filter(is_key, request.POST.getlist(ACTION_CHECKBOX_NAME))
        request.POST.setlist(ACTION_CHECKBOX_NAME, list(chosen))
        return super().response_action(request, queryset)

    def response_add(self, request, obj, post_url_continue=None):
        if IS_POPUP_VAR in request.POST:
            return super().response_add(request, obj, post_url_continue)
        return self._after_saving(request, obj)

    def response_change(self, request, obj):
        if IS_POPUP_VAR in request.POST:
            return super().response_change(request, obj)
        return self._after_saving(request, obj)

    def delete_model(self, request, obj):
        self.delete_queryset(request, self.model._base_manager.filter(pk=obj.pk))

    @transaction.atomic
    def delete_queryset(self, request, queryset):
        """A restored backup must not bring it back."""
        erasures.note("delete", *queryset)
        super().delete_queryset(request, queryset)

    def heading(self, request: HttpRequest, item) -> str:
        """The first line of a form: what it is about."""
        return str(item) if item else _("New: {kind}").format(kind=self.opts.verbose_name)

    def after_saving(self, item) -> str:
        """What to say when an item has been saved."""
        return format_html(_("Saved: {name}"), name=str(item))

    def slips(self, item) -> Iterator[tuple[str, str]]:
        """What to look at again in the texts of an item. Shape: where, sentence."""
        yield from proofreading.slips(item, timezone.localdate().year)

    def _after_saving(self, request: HttpRequest, item) -> HttpResponse:
        self.message_user(request, self.after_saving(item), messages.SUCCESS)
        if slips := list(self.slips(item)):
            self.message_user(request, proofreading.in_words(slips), messages.WARNING)
        if "_addanother" in request.POST:
            return redirect(self._address("add"))
        if not self.has_view_or_change_permission(request, item):
            return redirect("admin:index")
        filters = {"preserved_filters": self.get_preserved_filters(request), "opts": self.opts}
        return redirect(add_preserved_filters(filters, self._address("change", item.pk)))

    def _address(self, page: str, *args) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{page}", args=args)


class SideBySide:
    """For admins and inlines of translated models: the languages of a field beside each other."""

    def get_fieldsets(self, request, obj=None):
        return [
            (name, options | {"fields": self._lines(options["fields"])})
            for name, options in super().get_fieldsets(request, obj)
        ]

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        language = getattr(db_field, "language", None)
        if field and language:
            field.label = languages.label(db_field)
            field.widget.attrs["lang"] = language
            # Once is enough for a line of fields.
            if language != languages.codes()[0]:
                field.help_text = ""
        return field

    def _lines(self, names) -> list:
        """Names of fields, those of one translated field as one line: ("title_ko", "title_en")."""
        lines = []
        for name in names:
            field = self._translated(name)
            if field and lines and field == self._translated(lines[-1]):
                lines[-1] = (*lines[-1], name)
            else:
                lines.append((name,) if field else name)
        return lines

    def _translated(self, name: str | tuple) -> str | None:
        """The translated field a column belongs to; None for any other field."""
        columns = {column: f for f in self.trans_opts.all_fields for column in languages.columns(f)}
        return columns.get(name[0] if isinstance(name, tuple) else name)


class TranslatedAdmin(SideBySide, DeskAdmin, TranslationAdmin):
    """For models with words in each language that are not published by themselves."""


def status_filter(language: str) -> type[admin.SimpleListFilter]:
    """A filter of lists: what an item is in one language."""

    class StatusFilter(admin.SimpleListFilter):
        title = language_name(language)
        parameter_name = f"in_{language}"

        def lookups(self, request, model_admin):
            words = {
                Status.MISSING: _("missing in {language}"),
                Status.DRAFT: _("draft in {language}"),
                Status.SCHEDULED: _("scheduled in {language}"),
                Status.PUBLIC: _("public in {language}"),
            }
            name = languages.name(language)
            return [(state, sentence.format(language=name)) for state, sentence in words.items()]

        def queryset(self, request, queryset):
            if self.value() not in Status.values:
                return queryset
            return status.having(queryset, Status(self.value()), language)

    return StatusFilter


def status_column(language: str):
    """A column of lists: what an item is in one language, in words."""

    @admin.display(
        description=language_name(language),
        ordering=languages.column("published_at", language),
    )
    def column(item) -> str:
        words = status.in_words(item, language)
        return format_html('<span class="status {}">{}</span>', item.status_in(language), words)

    column.__name__ = f"status_{language}"
    return column


class ContentAdmin(SideBySide, DeskAdmin, TranslationAdmin):
    """For models that inherit Publishable: both languages on one screen, from typing to public."""

    form = ContentForm
    change_form_template = "admin/content_form.html"
    view_on_site = False

    def get_list_display(self, request):
        return [*self.list_display, *map(status_column, languages.codes())]

    def get_list_filter(self, request):
        return [*map(status_filter, languages.codes()), *self.list_filter]

    def get_fieldsets(self, request, obj=None):
        publication = {"fields": languages.columns("published_at"), "classes": ["publication"]}
        return [*super().get_fieldsets(request, obj), (_("Publication"), publication)]

    def get_actions(self, request):
        actions = super().get_actions(request)
        if IS_POPUP_VAR not in request.GET and self.has_change_permission(request):
            delete = actions.pop("delete_selected", None)
            actions |= {name: (act, name, words) for name, act, words in publishing_actions()}
            actions |= {"delete_selected": delete} if delete else {}
        return actions

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name in languages.columns("published_at"):
            name = languages.name(db_field.language)
            return PublicationField(db_field.language, label=capfirst(name))
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_changeform_initial_data(self, request):
        """A link may fill in words, and never says when they become public."""
        given = super().get_changeform_initial_data(request)
        moments = ["published_at", *languages.columns("published_at")]
        return {name: value for name, value in given.items() if name not in moments}

    def render_change_form(self, request, context, **kwargs):
        if item := context.get("original"):
            if context["errors"]:
                # What was typed and refused is not so yet.
                item = context["original"] = self.model._base_manager.get(pk=item.pk)
            context["versions"] = [
                {"status": item.status_in(code), "look": status.look(item, code)}
                for code in languages.codes()
            ]
        return super().render_change_form(request, context, **kwargs)

    def save_model(self, request, obj, form, change):
        before = self.model._base_manager.filter(pk=obj.pk).first()
        super().save_model(request, obj, form, change)
        erasures.note_closed(obj, before)

    def after_saving(self, item):
        return status.after_saving(item)


def publishing_actions():
    """The actions of lists, one pair a language. Shape: name, action, words."""
    for code in languages.codes():
        name = languages.name(code)
        yield (
            f"publish_{code}",
            partial(publish, language=code),
            _("Publish in {language}").format(language=name),
        )
        yield (
            f"unpublish_{code}",
            partial(unpublish, language=code),
            _("Take back to draft in {language}").format(language=name),
        )


def locked(items: QuerySet) -> QuerySet:
    """The chosen items as they are when it is our turn; nobody else changes them meanwhile."""
    model = items.model
    return model.objects.select_for_update().filter(pk__in=items.values("pk"))


@transaction.atomic
def publish(desk: ContentAdmin, request: HttpRequest, items, language: str) -> None:
    """Make items public now, except those that still lack something in that language."""
    published, name = 0, languages.name(language)
    for item in locked(items):
        if obstacles := item.obstacles(language):
            words = _("Not public in {language}: “{title}”. {obstacles}")
            refusal = words.format(language=name, title=item, obstacles=" ".join(obstacles))
            desk.message_user(request, refusal, messages.ERROR)
        elif item.status_in(language) != Status.PUBLIC:
            setattr(item, languages.column("published_at", language), whole_minute(timezone.now()))
            item.save()
            desk.log_change(request, item, _("Published in {language}.").format(language=name))
            published += 1
    words = ngettext("{n} now public in {language}.", "{n} now public in {language}.", published)
    desk.message_user(request, words.format(n=published, language=name), messages.SUCCESS)


@transaction.atomic
def unpublish(desk: ContentAdmin, request: HttpRequest, items, language: str) -> None:
    """Make items drafts again in a language; nothing of them is lost."""
    items, name = locked(items), languages.name(language)
    for item in items:
        item.close(language)
        item.save()
        erasures.note("close", item, detail=language)
        done = _("Taken back to draft in {language}.").format(language=name)
        desk.log_change(request, item, done)
    words = ngettext("{n} now a draft in {language}.", "{n} now drafts in {language}.", len(items))
    desk.message_user(request, words.format(n=len(items), language=name), messages.SUCCESS)


@admin.register(Page)
class PageAdmin(ContentAdmin):
    list_display = ["__str__", "place", "order"]
    list_filter = ["place"]
    search_fields = [*languages.columns("title"), *languages.columns("body"), "slug"]
    fieldsets = [
        (None, {"fields": ["title", "body", ("place", "order"), "shows_contact"]}),
        (_("Address and origin"), {"fields": ["slug", "original_language"]}),
    ]


class LogoForm(forms.ModelForm):
    """A logo becomes public as a PNG of its pixels, whatever was uploaded."""

    class Meta:
        widgets = {"logo": LogoInput}

    def clean_logo(self):
        logo = self.cleaned_data["logo"]
        if "logo" not in self.changed_data or not logo:
            return logo
        return images.logo(logo, LOGO_SIDE)


class OneRow:
    """For admins of models with one row a site: the list leads straight to it."""

    def changelist_view(self, request, extra_context=None):
        row = self.model.objects.first()
        return redirect(self._address("change", row.pk) if row else self._address("add"))

    def has_add_permission(self, request):
        return super().has_add_permission(request) and not self.model.objects.exists()

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Network)
class NetworkAdmin(OneRow, TranslatedAdmin):
    form = LogoForm
    fieldsets = [
        (None, {"fields": ["name", "short_name", "tagline", "vision", "about", "logo"]}),
        (
            _("Facts"),
            {"fields": ["founded_on", "place", "parent_name", "parent_url", "parent_place"]},
        ),
        (_("How to reach it"), {"fields": [("contact", "press_contact"), "social_links"]}),
        (
            _("Joining"),
            {
                "fields": [
                    "deciding_body",
                    "fee",
                    ("expected_weeks", "votes_needed", "references_needed"),
                ]
            },
        ),
    ]


class TopicForm(forms.ModelForm):
    """The address of a topic is made from its names unless somebody types one."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["slug"].required = False
        self.fields["slug"].help_text = _("Left empty it is made from the name.")

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("slug") and "slug" not in self.errors:
            names = (cleaned.get(column) for column in languages.columns("name"))
            cleaned["slug"] = text.shorten_slug(text.propose_slug(*names), 50)
            if not cleaned["slug"]:
                self.add_error("slug", _("Type an address in Latin letters."))
        return cleaned


@admin.register(Topic)
class TopicAdmin(TranslatedAdmin):
    form = TopicForm
    adds_many = True
    list_display = ["__str__", *languages.columns("name"), "slug"]
    search_fields = [*languages.columns("name"), "slug"]
    fieldsets = [(None, {"fields": ["name", "slug"]})]


@admin.register(Contact)
class ContactAdmin(TranslatedAdmin):
    list_display = ["__str__", "email", "phone"]
    search_fields = [*languages.columns("name"), *languages.columns("organisation"), "email"]
    fieldsets = [(None, {"fields": ["name", "role", "organisation", ("email", "phone")]})]


@admin.register(Redirect)
class RedirectAdmin(DeskAdmin):
    adds_many = True
    list_display = ["from_path", "to_path"]
    search_fields = ["from_path", "to_path"]
    fieldsets = [(None, {"fields": ["from_path", "to_path"]})]

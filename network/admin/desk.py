"""What all forms of the desk have in common."""

import logging
from collections.abc import Iterator
from functools import partial

from django import forms
from django.apps import apps
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import IS_POPUP_VAR
from django.contrib.admin.templatetags.admin_urls import add_preserved_filters
from django.contrib.admin.utils import unquote
from django.contrib.admin.widgets import (
    AutocompleteSelect,
    AutocompleteSelectMultiple,
    RelatedFieldWidgetWrapper,
)
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DataError, connection, transaction
from django.db.models.constants import LOOKUP_SEP
from django.forms import Script
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from js_asset import Media
from modeltranslation.admin import TranslationAdmin

from network import erasures, languages, proofreading, text, uploads
from network.admin import lookups, submissions
from network.fields import is_key
from network.forms import INPUTS

log = logging.getLogger(__name__)


def module(name: str) -> Script:
    """A script of the desk: an ES module of `static/js/`."""
    return Script(f"js/{name}.js", type="module")


def only_adds(field: forms.Field | None) -> forms.Field | None:
    """Beside a choice, a way to add what is missing and to correct what is chosen: no more."""
    if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
        field.widget.can_delete_related = field.widget.can_view_related = False
    return field


def without(lines: list, openings: tuple[str, ...]) -> list:
    """Nested lists of lines as Django makes them, but for lines that open so."""
    nested = [without(line, openings) if isinstance(line, list) else line for line in lines]
    return [line for line in nested if line and not str(line).startswith(openings)]


def filter_name(list_filter) -> str:
    """By which name a filter beside a list stands in the address."""
    if isinstance(list_filter, type):
        return list_filter.parameter_name
    field = list_filter[0] if isinstance(list_filter, tuple | list) else list_filter
    return field.partition(LOOKUP_SEP)[0]


def nothing() -> str:
    """What a list says of an empty field: there, and not in the way."""
    return format_html('<span class="nothing">{}</span>', _("none"))


class KeysOnly:
    """For widgets that complete what is typed: nonsense that was sent is not looked up."""

    def optgroups(self, name, value, attr=None):
        return super().optgroups(name, [key for key in value if is_key(str(key))], attr)


class CompletedSelect(KeysOnly, AutocompleteSelect):
    pass


class CompletedSelectMultiple(KeysOnly, AutocompleteSelectMultiple):
    pass


class KeysField(forms.ModelMultipleChoiceField):
    """Several rows to choose: what can be no key is refused before the database is asked."""

    def _check_values(self, value):
        for key in value:
            if not is_key(str(key)):
                wrong = self.error_messages["invalid_pk_value"]
                raise ValidationError(wrong, code="invalid_pk_value", params={"pk": key})
        return super()._check_values(value)


class RefusedForm:
    """For forms whose values the database has refused: they come back as they were sent."""

    def clean(self):
        cleaned = super().clean()
        words = _("This could not be saved. Check the numbers, dates and signs that you typed.")
        self.add_error(None, words)
        return cleaned


class DeskAdmin(admin.ModelAdmin):
    """Saving stays on the item and says what is now; lists are searched in composed letters."""

    adds_many = False
    formfield_overrides = INPUTS
    empty_value_display = lazy(nothing, str)()

    def changelist_view(self, request, extra_context=None):
        words = {"title": capfirst(self.opts.verbose_name_plural), "subtitle": None}
        if self.has_view_or_change_permission(request):
            try:
                request.evaluated_list = lookups.evaluated(self, request)
            except lookups.UNUSABLE as error:
                return lookups.list_without_unusable(self, request, error)
        return super().changelist_view(request, words | (extra_context or {}))

    def get_changelist(self, request, **kwargs):
        return lookups.CheckedChangeList

    def get_changelist_instance(self, request):
        return request.evaluated_list

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """Where a file cannot be written or used, or the database refuses what was sent, nothing is
        saved and the form comes back as it was."""
        submissions.put_right(self, request)
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except (DataError, OverflowError):
            if request.method != "POST":
                raise
            log.warning("Refused by the database: a form at %s", request.path)
            request.is_refused = True
        except UnreadablePostError:
            raise
        except OSError as error:
            uploads.note_not_kept(request, error)
        except ValidationError as error:
            uploads.note_refused(request, error)
        if not getattr(request, "is_saved", False):
            return super().changeform_view(request, object_id, form_url, extra_context)
        words = _(
            "It is saved, but a file could not be put in its place: the disk of the server may be "
            "full. Tell whoever looks after the server, and save it once more afterwards."
        )
        self.message_user(request, words, messages.ERROR)
        return redirect(self._address("changelist"))

    def _changeform_view(self, request, *args):
        """What is done after the commit cannot undo it any more."""
        transaction.on_commit(partial(setattr, request, "is_saved", True))
        return super()._changeform_view(request, *args)

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        if getattr(request, "is_refused", False):
            form = type(form)(form.__name__, (RefusedForm, form), {})
        return uploads.telling(form, request)

    def lookup_allowed(self, lookup, value, request=None):
        """A list is filtered by what stands beside it. Django takes any column of the model, so
        that its reader could ask for what the list does not show."""
        offered = {filter_name(one) for one in self.get_list_filter(request)}
        is_offered = lookup.partition(LOOKUP_SEP)[0] in offered
        return is_offered and super().lookup_allowed(lookup, value, request)

    def delete_view(self, request, object_id, extra_context=None):
        submissions.put_right(self, request)
        return super().delete_view(request, object_id, extra_context)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", CompletedSelect(db_field, self.admin_site))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        kwargs.setdefault("form_class", KeysField)
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", CompletedSelectMultiple(db_field, self.admin_site))
        return super().formfield_for_manytomany(db_field, request, **kwargs)

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

    def get_deleted_objects(self, objs, request):
        """What goes too, for a reader: that two things are joined is nothing to be named."""
        going, counts, *rest = super().get_deleted_objects(objs, request)
        joints = [model._meta for model in apps.get_models(include_auto_created=True)]
        joints = [meta for meta in joints if meta.auto_created]
        openings = tuple(f"{capfirst(meta.verbose_name)}: " for meta in joints)
        for meta in joints:
            counts.pop(meta.verbose_name_plural, None)
        return without(going, openings), counts, *rest

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

    def history_view(self, request, object_id, extra_context=None):
        """Django says that there is no such item before it asks who may see one."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        return super().history_view(request, object_id, extra_context)

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

    formfield_overrides = INPUTS

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


class OneRow:
    """For admins of models with one row a site: the list leads straight to it."""

    def changelist_view(self, request, extra_context=None):
        row = self.model.objects.first()
        return redirect(self._address("change", row.pk) if row else self._address("add"))

    def has_add_permission(self, request):
        return super().has_add_permission(request) and not self.model.objects.exists()

    def has_delete_permission(self, request, obj=None):
        return False


class ReadOnly:
    """For admins of what the program itself writes down: seen on the desk, changed by no form."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

"""Inlines: rows that belong to an item, added, ordered and removed on the item's own form."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.contrib.admin.options import InlineModelAdmin
from django.db import models
from django.forms.formsets import DELETION_FIELD_NAME
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest
from django.utils.functional import Promise
from modeltranslation.admin import TranslationInlineModelAdmin

from cms.admin.forms import ConstraintForm
from cms.admin.relation_fields import (
    PreloadedAutocompleteSelect,
    PreloadedChoiceField,
    PreloadedItems,
    hide_related_links,
)
from cms.admin.translated_admin import TranslatedFieldsMixin
from cms.admin.widgets import FORMFIELD_OVERRIDES
from cms.i18n import languages
from cms.text import plain_text
from cms.text.writing_systems import is_latin


class InlineRowForm(ConstraintForm):
    """A row that was added and left empty is not kept; its place alone says nothing."""

    def has_changed(self) -> bool:
        place = {"order"} if self.instance._state.adding else set()
        return bool(set(self.changed_data) - place)

    def clean_order(self) -> int:
        return self.cleaned_data["order"] or int(str(self.prefix).rpartition("-")[2]) + 1


class PreloadedFormSet(BaseInlineFormSet):
    """Rows that are there already are loaded together, not each again to find it by its key."""

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        # A row belongs to the item on whose form it stands, whatever a request says. Rules about
        # all rows are left to `UniqueRowsFormSet`, which sees which go and which move.
        del form.fields[self.fk.name]
        setattr(form.instance, self.fk.name, self.instance)
        name = form._meta.model._meta.pk.name
        field = form.fields[name]
        form.fields[name] = PreloadedChoiceField(
            field.queryset,
            preloaded=self.preloaded,
            initial=field.initial,
            required=field.required,
            widget=field.widget,
        )

    @cached_property
    def preloaded(self) -> PreloadedItems:
        return PreloadedItems(self.get_queryset())


class UniqueRowsFormSet(PreloadedFormSet):
    """No two rows have the same `unique_row_fields`; the first shows `duplicate_message`."""

    unique_row_fields: tuple[str, ...] = ()
    duplicate_message: str | Promise = ""

    def clean(self) -> None:
        self.refuse_duplicates(self.unique_row_fields, self.duplicate_message)

    def refuse_duplicates(self, fields: tuple[str, ...], message: str | Promise) -> None:
        seen = set()
        for form in self.forms:
            same = row_values(form, fields)
            if None in same:
                continue
            if same in seen:
                form.add_error(fields[0], str(message))
            seen.add(same)

    def save(self, commit: bool = True) -> Any:
        """Two rows may swap what each may have once: both let go of it before either takes it."""
        unique = self.all_unique_row_fields()
        moved = [form for form in self.initial_forms if unique & set(form.changed_data)]
        keys = [form.instance.pk for form in moved if form.instance.pk]
        self.form._meta.model._default_manager.filter(pk__in=keys).delete()
        return super().save(commit)

    def all_unique_row_fields(self) -> set[str]:
        return set(self.unique_row_fields)


def row_values(form: Any, fields: tuple[str, ...]) -> tuple[Any, ...]:
    """What a row is to have in these fields; nothing if it goes. Unchanged rows are not cleaned
    where the form is `empty_permitted`: they keep what is stored."""
    if not form.has_changed() and not form.instance._state.adding:
        return tuple(getattr(form.instance, name) for name in fields)
    cleaned = getattr(form, "cleaned_data", {})
    goes = cleaned.get(DELETION_FIELD_NAME)
    return tuple(None if goes else cleaned.get(name) for name in fields)


class FieldsetsOnceMixin(InlineModelAdmin):
    """For inlines, of which there is one for each request. Django asks three times for the
    fieldsets, and makes a form each time to answer, if none are declared."""

    _fieldsets: Any = None

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        if self._fieldsets is None:
            self._fieldsets = super().get_fieldsets(request, obj)
        return self._fieldsets


class AutocompleteInlineMixin(InlineModelAdmin):
    """For inlines: what `autocomplete_fields` chose is asked for once, however many rows."""

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        formset = super().get_formset(request, obj, **kwargs)
        hide_related_links(formset.form.base_fields.values())
        return formset

    def formfield_for_foreignkey(
        self, db_field: models.ForeignKey, request: HttpRequest, **kwargs: Any
    ) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            preloaded = PreloadedItems(self.chosen_in_form(request, db_field))
            kwargs["widget"] = PreloadedAutocompleteSelect(db_field, self.admin_site, preloaded)
            kwargs |= {"form_class": PreloadedChoiceField, "preloaded": preloaded}
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def chosen_in_form(self, request: HttpRequest, db_field: models.ForeignKey) -> models.QuerySet:
        """What the rows of the form are sure to have chosen, in one query."""
        items = db_field.related_model._default_manager
        parent = request.resolver_match and request.resolver_match.kwargs.get("object_id")
        if not parent:
            return items.none()
        return items.filter(**{self.lookup_from_choice_to_item(db_field): parent}).distinct()

    def lookup_from_choice_to_item(self, db_field: models.ForeignKey) -> str:
        """The lookup from an object that a row can choose to the item of the form."""
        parent = self.fk_name or self.parent_model._meta.model_name
        return f"{db_field.related_query_name()}__{parent}"


class SortableInline(FieldsetsOnceMixin, AutocompleteInlineMixin, admin.StackedInline):
    """For inlines: rows with buttons to add and order them. The form loads
    `module_script("forms/sortable_inlines")`."""

    template = "admin/form/sortable_inlines.html"
    form = InlineRowForm
    formset = PreloadedFormSet
    extra = 0
    formfield_overrides: ClassVar[Mapping[type[models.Field], Mapping[str, Any]]] = (
        FORMFIELD_OVERRIDES
    )
    # What the button says that adds a row; whether rows have an order; whether photos are picked.
    add_label: str | Promise = ""
    sortable = True
    has_photo_picker = False
    # Whether the form has an empty row at the end where no script answers the button.
    offers_row_without_script = False

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        chosen, rows = self.get_autocomplete_fields(request), super().get_queryset(request)
        return rows.select_related(*chosen) if chosen else rows

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        formset = super().get_formset(request, obj, **kwargs)
        if order := formset.form.base_fields.get("order"):
            order.widget, order.required = forms.HiddenInput(), False
        return formset


class TranslatedSortableInline(SortableInline, TranslatedFieldsMixin, TranslationInlineModelAdmin):
    """For rows with words in each language."""


class InitialNameMixin(admin.ModelAdmin):
    """For admins: a new item opened with `?name=…` has it in the language of its letters."""

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        initial = super().get_changeform_initial_data(request)
        name = plain_text.clean_line(str(initial.pop("name", "")))
        alike = (
            code
            for code in languages.codes()
            if is_latin(languages.native_name(code)) == is_latin(name)
        )
        code = next(alike, languages.codes()[0])
        return initial | ({languages.field_name("name", code): name} if name else {})

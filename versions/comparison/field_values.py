"""What the values of a form say to a reader: names instead of primary keys, photos as pictures."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib.admin import ModelAdmin
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.forms import BaseFormSet
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cms.admin.edits.form_values import FormRow, unbound_formsets
from cms.fields import RichTextField, get_model_field, is_primary_key
from cms.i18n import languages
from cms.text import rich_text


@dataclass(frozen=True)
class ComparedField:
    """A field of an item's form or of an inline."""

    form_field: forms.Field
    label: str
    # The code of the language of a text; empty for what all languages share.
    language: str
    is_rich_text: bool
    # Only the order of rows.
    is_order: bool


@dataclass(frozen=True)
class ComparedForm:
    """The form of an item, or that of the rows of an inline. The path of the formset is "" for the
    item itself, "sessions/people" for the people of a session."""

    formset_path: str
    name: str
    fields: dict[str, ComparedField] = field(default_factory=dict)


def find_compared_forms(
    model_admin: ModelAdmin, request: HttpRequest, item: models.Model
) -> dict[str, ComparedForm]:
    """The forms on the page of an item, by the path of their formset, in its order."""
    form = model_admin.get_form(request, item, change=True)(instance=item)
    formsets = list(unbound_formsets(model_admin, request, item))
    named = [(str(formset.prefix), formset) for formset in formsets]
    found = [_compared_form("", form), *_compared_formsets(named)]
    return {compared_form.formset_path: compared_form for compared_form in found}


def _compared_formsets(named: list[tuple[str, BaseFormSet]]) -> Iterator[ComparedForm]:
    for formset_path, formset in named:
        form = formset.empty_form
        yield _compared_form(formset_path, form)
        yield from _compared_formsets(
            [(f"{formset_path}/{name}", nested) for name, nested in FormRow(form).formsets]
        )


def _compared_form(formset_path: str, form: Any) -> ComparedForm:
    model, row = form._meta.model, FormRow(form)
    fields = {name: _compared_field(form, model, name) for name in row.field_names}
    return ComparedForm(formset_path, capfirst(str(model._meta.verbose_name)), fields)


def _compared_field(form: Any, model: type[models.Model], name: str) -> ComparedField:
    form_field = form.fields[name]
    language = field_language(model, name)
    model_field = get_model_field(model, name) if language else None
    translated = languages.translated_field(model_field) if model_field else None
    return ComparedField(
        form_field,
        str(form_field.label or form[name].label),
        language,
        isinstance(translated, RichTextField),
        name in ("order", "ordering"),
    )


def field_language(model: type[models.Model], name: str) -> str:
    """The code of the language of a text; empty for what all languages share."""
    try:
        return languages.field_language(get_model_field(model, name))
    except FieldDoesNotExist:
        return ""


def find_compared_field(
    compared_forms: dict[str, ComparedForm], field_path: str
) -> ComparedField | None:
    """None for a field that the form does not have."""
    row_path, _slash, name = field_path.rpartition("/")
    compared_form = compared_forms.get(formset_path_of(row_path))
    return compared_form.fields.get(name) if compared_form else None


def formset_path_of(row_path: str) -> str:
    """The path of the formset of a row: "sessions/12/people/7" -> "sessions/people"."""
    return "/".join(row_path.split("/")[::2])


def chosen_items(form_field: forms.Field, input_value: Any) -> list[models.Model] | None:
    """The items that a value chooses and that still exist; None for a field that chooses none.

    A field of its own kind says it by a method `chosen_items`.
    """
    if hasattr(form_field, "chosen_items"):
        return list(form_field.chosen_items(input_value))
    if not isinstance(form_field, forms.ModelChoiceField) or form_field.queryset is None:
        return None
    pks = [pk for pk in _as_list(input_value) if is_primary_key(str(pk))]
    items = {str(item.pk): item for item in form_field.queryset.filter(pk__in=pks)} if pks else {}
    return [items[pk] for pk in pks if pk in items]


def readable(field: ComparedField, input_value: Any) -> str:
    """A value as plain text: names of what was chosen, paragraphs on lines of their own."""
    items = chosen_items(field.form_field, input_value)
    if items is not None:
        gone = len(_as_list(input_value)) - len(items)
        names = [str(item) for item in items] + [_("(deleted since)")] * max(gone, 0)
        return ", ".join(names)
    if isinstance(field.form_field, forms.BooleanField):
        return _("yes") if input_value else _("no")
    if isinstance(field.form_field, forms.ChoiceField):
        return _choice_label(field.form_field, input_value)
    if field.is_rich_text:
        return rich_text.to_plain_text(str(input_value or ""))
    return ", ".join(filter(None, map(str, _as_list(input_value))))


def _choice_label(form_field: forms.ChoiceField, input_value: Any) -> str:
    # The widget has the choices as pairs, however the field was given them.
    widget: Any = form_field.widget
    labels = {str(choice): str(label) for choice, label in widget.choices}
    return ", ".join(labels.get(str(choice), str(choice)) for choice in _as_list(input_value))


def _as_list(value: Any) -> list[Any]:
    if isinstance(value, list):
        return value
    if isinstance(value, str) and "," in value and value.replace(",", "").isdecimal():
        return value.split(",")
    return [value] if value else []

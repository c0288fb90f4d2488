"""Shows the values of fields to a reader: names instead of primary keys, labels of choices."""

from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext as _

from cms.fields import is_primary_key
from cms.text import rich_text
from versions.comparison.form_schemas import FieldSchema


def chosen_items(form_field: forms.Field, input_value: Any) -> list[models.Model] | None:
    """The items that a value chooses and that still exist; None for a field that chooses none.

    A form field of another class has a method `chosen_items`.
    """
    if hasattr(form_field, "chosen_items"):
        return list(form_field.chosen_items(input_value))
    if not isinstance(form_field, forms.ModelChoiceField) or form_field.queryset is None:
        return None
    pks = [pk for pk in _as_list(input_value) if is_primary_key(str(pk))]
    items = {str(item.pk): item for item in form_field.queryset.filter(pk__in=pks)} if pks else {}
    return [items[pk] for pk in pks if pk in items]


def display_text(field: FieldSchema, input_value: Any) -> str:
    """A value as plain text: names of the chosen items, paragraphs on lines of their own."""
    items = chosen_items(field.form_field, input_value)
    if items is not None:
        deleted = len(_as_list(input_value)) - len(items)
        names = [str(item) for item in items] + [_("(deleted since)")] * max(deleted, 0)
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

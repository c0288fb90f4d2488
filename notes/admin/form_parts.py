"""The parts of a form that a note can be about: its fields, and the rows that are stored."""

from collections.abc import Iterator
from dataclasses import dataclass

from django import forms
from django.contrib.admin import ModelAdmin
from django.db import models
from django.forms import BaseFormSet, ModelForm
from django.http import HttpRequest
from django.utils.text import capfirst

from cms.admin.edits.form_values import PlacedForm, database_forms, unbound_formsets
from cms.text import rich_text
from versions.recording import is_recorded

# Of the first text of a row, in characters: enough to know which it is.
EXCERPT_LENGTH = 40


@dataclass(frozen=True)
class FormPart:
    """`path` is that of versions; `anchor` the id of an element of the form."""

    path: str
    label: str
    anchor: str


def find_form_parts(form: ModelForm, formsets: list[BaseFormSet]) -> list[FormPart]:
    """Costs no query for a form that is to be shown anyway."""
    return [*_fields(form), *_rows(form, formsets)]


def find_stored_form_parts(
    model_admin: ModelAdmin, request: HttpRequest, item: models.Model
) -> list[FormPart]:
    form = model_admin.get_form(request, item, change=True)(instance=item)
    return find_form_parts(form, list(unbound_formsets(model_admin, request, item)))


def _fields(form: ModelForm) -> Iterator[FormPart]:
    for name in PlacedForm(form).field_names:
        bound = form[name]
        if is_recorded(form, name) and not bound.is_hidden:
            yield FormPart(name, capfirst(str(bound.label)), bound.id_for_label or bound.auto_id)


def _rows(form: ModelForm, formsets: list[BaseFormSet]) -> Iterator[FormPart]:
    numbers: dict[str, int] = {}
    for row in database_forms(form, formsets):
        # Neither the item itself nor a row of a row.
        if row.path.count("/") != 1:
            continue
        kind = capfirst(str(row.form._meta.model._meta.verbose_name))
        numbers[kind] = numbers.get(kind, 0) + 1
        name = _excerpt(row.form) or str(numbers[kind])
        yield FormPart(row.path, f"{kind}: {name}", str(row.form.prefix))


def _excerpt(form: ModelForm) -> str:
    for name, field in form.fields.items():
        value = form.initial.get(name)
        if not isinstance(field, forms.CharField) or form[name].is_hidden:
            continue
        if text := " ".join(rich_text.to_plain_text(str(value or "")).split()):
            return text if len(text) <= EXCERPT_LENGTH else f"{text[:EXCERPT_LENGTH]}…"
    return ""

"""The forms on the page of an item in the admin: their names, fields and labels."""

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

from cms.admin.edits.form_values import PlacedForm, unbound_formsets
from cms.fields import RichTextField, get_model_field
from cms.i18n import languages


@dataclass(frozen=True)
class FieldSchema:
    form_field: forms.Field
    label: str
    # The code of the language of a text; empty for a field that all languages share.
    language: str
    is_rich_text: bool
    # Its value is the place of an inline form among the others.
    is_ordering: bool


@dataclass(frozen=True)
class FormSchema:
    """The form of an item, with "" as path of its formset, or that of an inline: "sessions", or
    "sessions/people" for a nested one."""

    formset_path: str
    name: str
    fields: dict[str, FieldSchema] = field(default_factory=dict)


class FormSchemas(dict[str, FormSchema]):
    """All forms on the page of an item by the path of their formset, in the order of the page."""

    def form(self, form_path: str) -> FormSchema | None:
        return self.get(formset_path_of(form_path))

    def field(self, field_path: str) -> FieldSchema | None:
        form_path, _slash, name = field_path.rpartition("/")
        schema = self.form(form_path)
        return schema.fields.get(name) if schema else None

    def language_of(self, field_path: str) -> str:
        """The code of a language; empty for a field that all languages share."""
        schema = self.field(field_path)
        return schema.language if schema else ""


def find_form_schemas(
    model_admin: ModelAdmin, request: HttpRequest, item: models.Model
) -> FormSchemas:
    form = model_admin.get_form(request, item, change=True)(instance=item)
    formsets = [
        (str(formset.prefix), formset) for formset in unbound_formsets(model_admin, request, item)
    ]
    schemas = [_form_schema("", form), *_schemas_of_formsets(formsets)]
    return FormSchemas({schema.formset_path: schema for schema in schemas})


def _schemas_of_formsets(formsets: list[tuple[str, BaseFormSet]]) -> Iterator[FormSchema]:
    """Shape of `formsets`: path, formset."""
    for formset_path, formset in formsets:
        form = formset.empty_form
        yield _form_schema(formset_path, form)
        yield from _schemas_of_formsets(
            [(f"{formset_path}/{name}", nested) for name, nested in PlacedForm(form).formsets]
        )


def _form_schema(formset_path: str, form: Any) -> FormSchema:
    model = form._meta.model
    fields = {name: _field_schema(form, model, name) for name in PlacedForm(form).field_names}
    return FormSchema(formset_path, capfirst(str(model._meta.verbose_name)), fields)


def _field_schema(form: Any, model: type[models.Model], name: str) -> FieldSchema:
    form_field = form.fields[name]
    language = field_language(model, name)
    model_field = get_model_field(model, name) if language else None
    translated = languages.translated_field(model_field) if model_field else None
    return FieldSchema(
        form_field,
        str(form_field.label or form[name].label),
        language,
        is_rich_text=isinstance(translated, RichTextField),
        is_ordering=name in ("order", "ordering"),
    )


def field_language(model: type[models.Model], name: str) -> str:
    """The code of the language of a text; empty for a field that all languages share."""
    try:
        return languages.field_language(get_model_field(model, name))
    except FieldDoesNotExist:
        return ""


def path_language(item_model: type[models.Model] | None, field_path: str) -> str:
    """Like `FormSchemas.language_of`, where no form is at hand: a formset has the name by which its
    model is related to the item."""
    form_path, _slash, name = field_path.rpartition("/")
    model: Any = item_model
    for accessor in filter(None, formset_path_of(form_path).split("/")):
        relation = getattr(getattr(model, accessor, None), "rel", None)
        model = relation.related_model if relation else None
    return field_language(model, name) if model else ""


def formset_path_of(form_path: str) -> str:
    """The path of the formset of a form: "sessions/12/people/7" -> "sessions/people"."""
    return "/".join(form_path.split("/")[::2])

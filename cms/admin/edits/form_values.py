"""The values that the form of an item and its inline forms show, as their inputs have them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms
from django.contrib.admin import ModelAdmin
from django.db.models import Model
from django.forms import ModelForm
from django.http import HttpRequest, QueryDict


@dataclass(frozen=True)
class FieldInput:
    """A field with its label, the name of its input and the value in that: text, or a list where
    there are several inputs or choices."""

    field: forms.Field
    label: str
    name: str
    input_value: Any


@dataclass(frozen=True)
class PlacedForm:
    """A form with its place on the page of an item: the form of the item, one of its inline forms,
    or one nested in them.

    `prefix` is that of Django's forms. `path` identifies the form by primary keys, wherever it
    stands: "" for the item, "sessions/12" for an inline form, "sessions/12/people/7" for one nested
    in it.
    """

    form: ModelForm
    prefix: str = ""
    path: str = ""

    @cached_property
    def field_names(self) -> list[str]:
        """The fields that hold what somebody enters, without files."""
        own = {self.form._meta.model._meta.pk.name, "DELETE"}
        return [
            name
            for name, field in self.form.fields.items()
            if name not in own
            and not field.disabled
            and not isinstance(field, forms.FileField | forms.models.InlineForeignKeyField)
        ]

    @property
    def formsets(self) -> Iterator[tuple[str, Any]]:
        """The formsets nested in this form. Shape: name, formset."""
        for attribute in list(vars(self.form).values()):
            if isinstance(attribute, forms.BaseFormSet):
                yield str(attribute.prefix).removeprefix(f"{self.form.prefix}-"), attribute

    def input_name(self, field_name: str) -> str:
        return f"{self.prefix}-{field_name}" if self.prefix else field_name

    def database_values(self) -> list[FieldInput]:
        return [self._field_input(name, self._in_database(name)) for name in self.field_names]

    def submitted_values(self) -> list[FieldInput]:
        """The values of a form that was sent and saved: texts as they were cleaned."""
        return [self._field_input(name, self._submitted(name)) for name in self.field_names]

    def typed_values(self, sent: QueryDict) -> list[FieldInput]:
        """The values of a form that was sent, whatever the fields say of them."""
        return [self._field_input(name, self._typed(name, sent)) for name in self.field_names]

    def _field_input(self, name: str, value: Any) -> FieldInput:
        field = self.form.fields[name]
        label = str(field.label or self.form[name].label)
        return FieldInput(field, label, self.input_name(name), input_value(field.widget, value))

    def _in_database(self, name: str) -> Any:
        field = self.form.fields[name]
        return field.prepare_value(self.form.get_initial_for_field(field, name))

    def _typed(self, name: str, sent: QueryDict) -> Any:
        return self.form.fields[name].widget.value_from_datadict(sent, {}, self.input_name(name))

    def _submitted(self, name: str) -> Any:
        cleaned = self.form.cleaned_data.get(name)
        if isinstance(cleaned, str):
            return cleaned
        widget = self.form.fields[name].widget
        return widget.value_from_datadict(self.form.data, {}, self.form.add_prefix(name))


def database_forms(
    form: ModelForm, formsets: list[Any], sent: QueryDict | None = None
) -> Iterator[PlacedForm]:
    """The form of an item and its inline forms that are stored. With `sent` their prefixes have the
    numbers that they have there, and those that were not sent are left out."""
    yield PlacedForm(form, form.prefix or "")
    named = [(str(formset.prefix), formset, str(formset.prefix)) for formset in formsets]
    yield from _database_forms_in(named, sent)


def _database_forms_in(
    named: list[tuple[str, Any, str]], sent: QueryDict | None
) -> Iterator[PlacedForm]:
    """Shape of `named`: path, formset, prefix."""
    for path, formset, prefix in named:
        for number, form in enumerate(formset.initial_forms):
            found: str | None = str(number)
            if sent is not None:
                found = _sent_number(sent, prefix, formset.model, form.instance.pk)
            if found is None:
                continue
            placed = PlacedForm(form, f"{prefix}-{found}", f"{path}/{form.instance.pk}")
            yield placed
            nested = [
                (f"{placed.path}/{name}", formset, f"{placed.prefix}-{name}")
                for name, formset in placed.formsets
            ]
            yield from _database_forms_in(nested, sent)


def unsent_forms(placed: PlacedForm, sent: QueryDict) -> Iterator[PlacedForm]:
    """Those nested in a form that were not sent with it, because somebody else has added them."""
    for name, formset in placed.formsets:
        prefix = f"{placed.prefix}-{name}"
        for form in formset.initial_forms:
            if _sent_number(sent, prefix, formset.model, form.instance.pk) is None:
                yield PlacedForm(form, path=f"{placed.path}/{name}/{form.instance.pk}")


def unbound_formsets(
    model_admin: ModelAdmin, request: HttpRequest, item: Model
) -> Iterator[forms.BaseFormSet]:
    """Of the inline forms as they are stored, numbered as in a page that is just loaded."""
    prefixes: dict[str, int] = {}
    for formset, inline in model_admin.get_formsets_with_inlines(request, item):
        prefix = formset.get_default_prefix()
        prefixes[prefix] = prefixes.get(prefix, 0) + 1
        if prefixes[prefix] != 1:
            prefix = f"{prefix}-{prefixes[prefix]}"
        yield formset(instance=item, prefix=prefix, queryset=inline.get_queryset(request))


def input_value(widget: forms.Widget, value: Any) -> Any:
    """A value as its input shows it: text, or a list where there are several inputs or choices."""
    if isinstance(widget, forms.MultiWidget):
        values = value if isinstance(value, list) else list(widget.decompress(value) or ())
        parts = [*values, *[None] * len(widget.widgets)]
        return [input_value(part, one) for part, one in zip(widget.widgets, parts, strict=False)]
    if isinstance(value, list | tuple | set) or hasattr(value, "all"):
        return sorted(str(getattr(one, "pk", one)) for one in value)
    if isinstance(value, bool):
        return "on" if value else ""
    formatted = widget.format_value(value)
    if isinstance(formatted, list | tuple):
        return [str(one) for one in formatted if one not in (None, "")]
    return "" if formatted is None else str(formatted).replace("\r\n", "\n").strip()


def write_value(sent: QueryDict, widget: forms.Widget, name: str, input_value: Any) -> None:
    """Write a value into what was sent, as a browser would have."""
    if isinstance(widget, forms.MultiWidget):
        inputs = widget.get_context(name, None, {})["widget"]["subwidgets"]
        for part, input_, value in zip(widget.widgets, inputs, input_value, strict=True):
            write_value(sent, part, input_["name"], value)
    elif isinstance(widget, forms.CheckboxInput):
        sent.pop(name, None)
        if input_value:
            sent[name] = input_value
    elif isinstance(input_value, list):
        sent.setlist(name, input_value)
    else:
        sent[name] = input_value


def _sent_number(sent: QueryDict, prefix: str, model: type[Model], pk: object) -> str | None:
    pattern = re.compile(rf"{re.escape(prefix)}-([0-9]{{1,4}})-{model._meta.pk.name}", re.ASCII)
    for name, value in sent.items():
        if (found := pattern.fullmatch(name)) and value == str(pk):
            return found[1]
    return None

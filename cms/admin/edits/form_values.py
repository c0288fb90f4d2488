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
class Value:
    """A value of a field. `name` is the name of its input; `input_value` is text, or a list where
    there are several inputs or choices."""

    field: forms.Field
    label: str
    name: str
    input_value: Any


@dataclass(frozen=True)
class FormNode:
    """One of the forms on the page of an item, which are a tree: the form of the item, its inline
    forms, and those nested in them.

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

    def stored_values(self) -> list[Value]:
        return [self._value(name, self._stored(name)) for name in self.field_names]

    def saved_values(self) -> list[Value]:
        """The values of a form that was sent and saved: texts as they were cleaned."""
        return [self._value(name, self._saved(name)) for name in self.field_names]

    def typed_values(self, sent: QueryDict) -> list[Value]:
        """The values of a form that was sent, whatever the fields say of them."""
        return [self._value(name, self._typed(name, sent)) for name in self.field_names]

    def _value(self, name: str, value: Any) -> Value:
        field = self.form.fields[name]
        label = str(field.label or self.form[name].label)
        return Value(field, label, self.input_name(name), input_value(field.widget, value))

    def _stored(self, name: str) -> Any:
        field = self.form.fields[name]
        return field.prepare_value(self.form.get_initial_for_field(field, name))

    def _typed(self, name: str, sent: QueryDict) -> Any:
        return self.form.fields[name].widget.value_from_datadict(sent, {}, self.input_name(name))

    def _saved(self, name: str) -> Any:
        cleaned = self.form.cleaned_data.get(name)
        if isinstance(cleaned, str):
            return cleaned
        widget = self.form.fields[name].widget
        return widget.value_from_datadict(self.form.data, {}, self.form.add_prefix(name))


def stored_nodes(
    form: ModelForm, formsets: list[Any], sent: QueryDict | None = None
) -> Iterator[FormNode]:
    """The form of an item and its inline forms that are stored. With `sent` their prefixes have the
    numbers that they have there, and those that were not sent are left out."""
    yield FormNode(form, form.prefix or "")
    named = [(str(formset.prefix), formset, str(formset.prefix)) for formset in formsets]
    yield from _nodes(named, sent)


def _nodes(named: list[tuple[str, Any, str]], sent: QueryDict | None) -> Iterator[FormNode]:
    """Shape of `named`: path, formset, prefix."""
    for path, formset, prefix in named:
        for number, form in enumerate(formset.initial_forms):
            found: str | None = str(number)
            if sent is not None:
                found = _sent_number(sent, prefix, formset.model, form.instance.pk)
            if found is None:
                continue
            node = FormNode(form, f"{prefix}-{found}", f"{path}/{form.instance.pk}")
            yield node
            nested = [
                (f"{node.path}/{name}", formset, f"{node.prefix}-{name}")
                for name, formset in node.formsets
            ]
            yield from _nodes(nested, sent)


def unsent_nodes(node: FormNode, sent: QueryDict) -> Iterator[FormNode]:
    """Those nested in a form that were not sent with it, because somebody else has added them."""
    for name, formset in node.formsets:
        prefix = f"{node.prefix}-{name}"
        for form in formset.initial_forms:
            if _sent_number(sent, prefix, formset.model, form.instance.pk) is None:
                yield FormNode(form, path=f"{node.path}/{name}/{form.instance.pk}")


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

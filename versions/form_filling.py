"""Fills the form of an item with the values of an older version, or with pending changes. Nothing
is saved: a coordinator looks at the form and saves it like anything else, so it is checked as ever.

A version may be restored in part: see `Selection`. What must not be shown any more (a photo that
was taken down, the name of a hidden person) is left out, and a message says so; an app declares it
in its `declarations/withheld.py`.
"""

from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib.admin import ModelAdmin
from django.db import models
from django.forms.formsets import (
    INITIAL_FORM_COUNT,
    MAX_NUM_FORM_COUNT,
    MIN_NUM_FORM_COUNT,
    TOTAL_FORM_COUNT,
)
from django.http import HttpRequest, QueryDict

from cms import declarations
from cms.admin.edits.form_values import FormRow, Value, unbound_formsets, write_value
from versions.comparison.field_values import chosen_items, field_language
from versions.models import FormValues
from versions.recording import is_recorded, join_path


@dataclass(frozen=True)
class Selection:
    """What of the values to fill in: all, the texts of one language, or one row with its rows."""

    language: str = ""
    row_path: str = ""

    def restores_row(self, path: str) -> bool:
        """Whether a row is added again, or deleted, as the values have it."""
        return not self.language and (
            not self.row_path or f"{path}/".startswith(f"{self.row_path}/")
        )

    def needs_row(self, path: str) -> bool:
        """Whether a row that is gone is needed: it is selected, or a row of it is."""
        return self.restores_row(path) or (
            bool(self.row_path) and self.row_path.startswith(f"{path}/")
        )

    def has_value(self, row: FormRow, name: str) -> bool:
        if self.language:
            return field_language(row.form._meta.model, name) == self.language
        return not self.row_path or f"{row.path}/".startswith(f"{self.row_path}/")


@dataclass
class FilledData:
    """What a browser would send. `left_out` are the labels of what must not be shown any more;
    `added` has the paths that added rows had, by their prefixes."""

    data: QueryDict = field(default_factory=lambda: QueryDict(mutable=True))
    left_out: list[str] = field(default_factory=list)
    added: dict[str, str] = field(default_factory=dict)


class FormFiller:
    def __init__(self, values: FormValues, selection: Selection) -> None:
        self.values, self.selection, self.filled = values, selection, FilledData()

    def fill(self, model_admin: ModelAdmin, request: HttpRequest, item: models.Model) -> FilledData:
        form = model_admin.get_form(request, item, change=True)(instance=item)
        self._fill_row(FormRow(form))
        for formset in unbound_formsets(model_admin, request, item):
            self._fill_formset(formset, str(formset.prefix), str(formset.prefix))
        return self.filled

    def _fill_row(self, row: FormRow) -> None:
        for name, value in zip(row.field_names, row.stored_values(), strict=True):
            input_value = self._value(row, name, value)
            write_value(self.filled.data, value.field.widget, value.name, input_value)
        for name, formset in row.formsets:
            self._fill_formset(formset, f"{row.prefix}-{name}", join_path(row.path, name))

    def _value(self, row: FormRow, name: str, stored: Value) -> Any:
        path = join_path(row.path, name)
        is_selected = path in self.values and self.selection.has_value(row, name)
        if (
            not is_selected
            or not is_recorded(row.form, name)
            or self.values[path] == stored.input_value
        ):
            return stored.input_value
        allowed = without_withheld(stored.field, self.values[path], stored.input_value)
        if allowed != self.values[path]:
            self.filled.left_out.append(stored.label)
        return allowed

    def _fill_formset(self, formset: Any, prefix: str, path: str) -> None:
        data, name_of_pk = self.filled.data, formset.model._meta.pk.name
        recorded_ids = row_ids_under(self.values, path)
        number, stored_ids = 0, set()
        for number, form in enumerate(formset.initial_forms, 1):
            row_id, row_prefix = str(form.instance.pk), f"{prefix}-{number - 1}"
            stored_ids.add(row_id)
            data[f"{row_prefix}-{name_of_pk}"] = row_id
            self._fill_row(FormRow(form, row_prefix, f"{path}/{row_id}"))
            is_gone = row_id not in recorded_ids and self.selection.restores_row(f"{path}/{row_id}")
            if is_gone and formset.can_delete and self._is_recorded(path):
                data[f"{row_prefix}-DELETE"] = "on"
        count = number
        # Rows that cannot be deleted are items of their own, and may only have moved elsewhere.
        for row_id in recorded_ids if formset.can_delete else ():
            row_path = f"{path}/{row_id}"
            if row_id not in stored_ids and self.selection.needs_row(row_path):
                self._add_row(FormRow(formset.empty_form, f"{prefix}-{count}", row_path))
                count += 1
        data[f"{prefix}-{INITIAL_FORM_COUNT}"] = str(number)
        data[f"{prefix}-{TOTAL_FORM_COUNT}"] = str(count)
        data[f"{prefix}-{MIN_NUM_FORM_COUNT}"] = "0"
        data[f"{prefix}-{MAX_NUM_FORM_COUNT}"] = str(formset.max_num)

    def _add_row(self, row: FormRow) -> None:
        """Adds a row that is gone, with all its values and rows."""
        self.filled.added[row.prefix] = row.path
        selection, self.selection = self.selection, Selection(row_path=row.path)
        self._fill_row(row)
        self.selection = selection

    def _is_recorded(self, path: str) -> bool:
        """Whether the form that was saved had these rows: it says so even where there were none."""
        return "/" in path or path in self.values


def row_ids_under(values: FormValues, path: str) -> list[str]:
    """The primary keys of the rows of a formset that the values have, oldest first."""
    begin = f"{path}/"
    rests = (name.removeprefix(begin) for name in values if name.startswith(begin))
    return sorted({rest.partition("/")[0] for rest in rests}, key=int)


def without_withheld(form_field: forms.Field, value: Any, stored: Any) -> Any:
    """The value without what must not be shown any more or was deleted."""
    items = chosen_items(form_field, value)
    if items is None:
        texts = value if isinstance(value, list) else [value]
        return stored if any(is_withheld_text(str(text)) for text in texts) else value
    allowed = [str(item.pk) for item in items if not is_withheld(item)]
    if isinstance(value, list):
        return [pk for pk in value if pk in allowed]
    return ",".join(allowed)


def is_withheld(item: models.Model) -> bool:
    return any(module.is_withheld(item) for module in declarations.modules("withheld"))


def is_withheld_text(text: str) -> bool:
    return bool(text) and any(
        module.is_withheld_text(text) for module in declarations.modules("withheld")
    )

"""Fills the form of an item with the values of an older version, or with pending changes. Nothing
is saved: an editor looks at the form and saves it, so it is validated as always.

A version may be restored in part: see `Selection`. What must not be shown any more, such as a photo
that was taken down or the name of a hidden person, is left out; apps declare it in their
`declarations/withheld.py`.
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
from cms.admin.edits.form_values import FieldInput, PlacedForm, unbound_formsets, write_value
from versions.comparison.field_values import chosen_items
from versions.comparison.form_schemas import field_language
from versions.models import ValuesByPath
from versions.recording import is_recorded, join_path


@dataclass(frozen=True)
class Selection:
    """Which values to fill in: all, those of one language, or those of one inline form and of the
    forms nested in it."""

    language: str = ""
    form_path: str = ""

    def restores_form(self, path: str) -> bool:
        """Whether the inline form at a path is added again or deleted, to be as in the values."""
        return not self.language and (
            not self.form_path or f"{path}/".startswith(f"{self.form_path}/")
        )

    def adds_form(self, path: str) -> bool:
        """Whether a deleted inline form is added again: it is selected, or one nested in it is."""
        return self.restores_form(path) or (
            bool(self.form_path) and self.form_path.startswith(f"{path}/")
        )

    def selects_field(self, placed: PlacedForm, name: str) -> bool:
        if self.language:
            return field_language(placed.form._meta.model, name) == self.language
        return not self.form_path or f"{placed.path}/".startswith(f"{self.form_path}/")


@dataclass
class FillResult:
    # What a browser would send.
    post_data: QueryDict = field(default_factory=lambda: QueryDict(mutable=True))
    # The labels of fields that were not filled in, because their value must not be shown any more.
    withheld_labels: list[str] = field(default_factory=list)
    # Of inline forms that were added again. Shape: prefix -> path that they have in the values.
    path_by_prefix: dict[str, str] = field(default_factory=dict)


class FormFiller:
    def __init__(self, values: ValuesByPath, selection: Selection) -> None:
        self.values, self.selection, self.result = values, selection, FillResult()

    def fill(self, model_admin: ModelAdmin, request: HttpRequest, item: models.Model) -> FillResult:
        form = model_admin.get_form(request, item, change=True)(instance=item)
        self._fill_form(PlacedForm(form))
        for formset in unbound_formsets(model_admin, request, item):
            self._fill_formset(formset, str(formset.prefix), str(formset.prefix))
        return self.result

    def _fill_form(self, placed: PlacedForm) -> None:
        for name, value in zip(placed.field_names, placed.database_values(), strict=True):
            input_value = self._value_to_fill_in(placed, name, value)
            write_value(self.result.post_data, value.field.widget, value.name, input_value)
        for name, formset in placed.formsets:
            self._fill_formset(formset, f"{placed.prefix}-{name}", join_path(placed.path, name))

    def _value_to_fill_in(self, placed: PlacedForm, name: str, stored: FieldInput) -> Any:
        path = join_path(placed.path, name)
        is_selected = path in self.values and self.selection.selects_field(placed, name)
        if (
            not is_selected
            or not is_recorded(placed.form, name)
            or self.values[path] == stored.input_value
        ):
            return stored.input_value
        allowed = without_withheld(stored.field, self.values[path], stored.input_value)
        if allowed != self.values[path]:
            self.result.withheld_labels.append(stored.label)
        return allowed

    def _fill_formset(self, formset: Any, prefix: str, path: str) -> None:
        stored_pks = [str(form.instance.pk) for form in formset.initial_forms]
        recorded_pks = pks_in_formset(self.values, path)
        for number, form in enumerate(formset.initial_forms):
            pk = stored_pks[number]
            placed = PlacedForm(form, f"{prefix}-{number}", f"{path}/{pk}")
            self._fill_stored_form(formset, placed, pk, is_deleted=pk not in recorded_pks)
        total = len(stored_pks)
        # Inline forms that cannot be deleted are items of their own, and may only have moved.
        for pk in recorded_pks if formset.can_delete else ():
            form_path = f"{path}/{pk}"
            if pk not in stored_pks and self.selection.adds_form(form_path):
                self._add_form(PlacedForm(formset.empty_form, f"{prefix}-{total}", form_path))
                total += 1
        data = self.result.post_data
        data[f"{prefix}-{INITIAL_FORM_COUNT}"] = str(len(stored_pks))
        data[f"{prefix}-{TOTAL_FORM_COUNT}"] = str(total)
        data[f"{prefix}-{MIN_NUM_FORM_COUNT}"] = "0"
        data[f"{prefix}-{MAX_NUM_FORM_COUNT}"] = str(formset.max_num)

    def _fill_stored_form(
        self, formset: Any, placed: PlacedForm, pk: str, *, is_deleted: bool
    ) -> None:
        data, formset_path = self.result.post_data, placed.path.rpartition("/")[0]
        data[f"{placed.prefix}-{formset.model._meta.pk.name}"] = pk
        self._fill_form(placed)
        is_deleted = is_deleted and self.selection.restores_form(placed.path)
        if is_deleted and formset.can_delete and self._has_formset(formset_path):
            data[f"{placed.prefix}-DELETE"] = "on"

    def _add_form(self, placed: PlacedForm) -> None:
        """Adds an inline form again that was deleted, with all its values and nested forms."""
        self.result.path_by_prefix[placed.prefix] = placed.path
        selection, self.selection = self.selection, Selection(form_path=placed.path)
        self._fill_form(placed)
        self.selection = selection

    def _has_formset(self, path: str) -> bool:
        """Whether the recorded form had the formset: its path is recorded even if it was empty."""
        return "/" in path or path in self.values


def pks_in_formset(values: ValuesByPath, path: str) -> list[str]:
    """The primary keys of the inline forms that the values have in a formset, oldest first."""
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

"""What differs between the values of two versions of an item, in the words of its form."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

from django.forms import CharField, ModelChoiceField
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.text import text_comparison
from cms.text.text_comparison import Paragraph
from versions.comparison import row_order
from versions.comparison.field_values import (
    ComparedField,
    ComparedForm,
    chosen_items,
    formset_path_of,
    readable,
)
from versions.comparison.row_order import FIELD_OF_PAGE_PART, RowValues
from versions.models import FormValues

# Of a row, in characters: enough to know which it is.
EXCERPT_LENGTH = 60


class RowChange(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"


@dataclass(frozen=True)
class FieldDifference:
    """A value before and after. What takes time is worked out where it is shown."""

    field: ComparedField
    old: Any
    new: Any

    @property
    def label(self) -> str:
        return self.field.label

    @property
    def language(self) -> str:
        return self.field.language

    @cached_property
    def paragraphs(self) -> list[Paragraph]:
        """Both values as text, compared word by word."""
        return text_comparison.compare(*self._readable)

    @property
    def only_markup(self) -> bool:
        """Whether the words are the same, and their links or emphasis are not."""
        before, after = self._readable
        return before == after and self.field.is_rich_text

    @property
    def pictures_before(self) -> list[dict[str, Any]]:
        """Of the chosen photos. Shape: those of `photos.admin.picker.photo_summary`."""
        return _pictures(self.field, self.old)

    @property
    def pictures_after(self) -> list[dict[str, Any]]:
        return _pictures(self.field, self.new)

    @cached_property
    def _readable(self) -> tuple[str, str]:
        return readable(self.field, self.old), readable(self.field, self.new)


@dataclass(frozen=True)
class RowDifference:
    """`number` is that of the row among those of its kind, 0 for an only one. `moved` has its old
    and its new place, None if it stands where it stood; `excerpt` says which one it is where it has
    no other change."""

    path: str
    kind: str
    number: int
    change: RowChange
    fields: list[FieldDifference]
    moved: tuple[int, int] | None
    excerpt: str

    @property
    def label(self) -> str:
        return f"{self.kind} {self.number}" if self.number else self.kind


def find_differences(
    before: FormValues, after: FormValues, compared_forms: dict[str, ComparedForm]
) -> list[RowDifference]:
    """What changed, in the order of the form: the item itself first."""
    old, new = rows_of(before), rows_of(after)
    moved = row_order.find_moved(old, new, compared_forms)
    found = (
        _row_difference(path, old, new, moved.get(path), compared_forms)
        for path in row_order.in_order_of_form(old | new, compared_forms)
    )
    return [difference for difference in found if difference]


def rows_of(form_values: FormValues) -> dict[str, RowValues]:
    """Shape: path of the row -> its values."""
    rows: dict[str, RowValues] = {}
    for field_path, value in form_values.items():
        row_path, _slash, name = field_path.rpartition("/")
        rows.setdefault(row_path, {})[name] = value
    return rows


def summary(found: list[RowDifference]) -> str:
    """One line in the words of the form: “Title (Korean), Text 2: Text (Korean): 2 paragraphs,
    Photo added”."""
    labels = {RowChange.ADDED: _("{kind} added"), RowChange.REMOVED: _("{kind} removed")}
    parts: list[str] = []
    for row in found:
        if row.change in labels:
            parts.append(labels[row.change].format(kind=row.kind))
            continue
        prefix = f"{row.label}: " if row.path else ""
        parts += [f"{prefix}{_field_summary(difference)}" for difference in row.fields]
        if row.moved:
            parts.append(_("{kind} moved").format(kind=row.label))
    counted = {text: parts.count(text) for text in parts}
    return ", ".join(f"{text} × {count}" if count > 1 else text for text, count in counted.items())


def _field_summary(difference: FieldDifference) -> str:
    if not difference.field.is_rich_text:
        return difference.label
    changed = sum(any(part.change != "same" for part in p) for p in difference.paragraphs)
    if len(difference.paragraphs) > 1 and changed:
        paragraphs = ngettext("{n} paragraph", "{n} paragraphs", changed).format(n=changed)
        return f"{difference.label}: {paragraphs}"
    return difference.label


def _row_difference(
    row_path: str,
    old: dict[str, RowValues],
    new: dict[str, RowValues],
    moved: tuple[int, int] | None,
    compared_forms: dict[str, ComparedForm],
) -> RowDifference | None:
    compared_form = compared_forms.get(formset_path_of(row_path))
    if compared_form is None:
        return None
    before, after = old.get(row_path, {}), new.get(row_path, {})
    fields = list(_field_differences(before, after, compared_form))
    if row_path not in new:
        change = RowChange.REMOVED
    elif row_path not in old:
        change = RowChange.ADDED
    elif fields:
        change = RowChange.CHANGED
    elif moved:
        change = RowChange.MOVED
    else:
        return None
    number = row_order.number_among_siblings(
        row_path, new if row_path in new else old, compared_forms
    )
    excerpt = _excerpt(after, compared_form) if change == RowChange.MOVED else ""
    return RowDifference(row_path, compared_form.name, number, change, fields, moved, excerpt)


def _excerpt(values: RowValues, compared_form: ComparedForm) -> str:
    texts = (
        " ".join(readable(field, values.get(name)).split())
        for name, field in compared_form.fields.items()
        if isinstance(field.form_field, CharField | ModelChoiceField) and name != FIELD_OF_PAGE_PART
    )
    return Truncator(next(filter(None, texts), "")).chars(EXCERPT_LENGTH)


def _field_differences(
    before: RowValues, after: RowValues, compared_form: ComparedForm
) -> Iterator[FieldDifference]:
    for name, field in compared_form.fields.items():
        old, new = before.get(name) or "", after.get(name) or ""
        if old != new and not field.is_order and name != FIELD_OF_PAGE_PART:
            yield FieldDifference(field, old, new)


def _pictures(field: ComparedField, input_value: Any) -> list[dict[str, Any]]:
    """Of the chosen items, by the method `photo_summaries` that the widget of photos has."""
    summaries = getattr(field.form_field.widget, "photo_summaries", None)
    return summaries(chosen_items(field.form_field, input_value) or []) if summaries else []

"""What differs between the values of two versions of an item, in the words of its form."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.text import text_comparison
from cms.text.text_comparison import Paragraph
from versions.comparison.field_values import (
    ComparedField,
    RowKind,
    chosen_items,
    formset_path_of,
    readable,
)
from versions.models import FormValues

# The field of django-content-editor for the part of a page in which a block stands. Pages have one
# part here, so it says nothing.
FIELD_OF_PAGE_PART = "region"

# Name of a field -> its value in one row.
RowValues = dict[str, Any]


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
    path: str
    label: str
    change: RowChange
    fields: list[FieldDifference]


def find_differences(
    before: FormValues, after: FormValues, row_kinds: dict[str, RowKind]
) -> list[RowDifference]:
    """What changed, in the order of the form: the item itself first."""
    old, new = rows_of(before), rows_of(after)
    moved = _moved(old, new, row_kinds)
    paths = sorted(old.keys() | new.keys(), key=lambda path: _place(path, row_kinds, old, new))
    found = (_row_difference(path, old, new, moved, row_kinds) for path in paths)
    return [difference for difference in found if difference]


def rows_of(form_values: FormValues) -> dict[str, RowValues]:
    """Shape: path of the row -> its values."""
    rows: dict[str, RowValues] = {}
    for field_path, value in form_values.items():
        row_path, _slash, name = field_path.rpartition("/")
        rows.setdefault(row_path, {})[name] = value
    return rows


def summary(found: list[RowDifference]) -> str:
    """One line in the words of the form: “Title (Korean), Text: 2 paragraphs, Photo: added”."""
    labels = {
        RowChange.ADDED: _("{kind} added"),
        RowChange.REMOVED: _("{kind} removed"),
        RowChange.MOVED: _("{kind} moved"),
    }
    parts: list[str] = []
    for row in found:
        if row.change in labels:
            parts.append(labels[row.change].format(kind=row.label))
        else:
            parts += [_field_summary(difference) for difference in row.fields]
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
    moved: set[str],
    row_kinds: dict[str, RowKind],
) -> RowDifference | None:
    row_kind = row_kinds.get(formset_path_of(row_path))
    if row_kind is None:
        return None
    before, after = old.get(row_path, {}), new.get(row_path, {})
    fields = list(_field_differences(before, after, row_kind))
    if row_path not in old or row_path not in new:
        change = RowChange.ADDED if row_path in new else RowChange.REMOVED
        return RowDifference(row_path, row_kind.name, change, fields)
    if fields:
        return RowDifference(row_path, row_kind.name, RowChange.CHANGED, fields)
    if row_path in moved:
        return RowDifference(row_path, row_kind.name, RowChange.MOVED, [])
    return None


def _field_differences(
    before: RowValues, after: RowValues, row_kind: RowKind
) -> Iterator[FieldDifference]:
    for name, field in row_kind.fields.items():
        old, new = before.get(name) or "", after.get(name) or ""
        if old != new and not field.is_order and name != FIELD_OF_PAGE_PART:
            yield FieldDifference(field, old, new)


def _pictures(field: ComparedField, input_value: Any) -> list[dict[str, Any]]:
    """Of the chosen items, by the method `photo_summaries` that the widget of photos has."""
    summaries = getattr(field.form_field.widget, "photo_summaries", None)
    return summaries(chosen_items(field.form_field, input_value) or []) if summaries else []


def _order(values: RowValues, row_kind: RowKind | None) -> float:
    for name, field in row_kind.fields.items() if row_kind else ():
        if field.is_order:
            order = str(values.get(name) or "")
            return float(order) if order.lstrip("-").isdecimal() else 0
    return 0


def _moved(
    old: dict[str, RowValues], new: dict[str, RowValues], row_kinds: dict[str, RowKind]
) -> set[str]:
    """The rows that stand elsewhere among those that were there before and are there now."""

    def in_order(rows: dict[str, RowValues]) -> list[str]:
        common = [path for path in sorted(old.keys() & new.keys()) if path]
        return sorted(
            common, key=lambda path: _order(rows[path], row_kinds.get(formset_path_of(path)))
        )

    before, after = in_order(old), in_order(new)
    blocks = SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()
    unmoved = {path for block in blocks for path in before[block.a : block.a + block.size]}
    return set(before) - unmoved


def _place(
    row_path: str,
    row_kinds: dict[str, RowKind],
    old: dict[str, RowValues],
    new: dict[str, RowValues],
) -> tuple[bool, float, int]:
    """The item first, then its rows in their order."""
    formset_path = formset_path_of(row_path)
    position = list(row_kinds).index(formset_path) if formset_path in row_kinds else len(row_kinds)
    values = new.get(row_path) or old.get(row_path) or {}
    return (bool(row_path), _order(values, row_kinds.get(formset_path)), position)

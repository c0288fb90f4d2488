"""The diff of two versions of an item, form by form and field by field, with the form's labels."""

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
from versions.comparison import form_order
from versions.comparison.field_values import chosen_items, display_text
from versions.comparison.form_order import REGION_FIELD, FieldValues, ValuesByForm
from versions.comparison.form_schemas import FieldSchema, FormSchema, FormSchemas
from versions.models import ValuesByPath

# In characters: enough to recognise an inline form.
EXCERPT_LENGTH = 60


class FormChange(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"


@dataclass(frozen=True)
class FieldDiff:
    """The value of a field before and after. Slow properties are computed when they are shown."""

    field: FieldSchema
    before: Any
    after: Any

    @property
    def label(self) -> str:
        return self.field.label

    @property
    def language(self) -> str:
        return self.field.language

    @cached_property
    def paragraphs(self) -> list[Paragraph]:
        """Both values as text, compared word by word."""
        return text_comparison.compare(*self._display_texts)

    @property
    def only_markup(self) -> bool:
        """Whether the words are the same, and their links or emphasis are not."""
        before, after = self._display_texts
        return before == after and self.field.is_rich_text

    @property
    def photos_before(self) -> list[dict[str, Any]]:
        """The chosen photos. The template shows their `thumbnail_url` and `title`."""
        return _photo_summaries(self.field, self.before)

    @property
    def photos_after(self) -> list[dict[str, Any]]:
        return _photo_summaries(self.field, self.after)

    @cached_property
    def _display_texts(self) -> tuple[str, str]:
        return display_text(self.field, self.before), display_text(self.field, self.after)


@dataclass(frozen=True)
class FormDiff:
    """What changed in the form of an item, whose path is "", or in an inline form."""

    path: str
    name: str
    # Of the form in its formset, from 1; 0 for the only one.
    number: int
    change: FormChange
    fields: list[FieldDiff]
    # Its old and its new place; None if it has not moved.
    moved: tuple[int, int] | None
    # The beginning of its text, if it has only moved.
    excerpt: str

    @property
    def label(self) -> str:
        return f"{self.name} {self.number}" if self.number else self.name


def find_diffs(before: ValuesByPath, after: ValuesByPath, schemas: FormSchemas) -> list[FormDiff]:
    """Of the forms that changed, in the order of the page: that of the item first."""
    old, new = group_by_form(before), group_by_form(after)
    moved = form_order.find_moved(old, new, schemas)
    diffs = (
        _form_diff(path, old, new, moved.get(path), schemas)
        for path in form_order.sort_forms(old | new, schemas)
    )
    return [diff for diff in diffs if diff]


def group_by_form(values_by_path: ValuesByPath) -> ValuesByForm:
    forms: ValuesByForm = {}
    for field_path, value in values_by_path.items():
        form_path, _slash, name = field_path.rpartition("/")
        forms.setdefault(form_path, {})[name] = value
    return forms


def summary(diffs: list[FormDiff]) -> str:
    """One line: “Title (Korean), Text 2: Text (Korean): 2 paragraphs, Photo added”."""
    labels = {FormChange.ADDED: _("{kind} added"), FormChange.REMOVED: _("{kind} removed")}
    parts: list[str] = []
    for form in diffs:
        if form.change in labels:
            parts.append(labels[form.change].format(kind=form.name))
            continue
        prefix = f"{form.label}: " if form.path else ""
        parts += [f"{prefix}{_field_summary(field)}" for field in form.fields]
        if form.moved:
            parts.append(_("{kind} moved").format(kind=form.label))
    counted = {text: parts.count(text) for text in parts}
    return ", ".join(f"{text} × {count}" if count > 1 else text for text, count in counted.items())


def _field_summary(diff: FieldDiff) -> str:
    if not diff.field.is_rich_text:
        return diff.label
    changed = sum(any(span.change != "same" for span in spans) for spans in diff.paragraphs)
    if len(diff.paragraphs) > 1 and changed:
        paragraphs = ngettext("{n} paragraph", "{n} paragraphs", changed).format(n=changed)
        return f"{diff.label}: {paragraphs}"
    return diff.label


def _form_diff(
    form_path: str,
    old: ValuesByForm,
    new: ValuesByForm,
    moved: tuple[int, int] | None,
    schemas: FormSchemas,
) -> FormDiff | None:
    schema = schemas.form(form_path)
    if schema is None:
        return None
    before, after = old.get(form_path, {}), new.get(form_path, {})
    fields = list(_field_diffs(before, after, schema))
    if form_path not in new:
        change = FormChange.REMOVED
    elif form_path not in old:
        change = FormChange.ADDED
    elif fields:
        change = FormChange.CHANGED
    elif moved:
        change = FormChange.MOVED
    else:
        return None
    present = new if form_path in new else old
    number = form_order.number_in_formset(form_path, present, schemas)
    excerpt = _excerpt(after, schema) if change == FormChange.MOVED else ""
    return FormDiff(form_path, schema.name, number, change, fields, moved, excerpt)


def _excerpt(values: FieldValues, schema: FormSchema) -> str:
    texts = (
        " ".join(display_text(field, values.get(name)).split())
        for name, field in schema.fields.items()
        if isinstance(field.form_field, CharField | ModelChoiceField) and name != REGION_FIELD
    )
    return Truncator(next(filter(None, texts), "")).chars(EXCERPT_LENGTH)


def _field_diffs(
    before: FieldValues, after: FieldValues, schema: FormSchema
) -> Iterator[FieldDiff]:
    for name, field in schema.fields.items():
        old, new = before.get(name) or "", after.get(name) or ""
        if old != new and not field.is_ordering and name != REGION_FIELD:
            yield FieldDiff(field, old, new)


def _photo_summaries(field: FieldSchema, input_value: Any) -> list[dict[str, Any]]:
    """By the method `photo_summaries` of the widget that chooses photos; none for others."""
    summaries = getattr(field.form_field.widget, "photo_summaries", None)
    return summaries(chosen_items(field.form_field, input_value) or []) if summaries else []

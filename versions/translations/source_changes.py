"""What changed in the source of a translation since it was translated, field by field."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.forms import BoundField, ModelForm

from cms.admin.edits.form_values import FormRow, stored_rows
from cms.fields import get_model_field
from cms.i18n import languages
from cms.text import rich_text, text_comparison
from cms.text.text_comparison import Paragraph
from versions.comparison.field_values import field_language
from versions.models import FormValues
from versions.recording import is_recorded, join_path


@dataclass(frozen=True)
class SourceChange:
    """A text that changed, and the field of its translation, which may have to change."""

    source: str
    before: str
    after: str
    field: BoundField

    @cached_property
    def paragraphs(self) -> list[Paragraph]:
        """Those that changed, compared word by word."""
        before, after = rich_text.to_plain_text(self.before), rich_text.to_plain_text(self.after)
        compared = text_comparison.compare(before, after)
        return [spans for spans in compared if any(span.change != "same" for span in spans)]


def find_source_changes(
    form: ModelForm, formsets: list[Any], translated: FormValues, source: str, target: str
) -> Iterator[SourceChange]:
    """`translated` are the form values that were translated. In the order of the form."""
    for row in stored_rows(form, formsets):
        for name, value in zip(row.field_names, row.stored_values(), strict=True):
            model = row.form._meta.model
            if field_language(model, name) != source or not is_recorded(row.form, name):
                continue
            if not isinstance(value.input_value, str):
                # A choice is no text that somebody translates.
                continue
            field = _field_in(row, name, target)
            before = str(translated.get(join_path(row.path, name)) or "")
            if field is not None and before != value.input_value:
                yield SourceChange(source, before, value.input_value, field)


def _field_in(row: FormRow, name: str, language: str) -> BoundField | None:
    translated = languages.translated_field(get_model_field(row.form._meta.model, name))
    field_name = languages.field_name(translated.name, language)
    return row.form[field_name] if field_name in row.form.fields else None

"""What changed in one language since the version that another language follows, field by field."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.forms import BoundField, ModelForm

from cms.admin.edits.form_values import Row, stored_rows
from cms.fields import get_model_field
from cms.i18n import languages
from cms.text import rich_text, text_comparison
from cms.text.text_comparison import Paragraph
from versions.comparison.field_values import field_language
from versions.models import State
from versions.recording import is_recorded, join


@dataclass(frozen=True)
class SourceChange:
    """A text that changed, and the field of the translation that may have to change."""

    source: str
    before: str
    after: str
    target: BoundField

    @cached_property
    def paragraphs(self) -> list[Paragraph]:
        """Those that changed, compared word by word."""
        before, after = rich_text.to_plain_text(self.before), rich_text.to_plain_text(self.after)
        compared = text_comparison.compare(before, after)
        return [parts for parts in compared if any(part.change != "same" for part in parts)]


def find_source_changes(
    form: ModelForm, formsets: list[Any], followed: State, language: str, source: str
) -> Iterator[SourceChange]:
    """In the order of the form."""
    for row in stored_rows(form, formsets):
        for name, value in zip(row.field_names, row.stored_values(), strict=True):
            model = row.form._meta.model
            if field_language(model, name) != source or not is_recorded(row.form, name):
                continue
            target = _field_in(row, name, language)
            before = str(followed.get(join(row.path, name)) or "")
            if target is not None and before != value.shown:
                yield SourceChange(source, before, value.shown, target)


def _field_in(row: Row, name: str, language: str) -> BoundField | None:
    field = languages.translated_field(get_model_field(row.form._meta.model, name))
    target = languages.field_name(field.name, language)
    return row.form[target] if target in row.form.fields else None

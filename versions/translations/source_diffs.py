"""The diff of the source of a translation since it was translated, field by field."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.forms import BoundField, ModelForm

from cms.admin.edits.form_values import PlacedForm, database_forms
from cms.fields import get_model_field
from cms.i18n import languages
from cms.text import rich_text, text_comparison
from cms.text.text_comparison import Paragraph
from versions.comparison.form_schemas import field_language
from versions.models import ValuesByPath
from versions.recording import is_recorded, join_path


@dataclass(frozen=True)
class SourceDiff:
    """A text of the source that changed since it was translated."""

    # The code of its language.
    source: str
    before: str
    after: str
    # That of the translation, which may have to change as well.
    target_field: BoundField

    @cached_property
    def paragraphs(self) -> list[Paragraph]:
        """Those that changed, compared word by word."""
        before, after = rich_text.to_plain_text(self.before), rich_text.to_plain_text(self.after)
        compared = text_comparison.compare(before, after)
        return [spans for spans in compared if any(span.change != "same" for span in spans)]


def find_source_diffs(
    form: ModelForm, formsets: list[Any], translated: ValuesByPath, source: str, target: str
) -> Iterator[SourceDiff]:
    """In the order of the form. `translated` are the values of the version that was translated."""
    for placed in database_forms(form, formsets):
        for name, value in zip(placed.field_names, placed.database_values(), strict=True):
            model = placed.form._meta.model
            if field_language(model, name) != source or not is_recorded(placed.form, name):
                continue
            if not isinstance(value.input_value, str):
                # Choices are not translated.
                continue
            target_field = _field_in(placed, name, target)
            before = str(translated.get(join_path(placed.path, name)) or "")
            if target_field is not None and before != value.input_value:
                yield SourceDiff(source, before, value.input_value, target_field)


def _field_in(placed: PlacedForm, name: str, language: str) -> BoundField | None:
    translated = languages.translated_field(get_model_field(placed.form._meta.model, name))
    field_name = languages.field_name(translated.name, language)
    return placed.form[field_name] if field_name in placed.form.fields else None

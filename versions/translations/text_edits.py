"""What one save does to the texts of an item: which texts changed, in which languages there are
texts before and after."""

from dataclasses import dataclass, field
from typing import Any

from django.db import models

from cms.fields import get_model_field
from cms.i18n import languages
from versions.models import FormValues, TranslationPair, Version
from versions.recording import RecordedChange, RecordedValues
from versions.translations import change_size
from versions.translations.change_size import TextChange
from versions.translations.translated_fields import (
    title_column,
    written_languages,
    written_languages_in,
)

# Language -> texts that changed in it.
ChangedTexts = dict[str, list[TextChange]]


@dataclass(frozen=True)
class TranslationAnswers:
    """What was answered in the form. `of_changes`: language that changed -> what that means for its
    translations. `confirmed`: the languages that say the same as their source again."""

    of_changes: dict[str, TranslationPair.Answer] = field(default_factory=dict)
    confirmed: frozenset[str] = frozenset()


@dataclass
class TextEdit:
    """`newest_version` is that after the save."""

    item: models.Model
    newest_version: Version | None = None
    previous_version: Version | None = None
    changed: ChangedTexts = field(default_factory=dict)
    languages_before: set[str] = field(default_factory=set)
    languages_after: set[str] = field(default_factory=set)
    answers: TranslationAnswers = field(default_factory=TranslationAnswers)
    recorded: RecordedValues | None = None

    def count_changed_words(self, language: str) -> int:
        return change_size.total_size(self.changed.get(language, ()))


def text_edit_by_form(
    item: models.Model,
    recorded: RecordedValues,
    newest: Version,
    change: RecordedChange | None,
    answers: TranslationAnswers,
) -> TextEdit:
    if change is None:
        written = written_languages(item)
        return TextEdit(item, newest, None, {}, written, written, answers, recorded)
    return TextEdit(
        item,
        change.new_version,
        change.previous_version,
        changed_texts(recorded, change.values_before),
        written_languages_in(change.values_before, type(item)),
        written_languages_in(change.values_after, type(item)),
        answers,
        recorded,
    )


def text_edit_without_form(item: models.Model, values: dict[str, tuple[Any, Any]]) -> TextEdit:
    """`values`: name of a field -> value before, value after."""
    changed: ChangedTexts = {}
    written = written_languages(item)
    written_before = set(written)
    for name, (old, new) in values.items():
        if code := languages.field_language(get_model_field(type(item), name)):
            changed.setdefault(code, []).append(TextChange(old or "", new or ""))
            if name == title_column(type(item), code) and not old:
                written_before.discard(code)
    version = Version.objects.for_item(item).order_by("-pk").first() if changed else None
    return TextEdit(item, version, version, changed, written_before, written)


def changed_texts(recorded: RecordedValues, before: FormValues) -> ChangedTexts:
    """The texts that were different before. Those of rows that were deleted are not among them:
    they went in all languages at once."""
    changed: ChangedTexts = {}
    for path, code in recorded.languages.items():
        change = TextChange(str(before.get(path) or ""), str(recorded.values[path] or ""))
        if change.before != change.after:
            changed.setdefault(code, []).append(change)
    return changed

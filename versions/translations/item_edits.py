"""What one save of an item changed in its texts: the basis of `outdated.update_translations`."""

from dataclasses import dataclass, field
from typing import Any

from django.db import models

from cms.fields import get_model_field
from cms.i18n import languages
from versions.models import TranslationPair, ValuesByPath, Version
from versions.recording import FormSnapshot, VersionPair
from versions.translations import change_size
from versions.translations.change_size import TextChange
from versions.translations.translated_fields import (
    title_column,
    written_languages,
    written_languages_in,
)

# Code of a language -> the texts that changed in it.
TextChanges = dict[str, list[TextChange]]


@dataclass(frozen=True)
class TranslationAnswers:
    """What an editor has answered in the form."""

    # Code of the language that changed -> what that means for its translations.
    by_changed_language: dict[str, TranslationPair.Answer] = field(default_factory=dict)
    # Codes of the languages whose text is up to date again.
    confirmed_languages: frozenset[str] = frozenset()


@dataclass
class ItemEdit:
    item: models.Model
    newest_version: Version | None = None
    # The newest one before the save; None if a form was saved unchanged, or for the first time.
    previous_version: Version | None = None
    text_changes: TextChanges = field(default_factory=dict)
    # The languages in which the item has a title, before and after the save.
    languages_before: set[str] = field(default_factory=set)
    languages_after: set[str] = field(default_factory=set)
    answers: TranslationAnswers = field(default_factory=TranslationAnswers)
    snapshot: FormSnapshot | None = None

    def count_changed_words(self, language: str) -> int:
        return change_size.total_size(self.text_changes.get(language, ()))


def edit_with_form(
    item: models.Model,
    snapshot: FormSnapshot,
    newest: Version,
    version_pair: VersionPair | None,
    answers: TranslationAnswers,
) -> ItemEdit:
    if version_pair is None:
        written = written_languages(item)
        return ItemEdit(item, newest, None, {}, written, written, answers, snapshot)
    return ItemEdit(
        item,
        version_pair.new_version,
        version_pair.previous_version,
        find_text_changes(snapshot, version_pair.values_before),
        written_languages_in(version_pair.values_before, type(item)),
        written_languages_in(version_pair.values_after, type(item)),
        answers,
        snapshot,
    )


def edit_without_form(item: models.Model, values: dict[str, tuple[Any, Any]]) -> ItemEdit:
    """`values`: name of a field -> value before, value after."""
    text_changes: TextChanges = {}
    written = written_languages(item)
    written_before = set(written)
    for name, (old, new) in values.items():
        if code := languages.field_language(get_model_field(type(item), name)):
            text_changes.setdefault(code, []).append(TextChange(old or "", new or ""))
            if name == title_column(type(item), code) and not old:
                written_before.discard(code)
    version = Version.objects.for_item(item).order_by("-pk").first() if text_changes else None
    return ItemEdit(item, version, version, text_changes, written_before, written)


def find_text_changes(snapshot: FormSnapshot, before: ValuesByPath) -> TextChanges:
    """Without texts of deleted inline forms: those were deleted in all languages at once."""
    text_changes: TextChanges = {}
    for path, code in snapshot.language_by_path.items():
        change = TextChange(str(before.get(path) or ""), str(snapshot.values[path] or ""))
        if change.before != change.after:
            text_changes.setdefault(code, []).append(change)
    return text_changes

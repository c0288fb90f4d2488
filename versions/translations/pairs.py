"""Updates at each save which translations of an item are outdated.

Only a change of a text that is public or scheduled makes its translations outdated. Somebody says
in the form what the change means; where nobody did, its size decides.
"""

from dataclasses import dataclass, field
from fractions import Fraction
from itertools import permutations
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone

from cms.fields import get_model_field
from cms.i18n import languages
from cms.publishing.publishable import Publishable, Status
from versions.models import FormValues, TranslationPair, Version
from versions.recording import RecordedChange, RecordedValues
from versions.translations import change_size, unneeded
from versions.translations.change_size import TextChange
from versions.translations.translated_fields import (
    title_column,
    written_languages,
    written_languages_in,
)

Answer = TranslationPair.Answer
# A translation that changed at the same time by this fraction of the source's change
# has it already.
MIN_TRANSLATED_FRACTION = Fraction(1, 3)


@dataclass(frozen=True)
class TranslationAnswers:
    """What was answered in the form. `of_changes`: code of the language that changed -> what that
    means for its translations. `confirmed`: the languages that say the same as their source again.
    """

    of_changes: dict[str, Answer] = field(default_factory=dict)
    confirmed: frozenset[str] = frozenset()


@dataclass
class TextEdit:
    """What one save does to the texts of an item. `changed`: language -> its changed texts."""

    item: models.Model
    newest: Version | None = None
    previous_version: Version | None = None
    changed: dict[str, list[TextChange]] = field(default_factory=dict)
    languages_before: set[str] = field(default_factory=set)
    languages_after: set[str] = field(default_factory=set)
    answers: TranslationAnswers = field(default_factory=TranslationAnswers)
    recorded: RecordedValues | None = None

    def size(self, language: str) -> int:
        return change_size.total_size(self.changed.get(language, ()))


def edit_of_form(
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


def edit_of_fields(item: models.Model, values: dict[str, tuple[Any, Any]]) -> TextEdit:
    """Of fields that were changed without a form. Shape: name -> value before, value after."""
    changed: dict[str, list[TextChange]] = {}
    written = written_languages(item)
    written_before = set(written)
    for name, (old, new) in values.items():
        if code := languages.field_language(get_model_field(type(item), name)):
            changed.setdefault(code, []).append(TextChange(old or "", new or ""))
            if name == title_column(type(item), code) and not old:
                written_before.discard(code)
    version = Version.objects.of(item).order_by("-pk").first() if changed else None
    return TextEdit(item, version, version, changed, written_before, written)


def changed_texts(recorded: RecordedValues, before: FormValues) -> dict[str, list[TextChange]]:
    """The texts that were different before, by language. Those of rows that were deleted went in
    all languages at once."""
    changed: dict[str, list[TextChange]] = {}
    for path, code in recorded.languages.items():
        change = TextChange(str(before.get(path) or ""), str(recorded.values[path] or ""))
        if change.before != change.after:
            changed.setdefault(code, []).append(change)
    return changed


def update_pairs(edit: TextEdit) -> list[TranslationPair]:
    """Stores what an edit means for the translations. Returns those that it made outdated."""
    if not edit.changed and not edit.answers.confirmed:
        return []
    if new_languages := edit.languages_after - edit.languages_before:
        unneeded.unmark(edit.item, new_languages)
    stored = TranslationPair.objects.of(edit.item)
    pairs = {(pair.target, pair.source): pair for pair in stored}
    outdated = {pair.target for pair in pairs.values() if pair.is_outdated}
    removed, updated, newly_outdated = [], [], []
    for target, source in permutations(languages.codes(), 2):
        pair = pairs.get((target, source))
        if not edit.languages_after.issuperset({target, source}):
            removed += [pair.pk] if pair else []
            continue
        pair = pair or _new_pair(edit.item, source, target)
        was_outdated = pair.is_outdated
        if _update(pair, edit, is_source_outdated=source in outdated):
            updated.append(pair)
            newly_outdated += [pair] if pair.is_outdated and not was_outdated else []
    if removed:
        stored.filter(pk__in=removed).delete()
    _store(updated)
    return newly_outdated


def _new_pair(item: models.Model, source: str, target: str) -> TranslationPair:
    content_type = ContentType.objects.get_for_model(item)
    return TranslationPair(
        content_type=content_type, object_id=item.pk, source=source, target=target
    )


def _update(pair: TranslationPair, edit: TextEdit, *, is_source_outdated: bool) -> bool:
    """Returns whether the pair has to be stored."""
    is_new = not edit.languages_before.issuperset({pair.source, pair.target})
    if is_new or pair.target in edit.answers.confirmed:
        pair.mark_up_to_date(edit.newest)
        return True
    if pair.source not in edit.changed or not is_public_or_scheduled(edit.item, pair.source):
        return False
    answer = edit.answers.of_changes.get(pair.source)
    # Whoever brings a translation up to date changes no original.
    pair.answer = answer or (Answer.DONE if is_source_outdated else default_answer(pair, edit))
    if pair.answer == Answer.DONE or (pair.answer == Answer.SMALL and not pair.is_outdated):
        pair.mark_up_to_date(edit.newest)
        return True
    if not pair.is_outdated:
        pair.translated_version, pair.outdated_since = edit.previous_version, timezone.now()
    _count_changed_words(pair, edit)
    return True


def default_answer(pair: TranslationPair, edit: TextEdit) -> Answer:
    source, target = edit.size(pair.source), edit.size(pair.target)
    if target and target >= source * MIN_TRANSLATED_FRACTION:
        return Answer.DONE
    return Answer.SMALL if change_size.is_small(edit.changed[pair.source]) else Answer.NEEDED


def _count_changed_words(pair: TranslationPair, edit: TextEdit) -> None:
    """Counts those of the source that changed since the version that is translated."""
    if pair.translated_version_id is None or edit.recorded is None:
        pair.changed_words += edit.size(pair.source)
        return
    changes = edit.changed[pair.source]
    if edit.previous_version is None or pair.translated_version_id != edit.previous_version.pk:
        translated = values_of_version(edit.item, pair.translated_version_id)
        changes = changed_texts(edit.recorded, translated).get(pair.source, [])
    pair.changed_words = change_size.total_size(changes)
    if not changes:
        # The source says again what is translated.
        pair.mark_up_to_date(edit.newest)


def values_of_version(item: models.Model, version_pk: int) -> FormValues:
    """What the form of an item had in a version; reads no older ones."""
    versions = Version.objects.of(item).filter(pk__gte=version_pk)
    found = [values for _version, values in versions.with_values()]
    return found[-1] if found else {}


def _store(pairs: list[TranslationPair]) -> None:
    """In one statement, however many languages there are."""
    for pair in pairs:
        pair.pk = None
    TranslationPair.objects.bulk_create(
        pairs,
        update_conflicts=True,
        unique_fields=["content_type", "object_id", "source", "target"],
        update_fields=["translated_version", "answer", "outdated_since", "changed_words"],
    )


def is_public_or_scheduled(item: models.Model, language: str) -> bool:
    """Only then does a change of the text concern its readers."""
    if not isinstance(item, Publishable):
        return True
    return item.status_in(language) in (Status.PUBLIC, Status.SCHEDULED)

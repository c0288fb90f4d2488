"""Marks translations as outdated, and as up to date again, at each save of an item.

For each two languages of an item a `TranslationPair` says whether the text in one (`target`) still
is a translation of that in the other (`source`). Only a change of a text that is public or
scheduled makes its translations outdated. Somebody says in the form what the change means for them;
where nobody did, its size decides.
"""

from fractions import Fraction
from itertools import permutations

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone

from cms.i18n import languages
from cms.publishing.publishable import Publishable, Status
from versions.models import TranslationPair, ValuesByPath, Version
from versions.translations import change_size, unneeded_translations
from versions.translations.item_edits import ItemEdit, find_text_changes

Answer = TranslationPair.Answer

# A translation that changed at the same time by this fraction of the source's change
# has it already.
MIN_TRANSLATED_FRACTION = Fraction(1, 3)


def update_translations(edit: ItemEdit) -> list[TranslationPair]:
    """Stores which translations are outdated after an edit. Returns those that it made outdated."""
    if not edit.text_changes and not edit.answers.confirmed_languages:
        return []
    if new_languages := edit.languages_after - edit.languages_before:
        unneeded_translations.unmark(edit.item, new_languages)
    stored = list(TranslationPair.objects.for_item(edit.item))
    _delete_pairs_without_text(stored, edit.languages_after)
    outdated = {pair.target for pair in stored if pair.is_outdated}
    updated, newly_outdated = [], []
    for pair in _pairs_of_written_languages(edit, stored):
        was_outdated = pair.is_outdated
        if _update(pair, edit, is_source_outdated=pair.source in outdated):
            updated.append(pair)
            newly_outdated += [pair] if pair.is_outdated and not was_outdated else []
    _store(updated)
    return newly_outdated


def values_of_version(item: models.Model, version_pk: int) -> ValuesByPath:
    """The values of a version, for which only it and newer ones are read."""
    versions = Version.objects.for_item(item).filter(pk__gte=version_pk)
    found = [values for _version, values in versions.with_values()]
    return found[-1] if found else {}


def _delete_pairs_without_text(stored: list[TranslationPair], written: set[str]) -> None:
    """Pairs with a language that the site does not have at the moment are left as they are."""
    known = set(languages.codes())
    without_text = [
        pair.pk
        for pair in stored
        if {pair.source, pair.target} <= known and not {pair.source, pair.target} <= written
    ]
    if without_text:
        TranslationPair.objects.filter(pk__in=without_text).delete()


def _pairs_of_written_languages(
    edit: ItemEdit, stored: list[TranslationPair]
) -> list[TranslationPair]:
    by_languages = {(pair.target, pair.source): pair for pair in stored}
    written = [code for code in languages.codes() if code in edit.languages_after]
    return [
        by_languages.get((target, source)) or _new_pair(edit.item, source, target)
        for target, source in permutations(written, 2)
    ]


def _new_pair(item: models.Model, source: str, target: str) -> TranslationPair:
    content_type = ContentType.objects.get_for_model(item)
    return TranslationPair(
        content_type=content_type, object_id=item.pk, source=source, target=target
    )


def _update(pair: TranslationPair, edit: ItemEdit, *, is_source_outdated: bool) -> bool:
    """Returns whether the pair has to be stored."""
    is_new = not edit.languages_before.issuperset({pair.source, pair.target})
    if is_new or pair.target in edit.answers.confirmed_languages:
        pair.mark_up_to_date(edit.newest_version)
        return True
    if pair.source not in edit.text_changes or not _is_public_or_scheduled(edit.item, pair.source):
        return False
    pair.answer = _answer_or_guess(pair, edit, is_source_outdated=is_source_outdated)
    if pair.answer == Answer.DONE or (pair.answer == Answer.SMALL and not pair.is_outdated):
        pair.mark_up_to_date(edit.newest_version)
    else:
        _mark_outdated(pair, edit)
    return True


def _is_public_or_scheduled(item: models.Model, language: str) -> bool:
    if not isinstance(item, Publishable):
        return True
    return item.status_in(language) in (Status.PUBLIC, Status.SCHEDULED)


def _answer_or_guess(pair: TranslationPair, edit: ItemEdit, *, is_source_outdated: bool) -> Answer:
    """The answer of the editor about a change of the source, or a guess by its size."""
    if answer := edit.answers.by_changed_language.get(pair.source):
        return answer
    if is_source_outdated:
        # The change brings the source up to date with another language: no new text to translate.
        return Answer.DONE
    source, target = map(edit.count_changed_words, (pair.source, pair.target))
    if target and target >= source * MIN_TRANSLATED_FRACTION:
        return Answer.DONE
    return Answer.SMALL if change_size.is_small(edit.text_changes[pair.source]) else Answer.NEEDED


def _mark_outdated(pair: TranslationPair, edit: ItemEdit) -> None:
    if not pair.is_outdated:
        pair.translated_version, pair.outdated_since = edit.previous_version, timezone.now()
    if pair.translated_version_id is None or edit.snapshot is None:
        pair.changed_words += edit.count_changed_words(pair.source)
        return
    changes = edit.text_changes[pair.source]
    if edit.previous_version is None or pair.translated_version_id != edit.previous_version.pk:
        translated = values_of_version(edit.item, pair.translated_version_id)
        changes = find_text_changes(edit.snapshot, translated).get(pair.source, [])
    pair.changed_words = change_size.total_size(changes)
    if not changes:
        # The source has its translated text again.
        pair.mark_up_to_date(edit.newest_version)


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

"""Says at each save which version of one language the other languages of an item follow.

Only a change of a text that is public or scheduled makes the others outdated. Somebody says in the
form what the change means; where nobody did, its size decides.
"""

from dataclasses import dataclass, field
from functools import cache
from itertools import permutations
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone
from modeltranslation.translator import NotRegistered, translator

from cms.fields import get_model_field
from cms.i18n import languages
from cms.publishing.publishable import Publishable, Status
from versions.models import State, Translation, Version
from versions.recording import RecordedChange, RecordedForm
from versions.translations import sizes
from versions.translations.sizes import TextChange

Answer = Translation.Answer
# A translation that changed at the same time by this share of the source's change has it already.
SHARE_OF_A_TRANSLATED_CHANGE = 3


@dataclass(frozen=True)
class Answers:
    """What was said in the form: of changes, by the language that changed; and the languages that
    were confirmed to say the same again."""

    of_changes: dict[str, Answer] = field(default_factory=dict)
    confirmed: frozenset[str] = frozenset()


@dataclass
class Edit:
    """What one save does to the texts of an item. `changed`: language -> its changed texts."""

    item: models.Model
    newest: Version | None = None
    before: Version | None = None
    changed: dict[str, list[TextChange]] = field(default_factory=dict)
    languages_before: set[str] = field(default_factory=set)
    languages_after: set[str] = field(default_factory=set)
    answers: Answers = field(default_factory=Answers)
    recorded: RecordedForm | None = None

    def size(self, language: str) -> int:
        return sizes.total_size(self.changed.get(language, ()))


def edit_in_form(
    item: models.Model,
    recorded: RecordedForm,
    newest: Version,
    change: RecordedChange | None,
    answers: Answers,
) -> Edit:
    if change is None:
        there = languages_of(item)
        return Edit(item, newest, None, {}, there, there, answers, recorded)
    return Edit(
        item,
        change.after,
        change.before,
        changed_texts(recorded, change.state_before),
        _languages_in(item, change.state_before),
        _languages_in(item, change.state_after),
        answers,
        recorded,
    )


def edit_of_fields(item: models.Model, values: dict[str, tuple[Any, Any]]) -> Edit:
    """Of fields that were changed without a form. Shape: name -> value before, value after."""
    changed: dict[str, list[TextChange]] = {}
    there = languages_of(item)
    before = set(there)
    for name, (old, new) in values.items():
        if code := languages.field_language(get_model_field(type(item), name)):
            changed.setdefault(code, []).append(TextChange(old or "", new or ""))
            if name == title_name(type(item), code) and not old:
                before.discard(code)
    version = Version.objects.of(item).order_by("-pk").first() if changed else None
    return Edit(item, version, version, changed, before, there)


def changed_texts(recorded: RecordedForm, before: State) -> dict[str, list[TextChange]]:
    """The texts that another state has otherwise, by language. Those of rows that were deleted
    went in all languages at once."""
    changed: dict[str, list[TextChange]] = {}
    for path, code in recorded.languages.items():
        change = TextChange(str(before.get(path) or ""), str(recorded.state[path] or ""))
        if change.before != change.after:
            changed.setdefault(code, []).append(change)
    return changed


def follow(edit: Edit) -> list[Translation]:
    """Stores what follows from an edit. Returns the translations that it made outdated."""
    if not edit.changed and not edit.answers.confirmed:
        return []
    stored = Translation.objects.of(edit.item)
    rows = {(row.language, row.source): row for row in stored}
    behind = {row.language for row in rows.values() if row.is_outdated}
    gone, touched, newly = [], [], []
    for pair in permutations(languages.codes(), 2):
        row = rows.get(pair)
        if not edit.languages_after.issuperset(pair):
            gone += [row.pk] if row else []
            continue
        row = row or _new_row(edit.item, *pair)
        was_outdated = row.is_outdated
        if _update(row, edit, is_source_behind=row.source in behind):
            touched.append(row)
            newly += [row] if row.is_outdated and not was_outdated else []
    if gone:
        stored.filter(pk__in=gone).delete()
    _store(touched)
    return newly


def _new_row(item: models.Model, language: str, source: str) -> Translation:
    content_type = ContentType.objects.get_for_model(item)
    return Translation(
        content_type=content_type, object_id=item.pk, language=language, source=source
    )


def _update(row: Translation, edit: Edit, *, is_source_behind: bool) -> bool:
    """Returns whether the row has to be stored."""
    is_new = not edit.languages_before.issuperset({row.language, row.source})
    if is_new or row.language in edit.answers.confirmed:
        row.confirm(edit.newest)
        return True
    if row.source not in edit.changed or not is_settled(edit.item, row.source):
        return False
    said = edit.answers.of_changes.get(row.source)
    # Whoever brings a translation up to date changes no original.
    row.answer = said or (Answer.DONE if is_source_behind else default_answer(row, edit))
    if row.answer == Answer.DONE or (row.answer == Answer.SMALL and not row.is_outdated):
        row.confirm(edit.newest)
        return True
    if not row.is_outdated:
        row.followed, row.outdated_since = edit.before, timezone.now()
    _count_words(row, edit)
    return True


def default_answer(row: Translation, edit: Edit) -> Answer:
    source, translation = edit.size(row.source), edit.size(row.language)
    if translation and translation * SHARE_OF_A_TRANSLATED_CHANGE >= source:
        return Answer.DONE
    return Answer.SMALL if sizes.is_small(edit.changed[row.source]) else Answer.NEEDED


def _count_words(row: Translation, edit: Edit) -> None:
    """Counts those of the source that changed since the version that is followed."""
    if row.followed_id is None or edit.recorded is None:
        row.words += edit.size(row.source)
        return
    changes = edit.changed[row.source]
    if edit.before is None or row.followed_id != edit.before.pk:
        followed = state_of(edit.item, row.followed_id)
        changes = changed_texts(edit.recorded, followed).get(row.source, [])
    row.words = sizes.total_size(changes)
    if not changes:
        # The source says again what the translation follows.
        row.confirm(edit.newest)


def state_of(item: models.Model, version_key: int) -> State:
    """What an item had in a version; reads no older ones."""
    versions = Version.objects.of(item).filter(pk__gte=version_key)
    states = [state for _version, state in versions.with_states()]
    return states[-1] if states else {}


def _store(rows: list[Translation]) -> None:
    """In one statement, however many languages there are."""
    for row in rows:
        row.pk = None
    Translation.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["content_type", "object_id", "language", "source"],
        update_fields=["followed", "answer", "outdated_since", "words"],
    )


def is_settled(item: models.Model, language: str) -> bool:
    """Whether a text is public or will be, so that a change of it concerns its readers."""
    if not isinstance(item, Publishable):
        return True
    return item.status_in(language) in (Status.PUBLIC, Status.SCHEDULED)


@cache
def title_field(model: type[models.Model]) -> str:
    """The translated field without which an item does not exist in a language: the first one,
    unless the model names another."""
    return getattr(model, "title_field", "") or translated_fields(model)[0]


@cache
def translated_fields(model: type[models.Model]) -> list[str]:
    """In the order of the model; none for a model that is not translated."""
    try:
        options: Any = translator.get_options_for_model(model)
    except NotRegistered:
        return []
    return [field.name for field in model._meta.fields if field.name in options.fields]


def title_name(model: type[models.Model], language: str) -> str:
    return languages.field_name(title_field(model), language)


def languages_of(item: models.Model) -> set[str]:
    return {code for code in languages.codes() if getattr(item, title_name(type(item), code))}


def _languages_in(item: models.Model, state: State) -> set[str]:
    return {code for code in languages.codes() if state.get(title_name(type(item), code))}

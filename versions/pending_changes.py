"""Changes of a public item that are saved and not published: readers see the old text, staff both.

Each item has one set of pending changes, which all its editors see. It maps the paths of changed
fields to their values before and after. Like a version it is compared and filled into the form;
publishing it submits that form. What others saved meanwhile is merged. It is encrypted, and no
public page reads it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.i18n import languages
from cms.publishing.publishable import Publishable
from versions import recording
from versions.models import PendingChanges, ValuesByPath, Version, plain_text, reverse_delta
from versions.recording import FormSnapshot, join_path

# Path of a field -> value before the change, value to be published.
Changes = dict[str, list]
# Path of a field -> code of its language; empty for a field that all languages share.
LanguageOfField = Callable[[str], str]


@dataclass(frozen=True)
class SubmittedForm:
    """A form of an item that was sent with the button "Save without publishing"."""

    # Those of the item as it is stored, and those that saving the form would give it.
    stored_values: ValuesByPath
    edited_values: ValuesByPath
    # `recording.values_of_deleted_forms`.
    deleted_values: ValuesByPath
    language_of: LanguageOfField
    translation_answers: dict[str, str]


@dataclass(frozen=True)
class SaveResult:
    # None if the form had the stored values.
    pending: PendingChanges | None
    # Whether the pending changes that were replaced are in the version history now.
    replaced_are_recorded: bool


def is_public(item: models.Model) -> bool:
    """Whether readers see the item in some language."""
    return not isinstance(item, Publishable) or bool(item.published_languages)


def find(item: models.Model) -> PendingChanges | None:
    return PendingChanges.objects.for_item(item).select_related("saved_by", "scheduled_by").first()


def find_and_lock(item: models.Model) -> PendingChanges | None:
    return PendingChanges.objects.for_item(item).select_for_update(of=["self"]).first()


@transaction.atomic
def save(
    item: models.Model, submitted: SubmittedForm, by: User, *, replaced: PendingChanges | None
) -> SaveResult:
    """Stores what differs from the stored item, in place of the earlier pending changes, which are
    locked (`find_and_lock`)."""
    replaced_are_recorded = False
    if replaced and _loses_text(replaced, submitted.edited_values):
        replaced_are_recorded = _record_as_discarded(item, replaced, submitted.stored_values, by)
    if submitted.deleted_values:
        _record_discarded_values(
            item, submitted.edited_values | submitted.deleted_values, submitted.stored_values, by
        )
    changes = find_changes(submitted.stored_values, submitted.edited_values)
    pending = _store(item, changes, submitted, by) if changes else None
    if pending is None and replaced:
        replaced.delete()
    return SaveResult(pending, replaced_are_recorded)


def _store(
    item: models.Model, changes: Changes, submitted: SubmittedForm, by: User
) -> PendingChanges:
    pending, _created = PendingChanges.objects.update_or_create(
        content_type=ContentType.objects.get_for_model(item),
        object_id=item.pk,
        defaults={
            "changes": changes,
            "languages": " ".join(_languages_of(changes, submitted.language_of)),
            "translation_answers": submitted.translation_answers,
            "saved_at": timezone.now(),
            "saved_by": by,
            "failure": "",
        },
    )
    return pending


@transaction.atomic
def discard(item: models.Model, pending: PendingChanges, stored: ValuesByPath, by: User) -> None:
    """Moves them into the version history, from which they can be restored."""
    _record_as_discarded(item, pending, stored, by)
    pending.delete()


def _loses_text(pending: PendingChanges, edited: ValuesByPath) -> bool:
    """Whether a text of the pending changes is not among the values that replace them."""
    kept_texts = plain_text(edited.values())
    texts = [plain_text([after]) for before, after in pending.changes.values() if before != after]
    return not all(text in kept_texts for text in texts)


def _record_as_discarded(
    item: models.Model, pending: PendingChanges, stored: ValuesByPath, by: User
) -> bool:
    """Records the item with pending changes as a discarded version. Returns False if they change
    nothing."""
    kept = merge(stored, pending.changes).values
    version = _record_discarded_values(item, kept, stored, by)
    if version is None:
        return False
    version.saved_at, version.saved_by = pending.saved_at, pending.saved_by
    version.save(update_fields=["saved_at", "saved_by"])
    return True


def _record_discarded_values(
    item: models.Model, values: ValuesByPath, stored: ValuesByPath, by: User
) -> Version | None:
    """Records values as a discarded version, and after it the stored values again as the newest
    version. Returns None if they are the same."""
    names = {path.partition("/")[0] for path in stored | values}
    public = FormSnapshot(stored, names)
    recording.record(item, public, None)
    version, version_pair = recording.record(item, FormSnapshot(values, names), by)
    if version_pair is None:
        return None
    recording.mark_discarded(version)
    recording.record(item, public, by)
    return version


def find_changes(stored: ValuesByPath, edited: ValuesByPath) -> Changes:
    """Of changed inline forms all fields, so that one that is deleted later can be added again."""
    changed = reverse_delta(edited, stored).keys()
    changed_forms = {form_path_of(path) for path in changed} - {""}
    paths = [
        path for path in stored | edited if path in changed or form_path_of(path) in changed_forms
    ]
    return {path: [stored.get(path), edited.get(path)] for path in paths}


def form_path_of(field_path: str) -> str:
    return field_path.rpartition("/")[0]


@dataclass
class MergeResult:
    # The stored values with the changes.
    values: ValuesByPath
    # Paths of fields that somebody else has changed as well.
    conflicts: set[str] = field(default_factory=set)
    # Paths of changed inline forms that somebody else has deleted.
    deleted_forms: set[str] = field(default_factory=set)


def merge(stored: ValuesByPath, changes: Changes) -> MergeResult:
    """Applies changes to values that may have been changed by somebody else meanwhile."""
    merged = MergeResult(dict(stored))
    form_paths = {form_path_of(path) for path in stored}
    for path, (before, after) in changes.items():
        form_path, now = form_path_of(path), stored.get(path)
        if before is not None and form_path not in form_paths:
            if after is not None:
                merged.deleted_forms.add(form_path)
                merged.values[path] = after
            continue
        if before == after:
            continue
        if now not in (before, after):
            merged.conflicts.add(path)
        merged.values[path] = after
    merged.values = {path: value for path, value in merged.values.items() if value is not None}
    return merged


def changes_in_language(changes: Changes, language: str, language_of: LanguageOfField) -> Changes:
    """The changes of the texts in a language, and of what all languages share."""
    if not language:
        return changes
    return {path: values for path, values in changes.items() if language_of(path) in ("", language)}


def remove_published(
    pending: PendingChanges, language: str, language_of: LanguageOfField, new_paths: dict[str, str]
) -> None:
    """Deletes the changes that were published; those of other languages stay pending. `new_paths`:
    former path of an added inline form -> its path with the primary key that it has now."""
    published = changes_in_language(pending.changes, language, language_of)
    rest = {
        _with_new_path(path, new_paths): ["" if before is None else before, after]
        for path, (before, after) in pending.changes.items()
        if path not in published and after is not None
    }
    rest = {path: [before, after] for path, (before, after) in rest.items() if before != after}
    pending.failure = ""
    keep_only(pending, rest, language_of)


def keep_only(pending: PendingChanges, changes: Changes, language_of: LanguageOfField) -> None:
    """Deletes the pending changes but for `changes`. What was scheduled stays scheduled, unless
    nothing of it is left."""
    pending.changes = changes
    pending.languages = " ".join(_languages_of(changes, language_of))
    if not pending.languages:
        pending.delete()
        return
    if pending.publish_language not in ("", *pending.language_codes):
        pending.publish_at, pending.publish_language = None, ""
    pending.save()


def _with_new_path(path: str, new_paths: dict[str, str]) -> str:
    form_path, _slash, name = path.rpartition("/")
    return join_path(new_paths.get(form_path, form_path), name)


def _languages_of(changes: Changes, language_of: LanguageOfField) -> Iterable[str]:
    """The codes of the languages whose readers will see a change."""
    changed = {language_of(path) for path, (before, after) in changes.items() if before != after}
    return [code for code in languages.codes() if {"", code} & changed]


def schedule(pending: PendingChanges, moment: object, language: str, by: User) -> None:
    PendingChanges.objects.filter(pk=pending.pk).update(
        publish_at=moment, publish_language=language, scheduled_by=by, failure=""
    )


def cancel_overdue_after_restore() -> int:
    """In a restored backup: since it was made they may have been published or discarded."""
    due = list(PendingChanges.objects.due())
    for pending in due:
        pending.publish_at, pending.publish_language = None, ""
        pending.failure = _("A backup was restored after that time.")
        pending.save(update_fields=["publish_at", "publish_language", "failure"])
    return len(due)


def cancel_schedule(pending: PendingChanges) -> None:
    PendingChanges.objects.filter(pk=pending.pk).update(publish_at=None, publish_language="")

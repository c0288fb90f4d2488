"""Changes of a public item that are saved and not published: readers see the old text, staff both.

There is one set of changes for each item, which all its editors see. It has what a version of the
item would have (`versions.recording`), as differences from what was stored: so it is compared,
filled into the form and published like a version, whole or in one language, and merged with what
somebody else has saved meanwhile. It is encrypted, and never read by a public page.
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
from versions.models import FormValues, PendingChanges, Version, plain_text, reverse_delta
from versions.recording import RecordedValues, join_path

# Path -> value before the change, value to be published.
Changes = dict[str, list]
# Returns the code of the language of a path; empty for what all languages share.
LanguageOf = Callable[[str], str]


class PendingChangesReplacedError(ValueError):
    """Somebody has saved other changes since the form was loaded. They are not overwritten."""

    def __init__(self, pending: PendingChanges | None) -> None:
        super().__init__()
        self.pending = pending


@dataclass(frozen=True)
class SavedChanges:
    """What is pending now; None if nothing differs from what is stored. `has_recorded` says that
    the pending changes that were replaced are a version now."""

    pending: PendingChanges | None
    has_recorded: bool


def is_public(item: models.Model) -> bool:
    """Whether readers see the item in some language."""
    return not isinstance(item, Publishable) or bool(item.published_languages)


def find(item: models.Model) -> PendingChanges | None:
    return PendingChanges.objects.for_item(item).select_related("saved_by", "scheduled_by").first()


def find_and_lock(item: models.Model) -> PendingChanges | None:
    return PendingChanges.objects.for_item(item).select_for_update(of=["self"]).first()


@transaction.atomic
def save(
    item: models.Model,
    stored: FormValues,
    edited: FormValues,
    deleted: FormValues,
    language_of: LanguageOf,
    by: User,
    etag: str,
    translation_answers: dict[str, str],
) -> SavedChanges:
    """Saves the differences in place of the pending changes that there were. `deleted` are the
    `recording.texts_of_deleted_rows`, `etag` is that of the pending changes that the form was
    loaded with."""
    existing = find_and_lock(item)
    if etag != (existing.etag if existing else ""):
        raise PendingChangesReplacedError(existing)
    has_recorded = False
    if existing and _loses_text(existing, edited):
        has_recorded = _record(item, existing, stored, by)
    if deleted:
        _record_discarded(item, edited | deleted, stored, by)
    changes = find_changes(stored, edited)
    if not changes:
        PendingChanges.objects.for_item(item).delete()
        return SavedChanges(None, has_recorded)
    pending, _created = PendingChanges.objects.update_or_create(
        content_type=ContentType.objects.get_for_model(item),
        object_id=item.pk,
        defaults={
            "changes": changes,
            "languages": " ".join(_languages_of(changes, language_of)),
            "translation_answers": translation_answers,
            "saved_at": timezone.now(),
            "saved_by": by,
            "failure": "",
        },
    )
    return SavedChanges(pending, has_recorded)


@transaction.atomic
def discard(item: models.Model, pending: PendingChanges, stored: FormValues, by: User) -> None:
    """They stay in the version history, from where they can be had back."""
    _record(item, pending, stored, by)
    pending.delete()


def _loses_text(pending: PendingChanges, edited: FormValues) -> bool:
    """Whether a text of pending changes is not in those that replace them."""
    kept_texts = plain_text(edited.values())
    texts = [plain_text([after]) for before, after in pending.changes.values() if before != after]
    return not all(text in kept_texts for text in texts)


def _record(item: models.Model, pending: PendingChanges, stored: FormValues, by: User) -> bool:
    """Makes a version of pending changes that nobody will publish, and one after it of what is
    still public. Returns whether they differed from that."""
    kept = merge(stored, pending.changes).values
    version = _record_discarded(item, kept, stored, by)
    if version is None:
        return False
    version.saved_at, version.saved_by = pending.saved_at, pending.saved_by
    version.save(update_fields=["saved_at", "saved_by"])
    return True


def _record_discarded(
    item: models.Model, values: FormValues, stored: FormValues, by: User
) -> Version | None:
    """Makes a version of values that nobody will publish, and one after it of what is stored.
    Returns None if they are the same."""
    names = {path.partition("/")[0] for path in stored | values}
    public = RecordedValues(stored, names)
    recording.record(item, public, None)
    version, change = recording.record(item, RecordedValues(values, names), by)
    if change is None:
        return None
    recording.mark_discarded(version)
    recording.record(item, public, by)
    return version


def find_changes(stored: FormValues, edited: FormValues) -> Changes:
    """Rows that changed are complete, so that one can be added again that was deleted since."""
    changed = reverse_delta(edited, stored).keys()
    changed_rows = {row_path_of(path) for path in changed} - {""}
    paths = [
        path for path in stored | edited if path in changed or row_path_of(path) in changed_rows
    ]
    return {path: [stored.get(path), edited.get(path)] for path in paths}


def row_path_of(field_path: str) -> str:
    return field_path.rpartition("/")[0]


@dataclass
class MergedValues:
    """What is stored now, with the changes. `conflicts` are the paths of fields that somebody else
    has changed, too, `deleted_rows` those of rows that somebody has deleted."""

    values: FormValues
    conflicts: set[str] = field(default_factory=set)
    deleted_rows: set[str] = field(default_factory=set)


def merge(stored: FormValues, changes: Changes) -> MergedValues:
    merged = MergedValues(dict(stored))
    row_paths = {row_path_of(path) for path in stored}
    for path, (before, after) in changes.items():
        row_path, now = row_path_of(path), stored.get(path)
        if before is not None and row_path not in row_paths:
            if after is not None:
                merged.deleted_rows.add(row_path)
                merged.values[path] = after
            continue
        if before == after:
            continue
        if now not in (before, after):
            merged.conflicts.add(path)
        merged.values[path] = after
    merged.values = {path: value for path, value in merged.values.items() if value is not None}
    return merged


def changes_in_language(changes: Changes, language: str, language_of: LanguageOf) -> Changes:
    """The changes of the texts in a language, and of what all languages share."""
    if not language:
        return changes
    return {path: values for path, values in changes.items() if language_of(path) in ("", language)}


def remove_published(
    pending: PendingChanges, language: str, language_of: LanguageOf, new_paths: dict[str, str]
) -> None:
    """Deletes the changes that were published; those of other languages stay pending. Rows that
    were added have primary keys now: `new_paths` has their paths by those that they had."""
    done = changes_in_language(pending.changes, language, language_of)
    rest = {
        _with_new_path(path, new_paths): ["" if before is None else before, after]
        for path, (before, after) in pending.changes.items()
        if path not in done and after is not None
    }
    rest = {path: [before, after] for path, (before, after) in rest.items() if before != after}
    if not rest:
        pending.delete()
        return
    pending.changes, pending.languages = rest, " ".join(_languages_of(rest, language_of))
    pending.publish_at, pending.publish_language, pending.failure = None, "", ""
    pending.save()


def _with_new_path(path: str, new_paths: dict[str, str]) -> str:
    row_path, _slash, name = path.rpartition("/")
    return join_path(new_paths.get(row_path, row_path), name)


def _languages_of(changes: Changes, language_of: LanguageOf) -> Iterable[str]:
    """What all languages share, readers see in each."""
    changed = {language_of(path) for path, (before, after) in changes.items() if before != after}
    return [code for code in languages.codes() if {"", code} & changed]


def schedule(pending: PendingChanges, moment: object, language: str, by: User) -> None:
    PendingChanges.objects.filter(pk=pending.pk).update(
        publish_at=moment, publish_language=language, scheduled_by=by, failure=""
    )


def cancel_overdue_after_restore() -> int:
    """In a restored backup: since it was made they may have been published or thrown away."""
    due = list(PendingChanges.objects.due())
    for pending in due:
        pending.publish_at, pending.publish_language = None, ""
        pending.failure = _("A backup was restored after that time.")
        pending.save(update_fields=["publish_at", "publish_language", "failure"])
    return len(due)


def cancel_schedule(pending: PendingChanges) -> None:
    PendingChanges.objects.filter(pk=pending.pk).update(publish_at=None, publish_language="")

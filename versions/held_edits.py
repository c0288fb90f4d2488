"""Changes of a public item that are kept and not published: readers see the old text, staff both.

There is one set of changes for each item, which all its editors see. It has what a version of the
item would have (`versions.recording`), as differences from what was stored: so it is compared,
filled into the form and published like a version, whole or in one language, and joined with what
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
from versions.models import HeldEdit, State, difference
from versions.recording import join

# Path -> value when it was held, value to be published.
Changes = dict[str, list]
# Returns the code of the language of a path; empty for what all languages share.
LanguageOf = Callable[[str], str]


class OtherHeldEditError(ValueError):
    """Somebody has kept other changes since the form was loaded. They are not overwritten."""

    def __init__(self, held: HeldEdit | None) -> None:
        super().__init__()
        self.held = held


def is_public(item: models.Model) -> bool:
    """Whether readers see the item in some language."""
    return not isinstance(item, Publishable) or bool(item.published_languages)


def find(item: models.Model) -> HeldEdit | None:
    return HeldEdit.objects.of(item).select_related("held_by", "scheduled_by").first()


@transaction.atomic
def keep(
    item: models.Model,
    stored: State,
    wanted: State,
    language_of: LanguageOf,
    by: User,
    stamp: str,
    answers: dict[str, str],
) -> HeldEdit | None:
    """Keeps the differences between two states in place of what was kept before; None if there are
    none. `stamp` is that of the changes that the form was loaded with."""
    there = HeldEdit.objects.of(item).select_for_update(of=["self"]).first()
    if stamp != (there.stamp if there else ""):
        raise OtherHeldEditError(there)
    changes = find_changes(stored, wanted)
    if not changes:
        HeldEdit.objects.of(item).delete()
        return None
    held, _created = HeldEdit.objects.update_or_create(
        content_type=ContentType.objects.get_for_model(item),
        object_id=item.pk,
        defaults={
            "data": changes,
            "languages": " ".join(_languages_of(changes, language_of)),
            "answers": answers,
            "held_at": timezone.now(),
            "held_by": by,
            "failure": "",
        },
    )
    return held


def find_changes(stored: State, wanted: State) -> Changes:
    """Rows that changed are complete, so that one can be added again that was deleted since."""
    changed = difference(wanted, stored).keys()
    rows = {row_of(path) for path in changed} - {""}
    paths = [path for path in stored | wanted if path in changed or row_of(path) in rows]
    return {path: [stored.get(path), wanted.get(path)] for path in paths}


def row_of(path: str) -> str:
    return path.rpartition("/")[0]


@dataclass
class Joined:
    """What is stored now, with the changes. Each of `conflicts` was changed by somebody else, too;
    each of `deleted_rows` was deleted."""

    state: State
    conflicts: set[str] = field(default_factory=set)
    deleted_rows: set[str] = field(default_factory=set)


def join_with(stored: State, changes: Changes) -> Joined:
    joined = Joined(dict(stored))
    rows = {row_of(path) for path in stored}
    for path, (before, after) in changes.items():
        row, now = row_of(path), stored.get(path)
        if before is not None and row not in rows:
            if after is not None:
                joined.deleted_rows.add(row)
                joined.state[path] = after
            continue
        if before == after:
            continue
        if now not in (before, after):
            joined.conflicts.add(path)
        joined.state[path] = after
    joined.state = {path: value for path, value in joined.state.items() if value is not None}
    return joined


def in_language(changes: Changes, language: str, language_of: LanguageOf) -> Changes:
    """The changes of the texts in a language, and of what all languages share."""
    if not language:
        return changes
    return {path: one for path, one in changes.items() if language_of(path) in ("", language)}


def published(
    held: HeldEdit, language: str, language_of: LanguageOf, new_keys: dict[str, str]
) -> None:
    """Forgets what was published; in one language, the others wait on. Rows that were added have
    keys now: `new_keys` has their paths by those that they had."""
    done = in_language(held.data, language, language_of)
    rest = {
        _with_new_key(path, new_keys): ["" if before is None else before, after]
        for path, (before, after) in held.data.items()
        if path not in done and after is not None
    }
    rest = {path: one for path, one in rest.items() if one[0] != one[1]}
    if not rest:
        held.delete()
        return
    held.data, held.languages = rest, " ".join(_languages_of(rest, language_of))
    held.publish_at, held.publish_in, held.failure = None, "", ""
    held.save()


def _with_new_key(path: str, new_keys: dict[str, str]) -> str:
    row = row_of(path)
    return join(new_keys.get(row, row), path.rpartition("/")[2])


def _languages_of(changes: Changes, language_of: LanguageOf) -> Iterable[str]:
    """What all languages share, readers see in each."""
    changed = {language_of(path) for path, (before, after) in changes.items() if before != after}
    return [code for code in languages.codes() if {"", code} & changed]


def schedule(held: HeldEdit, moment: object, language: str, by: User) -> None:
    HeldEdit.objects.filter(pk=held.pk).update(
        publish_at=moment, publish_in=language, scheduled_by=by, failure=""
    )


def cancel_overdue_after_restore() -> int:
    """In a restored backup: since it was made they may have been published or thrown away."""
    due = list(HeldEdit.objects.due())
    for held in due:
        held.publish_at, held.publish_in = None, ""
        held.failure = _("A backup was restored after that time.")
        held.save(update_fields=["publish_at", "publish_in", "failure"])
    return len(due)


def cancel_schedule(held: HeldEdit) -> None:
    HeldEdit.objects.filter(pk=held.pk).update(publish_at=None, publish_in="")

"""Repeats entries of the erasure log after an older backup was restored."""

from typing import Any

from django.apps import apps
from django.db import transaction

from cms import declarations
from cms.declarations.after_restore import Replay, Replays, delete
from erasure_log.erasures import ErasureEntry
from erasure_log.replayed_actions import ReplayedAction


def unpublish(item: Any, language_or_field: str) -> None:
    item.unpublish(language_or_field)
    item.save()


# For models whose app declares nothing of its own.
ANY_MODEL: dict[str, Replay] = {
    ReplayedAction.UNPUBLISH: unpublish,
    ReplayedAction.DELETE: delete,
}


def replays() -> Replays:
    found: Replays = {}
    for module in declarations.modules("after_restore"):
        found |= module.REDONE_AFTER_RESTORE
    return found


def can_replay(entry: ErasureEntry) -> bool:
    try:
        model = apps.get_model(entry.model)
    except (LookupError, ValueError):
        return False
    return (entry.action, model) in replays() or entry.action in ANY_MODEL


@transaction.atomic
def replay(entry: ErasureEntry) -> bool:
    model = apps.get_model(entry.model)
    item = model._base_manager.select_for_update(of=("self",)).filter(pk=entry.pk).first()
    if item is None:
        return False
    action = replays().get((entry.action, model)) or ANY_MODEL[entry.action]
    action(item, entry.detail)
    return True

"""How an app repeats ("replays") erasures after an older backup was restored.

An action that must not be undone by a restore calls `erasure_log.erasures.record_for_replay`. An
app declares `REDONE_AFTER_RESTORE` in its `declarations/after_restore.py`. The key is the action
that the app recorded in the erasure log (`erasure_log.replayed_actions.ReplayedAction`), and the
model of the instance.
"""

from collections.abc import Callable
from typing import Any

from django.db.models import Model

# Takes the instance as the backup has it, and the detail of the log entry. `Any` stands for an
# instance of the model in the key.
Replay = Callable[[Any, str], None]
Replays = dict[tuple[str, type[Model]], Replay]


def delete(item: Model, _detail: str) -> None:
    item.delete()

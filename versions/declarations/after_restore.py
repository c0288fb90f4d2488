from cms.declarations.after_restore import Replays
from erasure_log.replayed_actions import ReplayedAction
from versions.deletion import trash
from versions.models import TrashedItem


def erase(trashed: TrashedItem, _detail: str) -> None:
    trash.erase(trashed)


REDONE_AFTER_RESTORE: Replays = {(ReplayedAction.DELETE, TrashedItem): erase}

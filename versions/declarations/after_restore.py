from cms.declarations.after_restore import Replays
from erasure_log.replayed_actions import ReplayedAction
from versions.deletion import recycle_bin
from versions.models import BinnedItem


def erase(binned: BinnedItem, _detail: str) -> None:
    recycle_bin.erase(binned)


REDONE_AFTER_RESTORE: Replays = {(ReplayedAction.DELETE, BinnedItem): erase}

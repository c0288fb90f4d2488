from cms.declarations.after_restore import Replays, delete
from concerns.models import Concern
from erasure_log.replayed_actions import ReplayedAction

REDONE_AFTER_RESTORE: Replays = {(ReplayedAction.DELETE, Concern): delete}

from enum import StrEnum


class ReplayedAction(StrEnum):
    """What was done to an instance, as the erasure log stores it, and is done again ("replayed")
    after an older backup was restored. How: `declarations/after_restore.py` of each app."""

    DELETE = "delete"
    # Of what was deleted: it is not deleted again.
    BRING_BACK = "bring back"
    UNPUBLISH = "unpublish"
    REDACT = "redact"
    MERGE = "merge"
    HIDE = "hide"
    SHOW = "show"
    WITHDRAW = "withdraw"
    TAKE_DOWN = "take down"
    SHOW_AGAIN = "show again"
    # A photo is on hold while somebody in it must not be shown.
    HOLD = "hold"
    CHANGE_CONSENT = "consent"
    REVOKE = "revoke"
    REVOKE_LINKS = "revoke links"
    REVOKE_SIGNING_LINKS = "revoke signing links"

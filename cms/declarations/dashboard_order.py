"""The order of the panels on the first page of the admin."""

from enum import IntEnum, auto


class PanelPosition(IntEnum):
    """From the top down. Panels in the same position: that of the lowest app first."""

    # Somebody waits for an answer.
    WAITING = auto()
    TODO = auto()
    WARNING = auto()
    TRANSLATING = auto()
    WRITING = auto()
    PENDING_CHANGES = auto()
    UPCOMING_EVENTS = auto()
    UPKEEP = auto()
    PUBLISHED = auto()
    PAGE_VIEWS = auto()
    SETTINGS = auto()

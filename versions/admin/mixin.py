"""All that an admin gets from this app."""

from versions.admin.bin_pages import BinMixin
from versions.admin.history import HistoryMixin
from versions.admin.live_preview import LivePreviewMixin
from versions.admin.pending_changes_page import PendingChangesPageMixin


class VersionsMixin(HistoryMixin, PendingChangesPageMixin, LivePreviewMixin, BinMixin):
    """For admins: versions, translations, pending changes, working copies, a live preview and the
    bin. List it before other base classes."""

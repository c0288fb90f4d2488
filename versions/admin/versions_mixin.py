"""All that an admin gets from this app."""

from versions.admin.bin_pages import BinMixin
from versions.admin.live_preview import LivePreviewMixin
from versions.admin.open_forms import OpenFormMixin
from versions.admin.pending_changes.page import PendingChangesPageMixin
from versions.admin.version_pages import VersionPagesMixin


class VersionsMixin(
    VersionPagesMixin, PendingChangesPageMixin, LivePreviewMixin, OpenFormMixin, BinMixin
):
    """For admins: versions, translations, pending changes, working copies, who else has the form
    open, a live preview and the bin. List it before other base classes."""

"""The mixin that combines all others of this app."""

from versions.admin.live_preview import LivePreviewMixin
from versions.admin.open_forms import OpenFormMixin
from versions.admin.pending_changes.page import PendingChangesPageMixin
from versions.admin.trash_pages import TrashMixin
from versions.admin.version_pages import VersionPagesMixin


class VersionsMixin(
    VersionPagesMixin, PendingChangesPageMixin, LivePreviewMixin, OpenFormMixin, TrashMixin
):
    """For admins: versions, translations, pending changes, working copies, who else has the form
    open, a live preview and the trash. List it before other base classes."""

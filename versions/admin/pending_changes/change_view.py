"""Mixin of a ModelAdmin: the button "Save without publishing" saves the form of a public item as
pending changes. Readers see the old text, and the form shows the changes until they are published
or discarded."""

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse

from cms.fields import is_primary_key
from versions.admin.pending_changes.publishing import PUBLISH, PublishPendingChangesMixin
from versions.admin.pending_changes.saving import SAVE_BUTTONS, SavePendingChangesMixin


class PendingChangesMixin(SavePendingChangesMixin, PublishPendingChangesMixin):
    def change_view(
        self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        view = partial(super().change_view, request, object_id, *args, **kwargs)
        if not is_primary_key(object_id):
            return view()
        if SAVE_BUTTONS & request.POST.keys():
            return self.save_without_publishing(request, object_id, view)
        if PUBLISH in request.POST:
            return self.publish_by_button(request, object_id)
        if request.method == "GET":
            self.show_pending_changes(request, object_id)
        return view()

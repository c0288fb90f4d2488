"""What the mixins of the admin of an item share while they answer one request."""

from dataclasses import dataclass

from django.forms import BaseFormSet, ModelForm
from django.http import HttpRequest, QueryDict

from versions.models import PendingChanges

SavedForms = tuple[ModelForm, list[BaseFormSet]]


@dataclass
class RequestState:
    # The form and the formsets that were saved (`version_pages.py`); None if the form was refused.
    saved_forms: SavedForms | None = None
    # The form is saved and rolled back, to store its changes as pending
    # (`pending_changes/saving.py`).
    saves_pending: bool = False
    # The form publishes pending changes (`pending_changes/publishing.py`), which somebody has read
    # (`notes/admin/second_reader.py`).
    publishes_pending: bool = False
    # Where readers saw the item before it was saved, if a second person has to read it
    # (`notes/admin/second_reader.py`).
    public_languages_before: set[str] | None = None
    # The pending changes, once they were loaded, and the form data that shows them.
    is_pending_loaded: bool = False
    pending: PendingChanges | None = None
    pending_post_data: QueryDict | None = None
    # In place of the etag that was sent, so that the next save replaces a colleague's changes.
    etag_to_replace: str | None = None
    # Of the form that continues a working copy (`working_copy_views.py`).
    form_id: str = ""


def request_state(request: HttpRequest) -> RequestState:
    state: RequestState = vars(request).setdefault("request_state", RequestState())
    return state

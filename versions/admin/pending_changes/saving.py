"""The button "Save without publishing": the form is checked as if it were saved, and its changes
are stored as pending."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.forms import BaseFormSet, FileField, ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from cms.admin.forms import add_form_error
from cms.admin.permissions import authenticated_user
from cms.i18n.account_names import account_name
from cms.queries.rolled_back import rolled_back
from versions import pending_changes, recording, working_copies
from versions.admin import headless_forms
from versions.admin.page_rendering import (
    tell_that_deleted_texts_are_in_history,
    with_link_to_versions,
)
from versions.admin.pending_changes import problem_messages
from versions.admin.pending_changes.form import ETAG, PendingChangesFormMixin
from versions.admin.request_state import SavedForms, request_state
from versions.admin.working_copy_views import clock_time
from versions.comparison.form_schemas import find_form_schemas
from versions.models import PendingChanges, ValuesByPath
from versions.pending_changes import LanguageOfField, SaveResult, SubmittedForm

SAVE = "_save_pending"
# Leads to the page of the changes, to publish them there.
SAVE_AND_REVIEW = "_save_pending_and_review"
SAVE_BUTTONS = {SAVE, SAVE_AND_REVIEW}

ChangeView = Callable[[], HttpResponse]


class SavePendingChangesMixin(PendingChangesFormMixin):
    @transaction.atomic
    def save_without_publishing(
        self, request: HttpRequest, object_id: str, view: ChangeView
    ) -> HttpResponse:
        self.lock_item(object_id)
        item = self.get_object(request, object_id)
        if item is None or not self.has_change_permission(request, item):
            raise PermissionDenied
        pending = pending_changes.find_and_lock(item)
        if request.POST.get(ETAG, "") != (pending.etag if pending else ""):
            return self._show_that_changes_were_replaced(request, pending, view)
        stored_values = recording.snapshot_of_stored_item(self, request, item).values
        language_of = find_form_schemas(self, request, item).language_of
        response, forms = _save_and_roll_back(request, view)
        if forms is None:
            return response
        if labels := unrecorded_changes(*forms):
            add_form_error(request, ValidationError(problem_messages.cannot_be_pending(labels)))
            with rolled_back():
                return view()
        submitted = _submitted_form(request, forms, stored_values, language_of)
        user = authenticated_user(request)
        saved = pending_changes.save(item, submitted, user, replaced=pending)
        if submitted.deleted_values:
            tell_that_deleted_texts_are_in_history(self, request, object_id)
        working_copies.mark_saved(user, self.model, object_id, request.POST)
        return self._redirect_after_saving(request, object_id, saved)

    def _show_that_changes_were_replaced(
        self, request: HttpRequest, pending: PendingChanges | None, view: ChangeView
    ) -> HttpResponse:
        """If the form is sent once more, it replaces what a colleague has saved meanwhile."""
        if pending is None:
            text = _(
                "The unpublished changes have since been published or discarded. Your text is "
                "still here: look at what is public now, then save it."
            )
        elif pending.is_since_etag(request.POST.get(ETAG, "")):
            text = _(
                "A part of the unpublished changes has since been published, or a name was erased "
                "from them. Your text is still here: compare it with what is saved now, then save "
                "it."
            )
        else:
            text = _(
                "At {time}, {who} also saved changes here without publishing. Yours are still in "
                "this form. Copy what you need from theirs, then save yours in their place: theirs "
                "go into the version history."
            ).format(who=account_name(pending.saved_by), time=clock_time(pending.saved_at))
        add_form_error(request, ValidationError(text))
        request_state(request).etag_to_replace = pending.etag if pending else ""
        return view()

    def _redirect_after_saving(
        self, request: HttpRequest, object_id: str, saved: SaveResult
    ) -> HttpResponse:
        if saved.replaced_are_recorded:
            text = _("The unpublished changes of before are in the {version_history}.")
            message = with_link_to_versions(self, text, object_id)
            self.message_user(request, message, messages.INFO)
        if saved.pending is None:
            text = _("Nothing differs from what is saved, so nothing was saved.")
            self.message_user(request, text, messages.INFO)
            return redirect(self.page_url("change", object_id))
        text = _("Saved without publishing. Readers go on seeing the text as it was.")
        self.message_user(request, text, messages.SUCCESS)
        page = "pending_changes" if SAVE_AND_REVIEW in request.POST else "change"
        return redirect(self.page_url(page, object_id))

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        if request_state(request).saves_pending:
            return HttpResponse(status=204)
        return super().response_change(request, obj)


def _save_and_roll_back(
    request: HttpRequest, view: ChangeView
) -> tuple[HttpResponse, SavedForms | None]:
    """What cannot be saved as public cannot be saved as pending either. Returns the response, which
    shows errors, and the forms if they are valid."""
    state = request_state(request)
    with rolled_back():
        state.saves_pending = True
        response = view()
    return response, state.saved_forms


def _submitted_form(
    request: HttpRequest,
    forms: SavedForms,
    stored_values: ValuesByPath,
    language_of: LanguageOfField,
) -> SubmittedForm:
    snapshot = recording.snapshot_of_saved_form(*forms)
    return SubmittedForm(
        stored_values=stored_values,
        edited_values=snapshot.values_with_fields_missing_from_form(stored_values),
        deleted_values=recording.values_of_deleted_forms(*forms),
        language_of=language_of,
        translation_answers=headless_forms.translation_answers_in(request),
    )


def unrecorded_changes(form: ModelForm, formsets: list[BaseFormSet]) -> list[str]:
    """The labels of changed fields that no version has: files, and what takes effect at once, such
    as publication or decisions about a person."""
    return [
        str(placed.form.fields[name].label or placed.form[name].label)
        for placed in recording.submitted_forms(form, formsets)
        for name in placed.form.changed_data
        if name in placed.form.fields and not _can_be_pending(placed.form, name)
    ]


def _can_be_pending(form: ModelForm, name: str) -> bool:
    is_file = isinstance(form.fields[name], FileField)
    return not is_file and recording.is_recorded(form, name)

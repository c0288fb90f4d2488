"""The form of an item shows its pending changes in place of what is public."""

from typing import Any

from django.contrib import messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.core.exceptions import ValidationError
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse

from cms.admin.edits import concurrent_edits
from cms.admin.forms import add_form_error
from cms.i18n import languages
from versions import pending_changes, recording
from versions.admin.pending_changes import problem_messages
from versions.admin.prefilled_forms import prefilled_form
from versions.admin.request_state import request_state
from versions.admin.working_copy_views import WorkingCopyMixin
from versions.comparison.form_schemas import find_form_schemas
from versions.form_filling import FillResult, FormFiller, Selection
from versions.models import PendingChanges
from versions.pending_changes import MergeResult

# The etag of the pending changes that a form was loaded with.
ETAG = "_pending_etag"
# The GET parameter with which the form shows what is public in spite of pending changes.
SHOW_PUBLIC = "public"


class PendingChangesFormMixin(WorkingCopyMixin):
    def show_pending_changes(self, request: HttpRequest, object_id: str) -> None:
        """Must be called before the form is instantiated."""
        found = PendingChanges.objects.for_pks(self.model, [int(object_id)])
        pending = found.select_related("saved_by").first()
        state = request_state(request)
        state.is_pending_loaded, state.pending = True, pending
        if pending is None or SHOW_PUBLIC in request.GET or IS_POPUP_VAR in request.GET:
            return
        item = self.get_object(request, object_id)
        if item is None or not self.has_change_permission(request, item):
            return
        filled, merged = self.fill_with_pending(request, item, pending)
        self._add_conflict_errors(request, item, merged)
        if filled.withheld_labels:
            messages.warning(request, problem_messages.withheld(filled))
        state.pending_post_data = filled.post_data

    def fill_with_pending(
        self, request: HttpRequest, item: Any, pending: PendingChanges, language: str = ""
    ) -> tuple[FillResult, MergeResult]:
        """Fills the form of the stored item with all pending changes, or those of one language."""
        stored = recording.snapshot_of_stored_item(self, request, item).values
        changes = pending_changes.changes_in_language(
            pending.changes, language, find_form_schemas(self, request, item).language_of
        )
        merged = pending_changes.merge(stored, changes)
        return FormFiller(merged.values, Selection()).fill(self, request, item), merged

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> type[ModelForm]:
        form = super().get_form(request, obj, change=change, **kwargs)
        data = request_state(request).pending_post_data
        return prefilled_form(form, data) if data is not None and change else form

    def get_formset_kwargs(self, request: HttpRequest, obj: Any, *args: Any) -> dict[str, Any]:
        given: dict[str, Any] = super().get_formset_kwargs(request, obj, *args)
        data = request_state(request).pending_post_data
        return given if data is None else given | {"data": data, "files": {}}

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        item = context.get("original")
        if item and not context["is_popup"] and self.has_change_permission(request, item):
            context |= self._pending_context(request, item)
        return super().render_change_form(request, context, *args, **kwargs)

    def _pending_context(self, request: HttpRequest, item: Any) -> dict[str, Any]:
        state = request_state(request)
        pending = state.pending if state.is_pending_loaded else pending_changes.find(item)
        etag = _shown_etag(request, pending)
        stored = self.model._base_manager.get(pk=item.pk) if request.method == "POST" else item
        may_save_first = pending is None and pending_changes.is_public(stored)
        codes = pending.language_codes if pending else []
        return {
            "pending": pending,
            "pending_etag": etag,
            "shows_pending": bool(etag),
            "may_save_pending": bool(etag) or may_save_first,
            "pending_languages": [languages.language_name(code) for code in codes],
            "pending_url": self.page_url("pending_changes", item.pk) if pending else "",
        }

    def _add_conflict_errors(self, request: HttpRequest, item: Any, merged: MergeResult) -> None:
        """Adds errors to the form where somebody else has changed or deleted the same."""
        edit = concurrent_edits.last_edit(item)
        stored = recording.snapshot_of_stored_item(self, request, item).values
        schemas = find_form_schemas(self, request, item)
        for path in sorted(merged.conflicts):
            message = concurrent_edits.conflict_sentence(edit, stored.get(path, ""))
            if "/" in path:
                label = problem_messages.field_label(schemas, path)
                add_form_error(request, ValidationError(f"{label}: {message}"))
            else:
                add_form_error(request, ValidationError(message), path)
        for form_path in sorted(merged.deleted_forms):
            text = problem_messages.deleted_form(schemas, form_path)
            add_form_error(request, ValidationError(text))


def _shown_etag(request: HttpRequest, pending: PendingChanges | None) -> str:
    """The etag of the pending changes that the form shows, or is to replace; empty for none."""
    state = request_state(request)
    if state.pending_post_data is not None and pending:
        return pending.etag
    if state.etag_to_replace is not None:
        return state.etag_to_replace
    return request.POST.get(ETAG, "")

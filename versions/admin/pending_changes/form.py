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
from versions.admin.pending_changes import sentences
from versions.admin.prefilled_forms import prefilled_form
from versions.admin.request_state import request_state
from versions.admin.working_copy_views import WorkingCopyMixin
from versions.comparison.field_values import find_compared_field, find_compared_forms
from versions.form_filling import FilledData, FormFiller, Selection
from versions.models import PendingChanges
from versions.pending_changes import LanguageOf, MergedValues

# The etag of the pending changes that a form was loaded with.
ETAG = "_pending_etag"
# The parameter of a form that shows what is public, although there are pending changes.
PUBLIC = "public"


class PendingChangesFormMixin(WorkingCopyMixin):
    def show_pending_changes(self, request: HttpRequest, object_id: str) -> None:
        """Call it before the form is made."""
        found = PendingChanges.objects.for_pks(self.model, [int(object_id)])
        pending = found.select_related("saved_by").first()
        state = request_state(request)
        state.is_pending_read, state.pending = True, pending
        if pending is None or PUBLIC in request.GET or IS_POPUP_VAR in request.GET:
            return
        item = self.get_object(request, object_id)
        if item is None or not self.has_change_permission(request, item):
            return
        filled, merged = self.fill_with_pending(request, item, pending)
        self._add_conflict_errors(request, item, merged)
        if filled.left_out:
            messages.warning(request, sentences.left_out(filled))
        state.pending_data = filled.data

    def fill_with_pending(
        self, request: HttpRequest, item: Any, pending: PendingChanges, language: str = ""
    ) -> tuple[FilledData, MergedValues]:
        """What is stored now, with the pending changes: all of them, or those in one language."""
        stored = recording.values_of_stored_item(self, request, item).values
        changes = pending_changes.changes_in_language(
            pending.changes, language, self.find_languages(request, item)
        )
        merged = pending_changes.merge(stored, changes)
        return FormFiller(merged.values, Selection()).fill(self, request, item), merged

    def find_languages(self, request: HttpRequest, item: Any) -> LanguageOf:
        compared_forms = find_compared_forms(self, request, item)

        def language_of(path: str) -> str:
            field = find_compared_field(compared_forms, path)
            return field.language if field else ""

        return language_of

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> type[ModelForm]:
        form = super().get_form(request, obj, change=change, **kwargs)
        data = request_state(request).pending_data
        return prefilled_form(form, data) if data is not None and change else form

    def get_formset_kwargs(self, request: HttpRequest, obj: Any, *args: Any) -> dict[str, Any]:
        given: dict[str, Any] = super().get_formset_kwargs(request, obj, *args)
        data = request_state(request).pending_data
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
        pending = state.pending if state.is_pending_read else pending_changes.find(item)
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

    def _add_conflict_errors(self, request: HttpRequest, item: Any, merged: MergedValues) -> None:
        """Adds errors to the form where somebody else has changed the same."""
        edit = concurrent_edits.last_edit(item)
        stored = recording.values_of_stored_item(self, request, item).values
        compared_forms = find_compared_forms(self, request, item)
        for path in sorted(merged.conflicts):
            message = concurrent_edits.refusal(edit, stored.get(path, ""))
            if "/" in path:
                label = sentences.field_label(compared_forms, path)
                add_form_error(request, ValidationError(f"{label}: {message}"))
            else:
                add_form_error(request, ValidationError(message), path)
        for row_path in sorted(merged.deleted_rows):
            text = sentences.deleted_row(compared_forms, row_path)
            add_form_error(request, ValidationError(text))


def _shown_etag(request: HttpRequest, pending: PendingChanges | None) -> str:
    """The etag of the pending changes that the form shows, or is to replace; empty for none."""
    state = request_state(request)
    if state.pending_data is not None and pending:
        return pending.etag
    if state.etag_to_replace is not None:
        return state.etag_to_replace
    return request.POST.get(ETAG, "")

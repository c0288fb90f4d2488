"""For admins: the button "Save without publishing" saves the form of a public item as pending
changes. Readers see the old text, and the form shows the changes until they are published or thrown
away."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.forms import FileField, ModelForm
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from cms.admin.edits import concurrent_edits, malformed_requests
from cms.admin.forms import add_form_error
from cms.admin.permissions import authenticated_user
from cms.fields import is_primary_key
from cms.i18n import languages
from cms.queries.advisory_locks import lock_until_commit
from cms.queries.rolled_back import rolled_back
from versions import pending_changes, recording, working_copies
from versions.admin import headless_forms
from versions.admin.page_rendering import (
    say_where_deleted_texts_are,
    user_name,
    with_link_to_versions,
)
from versions.admin.prefilled_forms import prefilled_form
from versions.admin.request_state import request_state
from versions.admin.working_copy_views import WorkingCopyMixin, clock_time
from versions.comparison.field_values import RowKind, find_row_kinds, formset_path_of
from versions.form_filling import FilledData, FormFiller, Selection
from versions.models import PendingChanges
from versions.pending_changes import LanguageOf, MergedValues, SavedChanges

# The buttons: to save as pending, to do so and look at what would be published, to publish.
SAVE, SAVE_AND_REVIEW, PUBLISH = "_save_pending", "_save_pending_and_review", "_publish_pending"
# The etag of the pending changes that a form was loaded with.
ETAG = "_pending_etag"
# The parameter of a form that shows what is public, although there are pending changes.
PUBLIC = "public"


class PendingChangesMixin(WorkingCopyMixin):
    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        view = partial(super().change_view, request, object_id, form_url, extra_context)
        if not is_primary_key(object_id):
            return view()
        if {SAVE, SAVE_AND_REVIEW} & request.POST.keys():
            with transaction.atomic():
                self._lock(object_id)
                return self._save_pending(request, object_id, view)
        if PUBLISH in request.POST:
            return self._publish_on_request(request, object_id)
        if request.method == "GET":
            self._open_pending(request, object_id)
        return view()

    # The form shows pending changes.

    def _open_pending(self, request: HttpRequest, object_id: str) -> None:
        pending = (
            PendingChanges.objects.of_pks(self.model, [int(object_id)])
            .select_related("saved_by")
            .first()
        )
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
            messages.warning(request, left_out_message(filled))
        state.pending_data = filled.data

    def fill_with_pending(
        self, request: HttpRequest, item: Any, pending: PendingChanges, language: str = ""
    ) -> tuple[FilledData, MergedValues]:
        stored = recording.values_of_stored_item(self, request, item).values
        language_of = self.language_of(request, item)
        changes = pending_changes.changes_in_language(pending.data, language, language_of)
        merged = pending_changes.merge(stored, changes)
        return FormFiller(merged.values, Selection()).fill(self, request, item), merged

    def language_of(self, request: HttpRequest, item: Any) -> LanguageOf:
        row_kinds = find_row_kinds(self, request, item)

        def language(path: str) -> str:
            row_path, _slash, name = path.rpartition("/")
            row_kind = row_kinds.get(formset_path_of(row_path))
            return row_kind.fields[name].language if row_kind and name in row_kind.fields else ""

        return language

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
        etag = state.etag_to_replace
        if etag is None:
            etag = request.POST.get(ETAG, "")
        if state.pending_data is not None and pending:
            etag = pending.etag
        stored = self.model._base_manager.get(pk=item.pk) if request.method == "POST" else item
        return {
            "pending": pending,
            "pending_etag": etag,
            "shows_pending": bool(etag),
            "may_save_pending": bool(etag)
            or (pending is None and pending_changes.is_public(stored)),
            "pending_languages": language_names(pending),
            "pending_url": self.page_url("pending_changes", item.pk) if pending else "",
        }

    def _add_conflict_errors(self, request: HttpRequest, item: Any, merged: MergedValues) -> None:
        """Adds errors to the form where somebody else has changed the same."""
        edit = concurrent_edits.last_edit(item)
        stored = recording.values_of_stored_item(self, request, item).values
        row_kinds = find_row_kinds(self, request, item)
        for path in sorted(merged.conflicts):
            row_path, _slash, name = path.rpartition("/")
            message = concurrent_edits.refusal(edit, stored.get(path, ""))
            if row_path:
                add_form_error(
                    request, ValidationError(f"{field_label(row_kinds, path)}: {message}")
                )
            else:
                add_form_error(request, ValidationError(message), name)
        for row_path in sorted(merged.deleted_rows):
            text = _("{kind}: somebody has deleted it. Your text of it is in the form again.")
            add_form_error(
                request, ValidationError(text.format(kind=row_kind_name(row_kinds, row_path)))
            )

    # The form saves pending changes.

    def _save_pending(self, request: HttpRequest, object_id: str, view: Any) -> HttpResponse:
        item = self.get_object(request, object_id)
        if item is None or not self.has_change_permission(request, item):
            raise PermissionDenied
        pending = pending_changes.find(item)
        if request.POST.get(ETAG, "") != (pending.etag if pending else ""):
            return self._refuse_replaced(request, pending, view)
        stored = recording.values_of_stored_item(self, request, item).values
        language_of = self.language_of(request, item)
        # What could not be saved as public cannot be saved as pending either: the form says why.
        with rolled_back():
            request_state(request).saves_pending = True
            response = view()
        forms = request_state(request).saved_forms
        if forms is None:
            return response
        if names := unrecorded_changes(*forms):
            text = _(
                "These cannot be saved without publishing: {fields}. Change them in the form for "
                "what is public now, or leave them as they were."
            )
            add_form_error(request, ValidationError(text.format(fields=", ".join(names))))
            with rolled_back():
                return view()
        edited = recording.values_of_saved_form(*forms).with_other_fields(stored)
        deleted = recording.texts_of_deleted_rows(*forms)
        user, etag = authenticated_user(request), request.POST.get(ETAG, "")
        answers = headless_forms.translation_answers_in(request)
        saved = pending_changes.save(
            item, stored, edited, deleted, language_of, user, etag, answers
        )
        if deleted:
            say_where_deleted_texts_are(self, request, object_id)
        working_copies.mark_saved(user, self.model, object_id, request.POST)
        return self._redirect_after_saving(request, object_id, saved)

    def _refuse_replaced(
        self, request: HttpRequest, pending: PendingChanges | None, view: Any
    ) -> HttpResponse:
        """Sent once more, the form replaces what a colleague has saved meanwhile."""
        if pending is None:
            text = _(
                "The unpublished changes have since been published or discarded. Your text is "
                "still here: look at what is public now, then save it."
            )
        else:
            text = _(
                "{who} also saved changes here without publishing, at {time}. Yours are still in "
                "this form. Copy what you need from theirs, then save yours in their place: theirs "
                "go into the version history."
            ).format(who=user_name(pending.saved_by), time=clock_time(pending.saved_at))
        add_form_error(request, ValidationError(text))
        request_state(request).etag_to_replace = pending.etag if pending else ""
        return view()

    def _redirect_after_saving(
        self, request: HttpRequest, object_id: str, saved: SavedChanges
    ) -> HttpResponse:
        if saved.has_recorded:
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

    # The pending changes are published.

    def _publish_on_request(self, request: HttpRequest, object_id: str) -> HttpResponse:
        language, etag = request.POST.get("language", ""), request.POST[PUBLISH]
        with transaction.atomic():
            self._lock(object_id)
            item = self.get_object(request, object_id)
            if item is None or not self.has_change_permission(request, item):
                raise PermissionDenied
            pending = PendingChanges.objects.of(item).select_for_update(of=["self"]).first()
            if pending is None or pending.etag != etag:
                text = _("Somebody has replaced the unpublished changes. Look at them again.")
                messages.warning(request, text)
                return redirect(
                    self.page_url("pending_changes" if pending else "change", object_id)
                )
            user = authenticated_user(request)
            saved, reasons = self.publish_pending(user, item, pending, language)
        if saved:
            self.message_user(request, self.saved_message(saved), messages.SUCCESS)
        else:
            text = _(
                "The changes are not published. They are still saved, and the form shows them."
            )
            messages.error(request, " ".join([text, *reasons]))
        return redirect(self.page_url("change", object_id))

    def publish_pending(
        self, user: User, item: Any, pending: PendingChanges, language: str = ""
    ) -> tuple[Any, list[str]]:
        """Publishes pending changes, through the form and in the name of a user. Returns the
        item, or None and the reasons: nothing is published in part. Call it in a transaction."""
        request = headless_forms.make_request(user, QueryDict(mutable=True))
        request_state(request).publishes_pending = True
        if not (user.is_staff and self.has_change_permission(request, item)):
            return None, [_("The account has no permission to change this any more.")]
        filled, merged = self.fill_with_pending(request, item, pending, language)
        left_out = [left_out_message(filled)] if filled.left_out else []
        if reasons := [*left_out, *self.conflict_sentences(request, item, merged)]:
            return None, reasons
        language_of = self.language_of(request, item)
        with transaction.atomic():
            headless_forms.add_translation_answers(filled.data, pending.translation_answers)
            malformed_requests.replace_data(request, "POST", filled.data)
            errors = headless_forms.response_errors(self.change_view(request, str(item.pk)))
            saved = request_state(request).saved_forms
            if saved is None:
                transaction.set_rollback(True)
                return None, errors
        new_paths = {
            filled.added[row.prefix]: row.path
            for row in recording.saved_rows(*saved)
            if row.prefix in filled.added
        }
        pending_changes.remove_published(pending, language, language_of, new_paths)
        form, _formsets = saved
        return form.instance, []

    def conflict_sentences(
        self, request: HttpRequest, item: Any, merged: MergedValues
    ) -> list[str]:
        row_kinds = find_row_kinds(self, request, item)
        changed = [field_label(row_kinds, path) for path in sorted(merged.conflicts)]
        deleted = [row_kind_name(row_kinds, path) for path in sorted(merged.deleted_rows)]
        sentences = []
        if changed:
            text = _("Somebody has changed these fields since: {fields}.")
            sentences.append(text.format(fields=", ".join(dict.fromkeys(changed))))
        if deleted:
            text = _("Somebody has since deleted what they change: {fields}.")
            sentences.append(text.format(fields=", ".join(dict.fromkeys(deleted))))
        return sentences


@contextmanager
def pending_changes_applied(user: User, item: models.Model) -> Iterator[list[str]]:
    """Within the block the item is as if a user had published its pending changes. Yields the
    reasons, if they cannot be published."""
    model_admin, pending = admin.site.get_model_admin(type(item)), pending_changes.find(item)
    if pending is None or not isinstance(model_admin, PendingChangesMixin):
        yield []
        return
    with rolled_back():
        # One after the other: an editor who saves waits for one of many visitors at most.
        lock_until_commit(f"versions.pending_changes_applied:{item._meta.label_lower}:{item.pk}")
        yield model_admin.publish_pending(user, item, pending)[1]


def unrecorded_changes(form: ModelForm, formsets: list) -> list[str]:
    """The labels of changed fields that no version has: files, and what is decided at once, such as
    publication, or about a person."""
    return list(
        dict.fromkeys(
            str(row.form.fields[name].label or row.form[name].label)
            for row in recording.saved_rows(form, formsets)
            for name in row.form.changed_data
            if name in row.form.fields and not can_be_pending(row.form, name)
        )
    )


def can_be_pending(form: ModelForm, name: str) -> bool:
    is_file = isinstance(form.fields[name], FileField)
    return not is_file and recording.is_recorded(form, name)


def field_label(row_kinds: dict[str, RowKind], field_path: str) -> str:
    row_path, _slash, name = field_path.rpartition("/")
    row_kind = row_kinds.get(formset_path_of(row_path))
    found = row_kind.fields[name].label if row_kind and name in row_kind.fields else name
    return f"{row_kind.name}: {found}" if row_kind and row_path else found


def row_kind_name(row_kinds: dict[str, RowKind], row_path: str) -> str:
    row_kind = row_kinds.get(formset_path_of(row_path))
    return row_kind.name if row_kind else ""


def language_names(pending: PendingChanges | None) -> list[str]:
    return [languages.language_name(code) for code in pending.language_codes] if pending else []


def left_out_message(filled: FilledData) -> str:
    text = _("Left out, because it must not be shown any more or was deleted: {fields}.")
    return text.format(fields=", ".join(dict.fromkeys(filled.left_out)))

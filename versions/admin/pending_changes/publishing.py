"""Publishes pending changes: by a button, at a scheduled time, or for a preview only."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from cms.admin.edits import request_data
from cms.admin.permissions import authenticated_user
from cms.queries.advisory_locks import lock_until_commit
from cms.queries.rolled_back import rolled_back
from versions import pending_changes, recording
from versions.admin import headless_forms
from versions.admin.pending_changes import problem_messages
from versions.admin.pending_changes.form import PendingChangesFormMixin
from versions.admin.request_state import SavedForms, request_state
from versions.comparison.form_schemas import find_form_schemas
from versions.form_filling import FillResult
from versions.models import PendingChanges

# The name of the button; its value is the etag of the changes to publish.
PUBLISH = "_publish_pending"


class PublishPendingChangesMixin(PendingChangesFormMixin):
    def publish_by_button(self, request: HttpRequest, object_id: str) -> HttpResponse:
        language, etag = request.POST.get("language", ""), request.POST[PUBLISH]
        with transaction.atomic():
            self.lock_item(object_id)
            item = self.get_object(request, object_id)
            if item is None or not self.has_change_permission(request, item):
                raise PermissionDenied
            pending = PendingChanges.objects.for_item(item).select_for_update(of=["self"]).first()
            if pending is None or pending.etag != etag:
                text = _("Somebody has replaced the unpublished changes. Look at them again.")
                messages.warning(request, text)
                page = "pending_changes" if pending else "change"
                return redirect(self.page_url(page, object_id))
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
        schemas = find_form_schemas(self, request, item)
        conflicts = problem_messages.conflicts(schemas, merged)
        if filled.withheld_labels or conflicts:
            left_out = [problem_messages.withheld(filled)] if filled.withheld_labels else []
            return None, [*left_out, *conflicts]
        headless_forms.add_translation_answers(filled.post_data, pending.translation_answers)
        saved, errors = self._save_form(request, item, filled)
        if saved is None:
            return None, errors
        new_paths = _new_paths(saved, filled)
        pending_changes.remove_published(pending, language, schemas.language_of, new_paths)
        return saved[0].instance, []

    def _save_form(
        self, request: HttpRequest, item: Any, filled: FillResult
    ) -> tuple[SavedForms | None, list[str]]:
        """Returns the forms that were saved, or None and the errors: then nothing is saved."""
        with transaction.atomic():
            request_data.replace_data(request, "POST", filled.post_data)
            errors = headless_forms.response_errors(self.change_view(request, str(item.pk)))
            saved = request_state(request).saved_forms
            if saved is None:
                transaction.set_rollback(True)
        return saved, errors


def _new_paths(saved: SavedForms, filled: FillResult) -> dict[str, str]:
    """Added inline forms have primary keys now. Shape: former path -> path."""
    return {
        filled.path_by_prefix[placed.prefix]: placed.path
        for placed in recording.submitted_forms(*saved)
        if placed.prefix in filled.path_by_prefix
    }


@contextmanager
def pending_changes_applied(user: User, item: models.Model) -> Iterator[list[str]]:
    """Within the block the item is as if a user had published its pending changes. Yields the
    reasons, if they cannot be published."""
    model_admin, pending = admin.site.get_model_admin(type(item)), pending_changes.find(item)
    if pending is None or not isinstance(model_admin, PublishPendingChangesMixin):
        yield []
        return
    with rolled_back():
        # Many visitors may open a preview link at once: they wait for each other here, so that an
        # editor who saves waits for one of them at most.
        lock_until_commit(f"versions.pending_changes_applied:{item._meta.label_lower}:{item.pk}")
        yield model_admin.publish_pending(user, item, pending)[1]

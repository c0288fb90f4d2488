"""Mixin of a ModelAdmin: what somebody types is autosaved every few seconds, and offered when the
form is opened again, after a crash, on another device, or after a session has ended."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils import formats, timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cms.admin.model_admin import SiteModelAdmin
from cms.admin.permissions import authenticated_user
from cms.fields import is_primary_key
from cms.i18n.account_names import account_name
from versions import working_copies
from versions.admin.prefilled_forms import show_prefilled
from versions.admin.request_state import request_state
from versions.models import WorkingCopy

CONTINUE, DISCARD = "_continue_working_copy", "_discard_working_copy"


class WorkingCopyMixin(SiteModelAdmin):
    def get_urls(self) -> list[URLPattern]:
        admin_view = self.admin_site.admin_view
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        view = admin_view(self.working_copy_view)
        return [
            path("working-copy/", view, name=f"{name}_new_working_copy"),
            path("<int:pk>/working-copy/", view, name=f"{name}_working_copy"),
            *super().get_urls(),
        ]

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if CONTINUE in request.POST and not self._fill_in_working_copy(request, None):
            return redirect(self.page_url("add"))
        context = self._working_copy_context(request, None) | (extra_context or {})
        return super().add_view(request, form_url, context)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        if CONTINUE in request.POST and not self._fill_in_working_copy(request, object_id):
            return redirect(self.page_url("change", object_id))
        context = self._working_copy_context(request, object_id) | (extra_context or {})
        return super().change_view(request, object_id, form_url, context)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        object_id = str(form.instance.pk) if change else None
        user = authenticated_user(request)
        working_copies.mark_saved(user, self.model, object_id, request.POST)

    @method_decorator(require_POST)
    def working_copy_view(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        """Autosaves the form and returns the time as JSON, or discards a working copy."""
        object_id, user = (str(pk) if pk is not None else None), authenticated_user(request)
        if not self.may_write(request, object_id):
            raise PermissionDenied
        if DISCARD in request.POST:
            if copy := working_copies.find(user, self.model, object_id, request.POST[DISCARD]):
                copy.delete()
            return redirect(
                self.page_url("change", object_id) if object_id else self.page_url("add")
            )
        try:
            copy = working_copies.autosave(user, self.model, object_id, request.POST)
        except working_copies.WorkingCopyTooLongError:
            return HttpResponse(status=413)
        if copy is None:
            return HttpResponse(status=204)
        return JsonResponse({"time": clock_time(copy.autosaved_at)})

    def _working_copy_context(self, request: HttpRequest, object_id: str | None) -> dict[str, Any]:
        may_write = self.has_change_permission if object_id else self.has_add_permission
        if not may_write(request) or not (object_id is None or is_primary_key(object_id)):
            return {}
        name, arguments = (
            ("new_working_copy", []) if object_id is None else ("working_copy", [object_id])
        )
        context: dict[str, Any] = {
            "working_copy_url": self.page_url(name, *arguments),
            "form_id": request_state(request).form_id
            or working_copies.form_id_in(request.POST)
            or working_copies.new_form_id(),
        }
        if request.method == "GET":
            user = authenticated_user(request)
            own, others = working_copies.find_own_and_others(user, self.model, object_id)
            context["working_copies"] = [(copy.pk, clock_time(copy.autosaved_at)) for copy in own]
            context["also_writing"] = [writing_sentence(other) for other in others]
        return context

    def _fill_in_working_copy(self, request: HttpRequest, object_id: str | None) -> bool:
        """Returns False if there is no such working copy."""
        user = authenticated_user(request)
        is_valid = object_id is None or is_primary_key(object_id)
        pk = request.POST[CONTINUE]
        copy = working_copies.find(user, self.model, object_id, pk) if is_valid else None
        if copy is None:
            messages.warning(request, _("There is nothing left to continue."))
            return False
        form_id = request_state(request).form_id = working_copies.new_form_id()
        working_copies.move_to_form(copy, form_id)
        show_prefilled(request, working_copies.form_data(copy))
        note = _("This is what you had typed by {time}, and it is not saved yet.")
        messages.warning(request, note.format(time=clock_time(copy.autosaved_at)))
        return True

    def may_write(self, request: HttpRequest, object_id: str | None) -> bool:
        if object_id is None:
            return self.has_add_permission(request)
        item = self.get_object(request, object_id)
        return item is not None and self.has_change_permission(request, item)


def writing_sentence(copy: WorkingCopy) -> str:
    """Says who is writing. `copy` is the newest working copy of another user."""
    text = _(
        "{name} is writing here, too (last at {time}). You can both save: your changes are merged."
    )
    return text.format(name=account_name(copy.user), time=clock_time(copy.autosaved_at))


def clock_time(moment: Any) -> str:
    local = timezone.localtime(moment)
    today = local.date() == timezone.localdate()
    return formats.date_format(local, "TIME_FORMAT" if today else "DATETIME_FORMAT")

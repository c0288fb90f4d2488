"""Mixin of a ModelAdmin: a deleted item moves to the trash, and a page there brings it back."""

from copy import copy
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import formats, timezone
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cms.admin.model_admin import SiteModelAdmin
from cms.admin.permissions import authenticated_user
from cms.admin.requires_reauthentication import requires_reauthentication
from cms.i18n import languages
from cms.publishing.publishable import Publishable
from erasure_log import erasures
from versions.deletion import trash
from versions.limits_and_periods import TRASH_RETENTION
from versions.models import TrashedItem


class TrashMixin(SiteModelAdmin):
    # False for models whose items are erased at once when they are deleted.
    goes_to_trash = True

    def get_urls(self) -> list[URLPattern]:
        if not self.goes_to_trash:
            return super().get_urls()
        admin_view = self.admin_site.admin_view
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        return [
            path("bin/", admin_view(self.trash_view), name=f"{name}_trash"),
            path("bin/<int:pk>/", admin_view(self.bring_back_view), name=f"{name}_bring_back"),
            path("bin/<int:pk>/erase/", admin_view(self.erase_view), name=f"{name}_erase"),
            *super().get_urls(),
        ]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        context = {}
        if self.goes_to_trash and self._may_use_trash(request):
            context["trash_url"] = self.page_url("trash")
        return super().changelist_view(request, context | (extra_context or {}))

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return super().delete_view(
            request, object_id, self._trash_context() | (extra_context or {})
        )

    def response_action(
        self, request: HttpRequest, queryset: models.QuerySet, *args: Any
    ) -> HttpResponse | None:
        """The page that asks for confirmation is the response of the action "Delete selected"."""
        response = super().response_action(request, queryset, *args)
        if isinstance(response, TemplateResponse) and response.context_data is not None:
            response.context_data |= self._trash_context()
        return response

    def _trash_context(self) -> dict[str, Any]:
        until = timezone.now() + TRASH_RETENTION if self.goes_to_trash else None
        return {"is_deletion": True, "trashed_until": until}

    def delete_queryset(self, request: HttpRequest, queryset: models.QuerySet) -> None:
        if not self.goes_to_trash:
            super().delete_queryset(request, queryset)
            return
        user = authenticated_user(request)
        for item in queryset:
            trash.move_to_trash(item, user)
        super().delete_queryset(request, queryset)
        text = _('In the bin until {day}: <a href="{url}">bring it back</a>')
        day = formats.date_format(timezone.localdate() + TRASH_RETENTION, "DATE_FORMAT")
        message = format_html(text, day=day, url=self.page_url("trash"))
        self.message_user(request, message, messages.INFO)

    def trash_view(self, request: HttpRequest) -> HttpResponse:
        self._require_trash_permission(request)
        found = TrashedItem.objects.for_model(self.model).select_related("deleted_by")
        context = {
            "title": _("Bin: {kind}").format(kind=self.opts.verbose_name_plural),
            "opts": self.opts,
            "items": list(found.order_by("-deleted_at")),
            "days": TRASH_RETENTION.days,
            "list_url": self.page_url("changelist"),
            "bring_back_name": f"admin:{self.opts.app_label}_{self.opts.model_name}_bring_back",
            "erase_name": f"admin:{self.opts.app_label}_{self.opts.model_name}_erase",
        }
        context = self.admin_site.each_context(request) | context
        return TemplateResponse(request, "admin/versions/trash.html", context)

    @method_decorator(require_POST)
    @transaction.atomic
    def bring_back_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        trashed = self._trashed(request, pk)
        try:
            with transaction.atomic():
                item, warnings = trash.bring_back(trashed)
        except trash.CannotBringBackError as error:
            self.message_user(request, str(error), messages.ERROR)
            return redirect(self.page_url("trash"))
        self.log_change(request, item, _("Brought back from the bin."))
        self.after_bringing_back(item)
        warnings += self._return_as_draft(request, item)
        self.message_user(request, _("It was brought back."), messages.SUCCESS)
        self.message_user(request, self.saved_message(item), messages.SUCCESS)
        for warning in warnings:
            self.message_user(request, warning, messages.WARNING)
        return redirect(self.page_url("change", item.pk))

    def _return_as_draft(self, request: HttpRequest, item: Any) -> list[str]:
        """Makes a draft of an item that must not be public. Returns messages."""
        reasons = self.publication_objections(request, item)
        if not (reasons and self.make_draft(item)):
            return reasons
        return [_("It came back as a draft."), *reasons]

    def make_draft(self, item: Any) -> bool:
        """Returns False for an item that cannot be a draft."""
        if not isinstance(item, Publishable):
            return False
        before = copy(item)
        for code in languages.codes():
            item.unpublish(code)
        item.save()
        erasures.record_unpublishing_for_replay(item, before)
        return True

    def publication_objections(self, request: HttpRequest, item: Any) -> list[str]:
        """Why an item that was brought back must not be public."""
        return []

    def after_bringing_back(self, item: Any) -> None:
        """A hook, as for publishing files."""

    @requires_reauthentication
    @method_decorator(require_POST)
    @transaction.atomic
    def erase_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        trashed = self._trashed(request, pk)
        trash.erase(trashed)
        self.message_user(request, _("It is deleted for good."), messages.SUCCESS)
        return redirect(self.page_url("trash"))

    def _trashed(self, request: HttpRequest, pk: int) -> TrashedItem:
        self._require_trash_permission(request)
        found = TrashedItem.objects.for_model(self.model).select_for_update(of=["self"])
        return get_object_or_404(found, pk=pk)

    def _may_use_trash(self, request: HttpRequest) -> bool:
        """Requires the permissions to delete and to add: bringing back is like adding."""
        return self.has_delete_permission(request) and self.has_add_permission(request)

    def _require_trash_permission(self, request: HttpRequest) -> None:
        if not self._may_use_trash(request):
            raise PermissionDenied

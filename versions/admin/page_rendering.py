"""What the pages about the versions of an item have in common."""

from typing import Any

from django.contrib.admin import ModelAdmin
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _


def get_viewable_item(model_admin: ModelAdmin, request: HttpRequest, pk: int) -> Any:
    item = model_admin.get_object(request, str(pk))
    if not model_admin.has_view_or_change_permission(request, item):
        raise PermissionDenied
    if item is None:
        raise Http404
    return item


def render_page(
    model_admin: ModelAdmin, request: HttpRequest, item: Any, template: str, context: dict[str, Any]
) -> HttpResponse:
    opts = model_admin.opts
    name = f"admin:{opts.app_label}_{opts.model_name}"
    shared = {
        "opts": opts,
        "item": item,
        "change_url": reverse(f"{name}_change", args=[item.pk]),
        "versions_url": reverse(f"{name}_versions", args=[item.pk]),
        "history_url": reverse(f"{name}_history", args=[item.pk]),
        "has_change_permission": model_admin.has_change_permission(request, item),
        "version_url_name": f"{name}_version",
    }
    site_context = model_admin.admin_site.each_context(request)
    return TemplateResponse(request, template, site_context | shared | context)


def user_name(user: User | None) -> str:
    return (user.get_full_name() or user.get_username()) if user else _("Somebody")

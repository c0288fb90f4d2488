"""What the pages about the versions of an item share: loading the item, rendering a template, and a
message with a link to the version history."""

from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from cms.admin.model_admin import SiteModelAdmin


def get_viewable_item(model_admin: ModelAdmin, request: HttpRequest, pk: int) -> Any:
    item = model_admin.get_object(request, str(pk))
    if not model_admin.has_view_or_change_permission(request, item):
        raise PermissionDenied
    if item is None:
        raise Http404
    return item


def render_item_page(
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


def with_link_to_versions(model_admin: SiteModelAdmin, text: str, object_id: str) -> SafeString:
    """`text` contains `{version_history}`, in whose place the link is put."""
    url, label = model_admin.page_url("versions", object_id), _("version history")
    link = format_html('<a href="{}">{}</a>', url, label)
    return format_html(text, version_history=link)


def tell_that_deleted_texts_are_in_history(
    model_admin: SiteModelAdmin, request: HttpRequest, object_id: str
) -> None:
    text = _("What was written in the parts that were deleted is in the {version_history}.")
    message = with_link_to_versions(model_admin, text, object_id)
    model_admin.message_user(request, message, messages.INFO)

"""The panel "Short address and QR code" of forms, for posters and leaflets."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path

from cms.admin.model_admin import SiteModelAdmin
from cms.publishing.short_urls import CONTENT_TYPES, code_of, qr_file, short_url


class ShortUrlMixin(SiteModelAdmin):
    def short_code(self, item: Any) -> str:
        """Empty without a short URL."""
        return code_of(item)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.qr_code)
        name = f"{self.opts.app_label}_{self.opts.model_name}_qr_code"
        return [path("<int:pk>/qr-code.<slug:kind>", view, name=name), *super().get_urls()]

    def qr_code(self, request: HttpRequest, pk: int, kind: str) -> HttpResponse:
        item = self.get_object(request, str(pk))
        if item is None or kind not in CONTENT_TYPES:
            raise Http404
        if not self.has_view_permission(request, item):
            raise PermissionDenied
        code = self.short_code(item)
        response = HttpResponse(qr_file(code, kind), content_type=CONTENT_TYPES[kind])
        response["Content-Disposition"] = f'inline; filename="qr-{code}.{kind}"'
        response["Cache-Control"] = "private, no-store"
        return response

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **options: Any
    ) -> HttpResponse:
        item = context.get("original")
        if item and (code := self.short_code(item)):
            context["short_url_panel"] = {
                "code": code,
                "url": short_url(code),
                "files": {kind: self.page_url("qr_code", item.pk, kind) for kind in CONTENT_TYPES},
            }
        return super().render_change_form(request, context, *args, **options)

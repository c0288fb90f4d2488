"""Mixin of a ModelAdmin: a preview of the public page beside the form, before it is saved."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, path
from django.utils.decorators import method_decorator
from django.utils.translation import override
from django.views.decorators.http import require_POST

from cms import declarations
from cms.admin.permissions import authenticated_user
from cms.i18n import languages
from cms.publishing.noindex import noindex
from cms.queries.rolled_back import rolled_back
from versions.admin import headless_forms
from versions.admin.working_copy_views import WorkingCopyMixin


class LivePreviewMixin(WorkingCopyMixin):
    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.live_preview_view)
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        return [
            path("live-preview/<str:language>/", view, name=f"{name}_new_live_preview"),
            path("<int:pk>/live-preview/<str:language>/", view, name=f"{name}_live_preview"),
            *super().get_urls(),
        ]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        item = context.get("original")
        object_id = str(item.pk) if item else None
        may_write = self.has_change_permission if item else self.has_add_permission
        if self._find_preview_view() and not context["is_popup"] and may_write(request):
            context["live_previews"] = [
                (code, languages.language_name(code), self._live_preview_url(code, object_id))
                for code in languages.codes()
            ]
        return super().render_change_form(request, context, *args, **kwargs)

    @method_decorator(require_POST)
    def live_preview_view(
        self, request: HttpRequest, language: str, pk: int | None = None
    ) -> HttpResponse:
        """The page, or as JSON the errors of the form if it cannot be saved."""
        object_id, view = (str(pk) if pk is not None else None), self._find_preview_view()
        if view is None or language not in languages.codes():
            raise Http404
        if not self.may_write(request, object_id):
            raise PermissionDenied
        user = authenticated_user(request)
        with rolled_back():
            item, reasons = headless_forms.submit(self, user, object_id, request.POST.copy())
            if item is None:
                return JsonResponse({"reasons": reasons})
            with override(language):
                request.LANGUAGE_CODE = language
                # Loaded again, as for a reader.
                response: HttpResponse = view(request, self.model._default_manager.get(pk=item.pk))
        response["Cache-Control"] = "no-store"
        noindex(response)
        return response

    def _find_preview_view(self) -> Any:
        for module in declarations.modules("previews"):
            if self.model in module.PREVIEWS:
                return module.PREVIEWS[self.model]
        return None

    def _live_preview_url(self, language: str, object_id: str | None) -> str:
        if object_id is None:
            return self.page_url("new_live_preview", language)
        return self.page_url("live_preview", object_id, language)

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from functools import partial, wraps
from typing import Any

from csp.constants import SELF, UNSAFE_INLINE
from csp.decorators import csp_update
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST, require_safe
from django.views.i18n import JavaScriptCatalog

from accounts import urls as accounts
from accounts.login.reauthentication import reauthenticate_if_required
from accounts.views.account import change_password
from accounts.views.login import log_in, show_login_page
from cms import declarations
from cms.admin.permissions import authenticated_user, can_view
from cms.admin.requires_reauthentication import requires_reauthentication
from cms.declarations.previews import Previews
from cms.fields import is_primary_key
from cms.i18n import languages
from cms.publishing.noindex import noindex
from network.models import Network, PublicFeature
from operations import clock_jumps
from search.admin_search import search_page
from versions.admin.pending_changes.publishing import pending_changes_applied
from versions.admin.translations.translation_tasks_page import translations_view
from website.admin import dashboard, handbook, page_help

View = Callable[..., HttpResponse]


def preview_views() -> Previews:
    modules = declarations.modules("previews")
    return {model: view for module in modules for model, view in module.PREVIEWS.items()}


def switch_message(feature: str | None, *, closes: bool) -> str:
    if not feature:
        return _("All public forms are closed.") if closes else _("The public forms are open.")
    if feature == PublicFeature.CONTACTS:
        return _("Contact details are hidden.") if closes else _("Contact details are shown again.")
    message = _("Closed: {feature}.") if closes else _("Open: {feature}.")
    return message.format(feature=PublicFeature(feature).label)


class FieldAutocompleteView(AutocompleteJsonView):
    """Refuses to list rows for a field that is no choice among rows."""

    def process_request(self, request: HttpRequest) -> Any:
        found = super().process_request(request)
        _term, _model_admin, source_field, _to_field_name = found
        if not hasattr(source_field, "get_limit_choices_to"):
            raise PermissionDenied
        return found


class WebsiteAdmin(AdminSite):
    enable_nav_sidebar = False

    def get_urls(self) -> list:
        preview = path("preview/<slug:kind>/<int:pk>/<str:language>/", self.preview, name="preview")
        switch = path("forms/", self.admin_view(self.switch_forms), name="switch-forms")
        clock = path("clock/", self.admin_view(self.accept_clock), name="accept-clock")
        public_page = path(
            "r/<path:content_type_id>/<path:object_id>/",
            self.admin_view(self.redirect_to_public_page),
            name="view_on_site",
        )
        search = path("search/", self.admin_view(require_safe(search_page)), name="search")
        translations = path(
            "translations/", self.admin_view(translations_view), name="translations"
        )
        own = [preview, switch, clock, public_page, search, translations]
        own += accounts.patterns(self.admin_view)
        return [*own, *self.handbook_urls(), *super().get_urls()]

    def handbook_urls(self) -> list:
        views = {
            "handbook": ("handbook/", handbook.show_handbook),
            "handbook-chapter": ("handbook/<slug:chapter>/", handbook.show_chapter),
            "handbook-picture": ("handbook/pictures/<slug:code>/<str:name>", handbook.show_picture),
        }
        return [
            path(route, self.admin_view(view), name=name) for name, (route, view) in views.items()
        ]

    def each_context(self, request: Any) -> dict[str, Any]:
        return super().each_context(request) | {"page_help": page_help.help_of_page(request)}

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        # The editors add <style> elements, and e-mails are shown in a frame. Public pages allow
        # neither.
        relaxed = csp_update({"style-src": [UNSAFE_INLINE], "frame-src": [SELF]})
        return relaxed(
            self.save_post_at_login(super().admin_view(reauthenticate_if_required(view), cacheable))
        )

    def save_post_at_login(self, view: View) -> View:
        """Decorator: a form that is submitted after the session ended is kept until its author has
        logged in again."""

        @wraps(view)
        def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            is_refused = request.method == "POST" and not self.has_permission(request)
            if is_refused and request.path != reverse("admin:logout"):
                return show_login_page(request)
            return view(request, *args, **kwargs)

        return wrapped

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        return log_in(request)

    @requires_reauthentication
    def password_change(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        return change_password(request)

    def autocomplete_view(self, request: HttpRequest) -> Any:
        return FieldAutocompleteView.as_view(admin_site=self)(request)

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> Any:
        """Lazy: Django builds it for every page, few print it, and it costs queries."""
        return SimpleLazyObject(partial(super().get_app_list, request, app_label))

    def index(self, request: HttpRequest, extra_context: Any = None) -> TemplateResponse:
        user = authenticated_user(request)
        context = {"shortcuts": dashboard.shortcuts(user), "panels": dashboard.panels(user)}
        return super().index(request, context | (extra_context or {}))

    def app_index(self, request: HttpRequest, app_label: str, extra_context: Any = None) -> Any:
        """Apps have no page of their own: the first page links to all models."""
        return redirect("admin:index")

    def i18n_javascript(self, request: HttpRequest, extra_context: Any = None) -> Any:
        packages = ["django.contrib.admin", "content_editor", "django_prose_editor", "website"]
        return JavaScriptCatalog.as_view(packages=packages)(request)

    def preview(self, request: HttpRequest, kind: str, pk: int, language: str) -> HttpResponse:
        """The public page of an item that may be unpublished. 404 for anybody who may not see the
        item in the admin."""
        views = preview_views()
        model = next((model for model in views if model._meta.model_name == kind), None)
        if model is None or language not in languages.codes() or not can_view(request.user, model):
            raise Http404
        item = get_object_or_404(model, pk=pk)
        with self.pending_changes_shown(request, item) as reasons:
            if reasons:
                messages.error(request, " ".join(reasons))
                return redirect(f"admin:{model._meta.app_label}_{kind}_pending_changes", pk)
            return self.preview_page(request, views[model], model, pk, language)

    def pending_changes_shown(
        self, request: HttpRequest, item: Model
    ) -> AbstractContextManager[list[str]]:
        """Staff who may change an item see the pending changes in its preview."""
        if not self.get_model_admin(type(item)).has_change_permission(request, item):
            return nullcontext([])
        return pending_changes_applied(authenticated_user(request), item)

    def preview_page(
        self, request: HttpRequest, view: View, model: type[Model], pk: int, language: str
    ) -> HttpResponse:
        item = get_object_or_404(model, pk=pk)
        with override(language):
            request.LANGUAGE_CODE = language
            response = require_safe(view)(request, item)
        response["Cache-Control"] = "no-store"
        noindex(response)
        return response

    def redirect_to_public_page(
        self, request: HttpRequest, content_type_id: str, object_id: str
    ) -> HttpResponse:
        """Django's own redirect checks no permission, and a URL may contain somebody's name. 404
        for anybody who may not see the item in the admin, and for items without a public page."""
        item = self.get_viewable_or_404(request, content_type_id, object_id)
        view_on_site = self.get_model_admin(type(item)).view_on_site
        url = view_on_site(item) if callable(view_on_site) else item.get_absolute_url()
        if not url:
            raise Http404
        return redirect(url)

    def get_viewable_or_404(
        self, request: HttpRequest, content_type_id: str, object_id: str
    ) -> Any:
        if not (is_primary_key(content_type_id) and is_primary_key(object_id)):
            raise Http404
        model = get_object_or_404(ContentType, pk=content_type_id).model_class()
        if not (model and self.is_registered(model) and hasattr(model, "get_absolute_url")):
            raise Http404
        item = get_object_or_404(model, pk=object_id)
        if not self.get_model_admin(model).has_view_permission(request, item):
            raise Http404
        return item

    @method_decorator(require_POST)
    def switch_forms(self, request: HttpRequest) -> HttpResponse:
        network = Network.objects.first()
        if network is None or not request.user.has_perm("network.close_forms"):
            raise PermissionDenied
        feature = request.POST.get("feature")
        if feature is not None and feature not in PublicFeature.values:
            raise Http404
        features = [PublicFeature(feature)] if feature else list(PublicFeature)
        closes = request.POST.get("to") == "closed"
        network.set_closed(features, closed=closes)
        message = switch_message(feature, closes=closes)
        self.get_model_admin(Network).log_change(request, network, message)
        messages.success(request, message)
        return redirect("admin:index")

    @method_decorator(require_POST)
    def accept_clock(self, request: HttpRequest) -> HttpResponse:
        """A coordinator confirms that the server's clock is right, so that jobs erase again."""
        if not clock_jumps.may_accept(request.user):
            raise PermissionDenied
        if not clock_jumps.accept(request.POST.get("seen", "")):
            messages.warning(request, _("The clock has changed meanwhile. Please check it again."))
            return redirect("admin:index")
        message = _("The server’s clock is right.")
        if network := Network.objects.first():
            self.get_model_admin(Network).log_change(request, network, message)
        messages.success(request, message)
        return redirect("admin:index")

"""The admin as this network's desk: its addresses, who gets in, and previews."""

from functools import partial, wraps

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
from django.urls import path
from django.utils.decorators import method_decorator
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST, require_safe
from django.views.i18n import JavaScriptCatalog

from accounts import urls as accounts
from accounts.confirming import confirmed
from accounts.views.account import change_password
from accounts.views.signing_in import ask_to_sign_in, sign_in
from events.models import Event
from events.views import show_event
from members.models import Organisation
from network import clock_jumps, languages, trays
from network.fields import is_key
from network.models import Network, Page, PublicPart
from network.roles import may_view
from network.views import show_member, show_page
from news.models import Article
from news.views import show_article

# Who shows to readers what coordinators write.
SHOWN_BY = {
    Article: show_article,
    Event: show_event,
    Organisation: show_member,
    Page: show_page,
}

# What asks again who is there (`accounts.confirming`), besides deleting and all of Django's rooms
# of accounts and groups: what takes data in or out in bulk, what makes one entry of two, and what
# keeps one's own account safe.
CONFIRMED = {
    "account-codes",
    "account-passkey",
    "account-passkey-add",
    "account-passkey-remove",
    "account-set-up",
    "account-turn-off",
    "joining_application_export",
    "members_organisation_list",
    "members_organisation_merge",
    "members_organisation_upload",
    "password_change",
}


def asks_again(request: HttpRequest) -> bool:
    match = request.resolver_match
    name = match.url_name or ""
    erases = name.endswith("_delete") or match.kwargs.get("name") == "drop"
    # Django takes the first of several actions, or any that is asked for.
    is_action = request.method == "POST" and "delete_selected" in request.POST.getlist("action")
    looks = name.endswith(("_changelist", "_history")) and request.method != "POST"
    changes_accounts = name.startswith("auth_") and not looks
    return name in CONFIRMED or erases or is_action or changes_accounts


def said_of_switch(named: str | None, *, closes: bool) -> str:
    if not named:
        return _("All public forms are closed.") if closes else _("The public forms are open.")
    words = _("Closed: {part}.") if closes else _("Open: {part}.")
    return words.format(part=PublicPart(named).label)


class Completions(AutocompleteJsonView):
    """What may be chosen in a field; of fields in which nothing is chosen, nothing."""

    def process_request(self, request):
        found = super().process_request(request)
        if not hasattr(found[2], "get_limit_choices_to"):
            raise PermissionDenied
        return found


class Desk(AdminSite):
    enable_nav_sidebar = False

    def get_urls(self):
        preview = path("preview/<slug:kind>/<int:pk>/<str:language>/", self.preview, name="preview")
        switch = path("forms/", self.admin_view(self.switch_forms), name="switch-forms")
        clock = path("clock/", self.admin_view(self.accept_clock), name="accept-clock")
        public_page = path(
            "r/<path:content_type_id>/<path:object_id>/",
            self.admin_view(self.lead_to_public_page),
            name="view_on_site",
        )
        own = [preview, switch, clock, public_page, *accounts.patterns(self.admin_view)]
        return [*own, *super().get_urls()]

    def admin_view(self, view, cacheable=False):
        # The editors write <style> elements of their own, and letters are shown in a frame; public
        # pages stay strict.
        relaxed = csp_update({"style-src": [UNSAFE_INLINE], "frame-src": [SELF]})
        return relaxed(self.keeps_words(super().admin_view(confirmed(view, asks_again), cacheable)))

    def keeps_words(self, view):
        """Whoever was signed out while typing gets to sign in, and goes on with what was sent."""

        @wraps(view)
        def kept(request, *args, **kwargs):
            may_not = request.method == "POST" and not self.has_permission(request)
            if may_not and request.resolver_match.url_name != "logout":
                return ask_to_sign_in(request)
            return view(request, *args, **kwargs)

        return kept

    def login(self, request, extra_context=None):
        return sign_in(request)

    def password_change(self, request, extra_context=None):
        return change_password(request)

    def autocomplete_view(self, request):
        return Completions.as_view(admin_site=self)(request)

    def get_app_list(self, request, app_label=None):
        """Made for every page and printed on few: the rest is spared its questions."""
        return SimpleLazyObject(partial(super().get_app_list, request, app_label))

    def index(self, request, extra_context=None):
        return super().index(request, trays.overview(request) | (extra_context or {}))

    def app_index(self, request, app_label, extra_context=None):
        """A room has no page of its own: the first page leads to all there is."""
        return redirect("admin:index")

    def i18n_javascript(self, request, extra_context=None):
        """The words of all scripts of the desk: Django's, the editors' and ours."""
        packages = ["django.contrib.admin", "content_editor", "django_prose_editor", "network"]
        return JavaScriptCatalog.as_view(packages=packages)(request)

    def preview(self, request: HttpRequest, kind: str, pk: int, language: str) -> HttpResponse:
        """An item as its readers will see it; for everybody else there is nothing here."""
        model = {model._meta.model_name: model for model in SHOWN_BY}.get(kind)
        if model is None or language not in languages.codes() or not may_view(request.user, model):
            raise Http404
        item = model.objects.filter(pk=pk).first()
        if item is None:
            raise Http404
        with override(language):
            request.LANGUAGE_CODE = language
            response = require_safe(SHOWN_BY[model])(request, item)
        response["Cache-Control"] = "no-store"
        response["X-Robots-Tag"] = "noindex"
        return response

    def lead_to_public_page(
        self, request: HttpRequest, content_type_id: str, object_id: str
    ) -> HttpResponse:
        """Django's own redirect asks for no permission, and an address may be somebody's name: for
        who may not see the item on the desk, and for what has no public page, there is nothing."""
        item = self.seen_by(request, content_type_id, object_id)
        shows = self.get_model_admin(type(item)).view_on_site
        address = shows(item) if callable(shows) else item.get_absolute_url()
        if not address:
            raise Http404
        return redirect(address)

    def seen_by(self, request: HttpRequest, content_type_id: str, object_id: str) -> Model:
        """An item with a public address that somebody may see on the desk; else 404."""
        if not (is_key(content_type_id) and is_key(object_id)):
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
        """Close one of the things that strangers can use, or all, or open them: one click, and one
        click back."""
        network = Network.objects.first()
        if network is None or not request.user.has_perm("network.close_forms"):
            raise PermissionDenied
        named = request.POST.get("part")
        if named is not None and named not in PublicPart.values:
            raise Http404
        parts = [PublicPart(named)] if named else list(PublicPart)
        closes = request.POST.get("to") == "closed"
        network.switch(parts, closes=closes)
        said = said_of_switch(named, closes=closes)
        self.get_model_admin(Network).log_change(request, network, said)
        messages.success(request, said)
        return redirect("admin:index")

    @method_decorator(require_POST)
    def accept_clock(self, request: HttpRequest) -> HttpResponse:
        """Somebody says that the server's clock is right, so that what is due may be erased."""
        if not clock_jumps.may_accept(request.user):
            raise PermissionDenied
        if not clock_jumps.accept(request.POST.get("seen", "")):
            messages.warning(request, _("The clock has changed meanwhile. Look at it again."))
            return redirect("admin:index")
        said = _("The clock of the server is right.")
        if network := Network.objects.first():
            self.get_model_admin(Network).log_change(request, network, said)
        messages.success(request, said)
        return redirect("admin:index")

"""Mixin of a ModelAdmin: shows who else has a form open, and in which field. Browsers report it
every few seconds, and when the form is closed."""

from typing import Any

from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cms.admin.model_admin import SiteModelAdmin
from cms.admin.permissions import authenticated_user
from cms.i18n.account_names import account_name
from versions import working_copies
from versions.admin.working_copy_views import writing_sentence
from versions.limits_and_periods import OPEN_FORM_INTERVAL
from versions.models import OpenForm

MAX_FIELD_LABEL_LENGTH = 100


class OpenFormMixin(SiteModelAdmin):
    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_open_form"
        view = self.admin_site.admin_view(self.open_form_view)
        return [path("<int:pk>/open-form/", view, name=name), *super().get_urls()]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        item = context.get("original")
        if item and not context["is_popup"] and self.has_change_permission(request, item):
            context["open_form_url"] = self.page_url("open_form", item.pk)
            context["open_form_seconds"] = OPEN_FORM_INTERVAL.seconds
        return super().render_change_form(request, context, *args, **kwargs)

    @method_decorator(require_POST)
    def open_form_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Answers with a sentence about each other person."""
        item = self.get_object(request, str(pk))
        if item is None:
            raise Http404
        if not self.has_change_permission(request, item):
            raise PermissionDenied
        user = authenticated_user(request)
        if "closed" in request.POST:
            OpenForm.objects.for_item(item).filter(user=user).delete()
            return HttpResponse(status=204)
        field_label = " ".join(request.POST.get("field_label", "").split())
        OpenForm.objects.update_or_create(
            user=user,
            content_type=ContentType.objects.get_for_model(item),
            object_id=item.pk,
            defaults={
                "seen_at": timezone.now(),
                "field_label": field_label[:MAX_FIELD_LABEL_LENGTH],
            },
        )
        return JsonResponse({"others": sentences_about_others(user, item)})


def sentences_about_others(user: User, item: models.Model) -> list[str]:
    others = OpenForm.objects.for_item(item).open().exclude(user=user).select_related("user")
    found = {other.user_id: _sentence(other) for other in others.order_by("pk")}
    _own, writing = working_copies.find_own_and_others(user, type(item), str(item.pk))
    for copy in writing:
        found.setdefault(copy.user_id, writing_sentence(copy))
    return list(found.values())


def _sentence(other: OpenForm) -> str:
    text = _("{name} has this open, too. You can both save: your changes are merged.")
    if other.field_label:
        text = _(
            "{name} has this open, too, and is in “{place}”. You can both save: your changes are "
            "merged."
        )
    return text.format(name=account_name(other.user), place=other.field_label)

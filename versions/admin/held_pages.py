"""The page of the changes that wait: word by word beside what is public, with the buttons that
publish them, now or later, and throw them away; and how lists of items show them."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from cms.admin.changelist import YesNoFilter
from cms.admin.permissions import authenticated_user
from cms.admin.widgets import YEAR_VALIDATORS, HTMLDateTimeInput
from cms.i18n import languages
from cms.publishing import status
from cms.publishing.publishable import Publishable
from versions import held_edits, recording
from versions.admin import pages
from versions.admin.held_edits import HeldEditMixin, left_out_message, name_of
from versions.comparison import differences
from versions.comparison.field_values import row_kinds
from versions.models import HeldEdit


class ScheduleForm(forms.Form):
    moment = forms.DateTimeField(
        label=gettext_lazy("Publish the changes on"),
        widget=HTMLDateTimeInput,
        validators=YEAR_VALIDATORS,
    )
    language = forms.ChoiceField(label=gettext_lazy("What to publish"), required=False)

    def __init__(self, data: Any = None, *, held: HeldEdit) -> None:
        super().__init__(data, auto_id="held-%s")
        of_language = self.fields["language"]
        if isinstance(of_language, forms.ChoiceField):
            of_language.choices = [("", _("everything")), *language_choices(held)]
        if len(held.language_codes) < 2:
            del self.fields["language"]

    def clean_moment(self) -> Any:
        moment = self.cleaned_data["moment"]
        if moment <= timezone.now():
            raise ValidationError(_("Choose a moment that is still to come."))
        return moment


def language_choices(held: HeldEdit) -> list[tuple[str, str]]:
    text = _("only what is in {language}")
    return [
        (code, text.format(language=languages.language_name(code))) for code in held.language_codes
    ]


class WaitingFilter(YesNoFilter):
    title = gettext_lazy("changes waiting")
    parameter_name = "waiting"

    def apply(self, items: QuerySet) -> QuerySet:
        content_type = ContentType.objects.get_for_model(items.model)
        held = HeldEdit.objects.filter(content_type=content_type)
        return items.filter(pk__in=held.values("object_id"))


@admin.display(description=pgettext_lazy("column", "waiting"), ordering="held_languages")
def changes_waiting(item: Any) -> str:
    codes = (vars(item).get("held_languages") or "").split()
    if not codes:
        return "–"
    url = f"{status.change_url(item).removesuffix('change/')}held/"
    names = ", ".join(languages.language_name(code) for code in codes)
    return format_html('<a class="status held" href="{}">{}</a>', url, names)


class HeldPagesMixin(HeldEditMixin):
    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_held"
        view = self.admin_site.admin_view(self.held_view)
        return [path("<int:pk>/held/", view, name=name), *super().get_urls()]

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        return [*super().get_list_display(request), changes_waiting]

    def get_list_filter(self, request: HttpRequest) -> list[Any]:
        return [*super().get_list_filter(request), WaitingFilter]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """With the languages in which changes wait, for the list."""
        of_item = HeldEdit.objects.filter(
            content_type__app_label=self.opts.app_label,
            content_type__model=self.opts.model_name,
            object_id=OuterRef("pk"),
        )
        found = super().get_queryset(request)
        return found.annotate(held_languages=Subquery(of_item.values("languages")))

    def held_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        item = pages.item_or_refusal(self, request, pk)
        held = held_edits.find(item)
        if held is None:
            messages.info(request, _("No changes are waiting."))
            return redirect(self.page_url("change", pk))
        form = ScheduleForm(held=held)
        if request.method == "POST":
            form = ScheduleForm(request.POST, held=held)
            if response := self._change_held(request, item, held, form):
                return response
        return self._held_page(request, item, held, form)

    def _change_held(
        self, request: HttpRequest, item: Any, held: HeldEdit, form: ScheduleForm
    ) -> HttpResponse | None:
        if not self.has_change_permission(request, item):
            raise PermissionDenied
        if request.POST.get("stamp") != held.stamp:
            text = _("Somebody has replaced the waiting changes. Look at them again.")
            messages.warning(request, text)
        elif "discard" in request.POST:
            held.delete()
            messages.success(
                request, _("The changes are thrown away. What is public stays as it is.")
            )
            return redirect(self.page_url("change", item.pk))
        elif "cancel" in request.POST:
            held_edits.cancel_schedule(held)
            messages.success(request, _("The scheduled publication is cancelled."))
        elif form.is_valid():
            values, user = form.cleaned_data, authenticated_user(request)
            held_edits.schedule(held, values["moment"], values.get("language", ""), user)
            moment = status.short_datetime(values["moment"])
            text = _("To be published: {moment}")
            messages.success(request, text.format(moment=moment))
        else:
            return None
        return redirect(self.page_url("held", item.pk))

    def _held_page(
        self, request: HttpRequest, item: Any, held: HeldEdit, form: ScheduleForm
    ) -> HttpResponse:
        stored = recording.stored_form(self, request, item).state
        filled, joined = self.fill_with_held(request, item, held)
        kinds = row_kinds(self, request, item)
        reasons = self.conflict_sentences(request, item, joined)
        context = {
            "title": _("Changes waiting: {title}").format(title=item),
            "held": held,
            "held_by": name_of(held.held_by) if held.held_by else "",
            "form": form,
            "rows": differences.find_differences(stored, joined.state, kinds),
            "choices": language_choices(held) if len(held.language_codes) > 1 else [],
            "publish_in": languages.language_name(held.publish_in) if held.publish_in else "",
            "obstacles": [left_out_message(filled), *reasons] if filled.left_out else reasons,
            "drafts": draft_languages(item, held),
            "previews": preview_links(item, held),
            "is_newest": True,
        }
        return pages.response(self, request, item, "admin/versions/held.html", context)


def draft_languages(item: Any, held: HeldEdit) -> list[str]:
    """The names of the languages in which the item is not public any more."""
    if not isinstance(item, Publishable):
        return []
    codes = [code for code in held.language_codes if code not in item.published_languages]
    return [languages.language_name(code) for code in codes]


def preview_links(item: Any, held: HeldEdit) -> list[tuple[str, str]]:
    """Shape: URL, label."""
    if not isinstance(item, Publishable):
        return []
    label = _("Preview in {language}")
    return [
        (status.preview_url(item, code), label.format(language=languages.language_name(code)))
        for code in held.language_codes
    ]
